"""Secrets of a mail (links, codes) between writing and delivery: sealed, so that the database alone gives none away."""

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING

from django.conf import settings

from portico.kit.later import later

if TYPE_CHECKING:
    from cryptography import fernet
else:
    fernet = later("cryptography.fernet")

PLACEHOLDER = re.compile(r"\[\[(link|code):([a-z_]+)\]\]")
"""Where a secret stands in a written mail, like [[link:main]]; it is filled in memory, at delivery."""


class CannotUnseal(Exception):
    """The secret key changed and its predecessor is not among the fallbacks."""


def _fernet() -> "fernet.MultiFernet":
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    derived = [hashlib.sha256(b"portico.messaging.sealing:" + key.encode()).digest() for key in keys]
    return fernet.MultiFernet([fernet.Fernet(base64.urlsafe_b64encode(key)) for key in derived])


def seal(secrets: Mapping[str, str]) -> str:
    """The secrets as one sealed text; nothing for none."""
    return _fernet().encrypt(json.dumps(dict(secrets)).encode()).decode() if secrets else ""


def unseal(sealed: str) -> dict[str, str]:
    """The secrets again."""
    if not sealed:
        return {}
    try:
        opened: dict[str, str] = json.loads(_fernet().decrypt(sealed.encode()))
    except fernet.InvalidToken:
        raise CannotUnseal from None
    return opened


def seal_anew(sealed: str) -> str:
    """The same, under today's key; CannotUnseal where none of ours fits."""
    try:
        return _fernet().rotate(sealed.encode()).decode()
    except fernet.InvalidToken:
        raise CannotUnseal from None


def fill(text: str, secrets: Mapping[str, str], *, html: bool = False) -> str:
    """The text with its secrets in their places; KeyError where one is missing."""
    return PLACEHOLDER.sub(lambda hit: escape(secrets[hit[2]]) if html else secrets[hit[2]], text)


def without(text: str) -> str:
    """The text as the timeline keeps it: no link, no code."""
    return PLACEHOLDER.sub(lambda hit: "[…]", text)
