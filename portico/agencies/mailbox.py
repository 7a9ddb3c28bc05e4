"""One rule for what counts as the same mailbox."""

import hashlib
import unicodedata
from functools import lru_cache

LONGEST = 254


def mail_key(email: str) -> str:
    """The normalized mailbox: two spellings with the same key are one person.

    Case and Unicode form are folded and the domain is put into its ASCII form. Dots and plus-tags are kept:
    they are different mailboxes at most providers, and folding them would hand one person's account to another.
    """
    text = email.strip().lower() if email.isascii() else unicodedata.normalize("NFKC", email).strip().casefold()
    local, _, domain = text.rpartition("@")
    return fitting(f"{local}@{in_ascii(domain)}" if local else text)


@lru_cache(maxsize=2048)
def in_ascii(domain: str) -> str:
    """A domain in its ASCII form; one that has none stays as it is."""
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        return domain


def fitting(key: str) -> str:
    """A key that its column takes: one that folding made longer than any address goes on as a fingerprint."""
    return key if len(key) <= LONGEST else f"{key[: LONGEST - 65]}#{hashlib.sha256(key.encode()).hexdigest()}"


def masked(email: str) -> str:
    """A mailbox that its owner recognizes and a stranger cannot use: m•••@northwind.example"""
    local, _, domain = email.rpartition("@")
    return f"{local[:1]}•••@{domain}" if local else "•••"
