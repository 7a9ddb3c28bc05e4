"""Tokens and codes: how they are made, and the hashes that are all we keep of them."""

import hashlib
import secrets

from django.utils.crypto import constant_time_compare

from portico.kit.keys import marks

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""What a code is made of: nothing that looks like something else."""
CODE_LENGTH = 8


def new_token() -> str:
    """256 random bits as text that fits into an address."""
    return secrets.token_urlsafe(32)


def hashed(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_code() -> str:
    """A code short enough to be typed by hand."""
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))


def shown(code: str) -> str:
    """A code as it is printed, in two halves."""
    return f"{code[:4]}-{code[4:]}"


def hashed_code(agency_id: int, purpose: str, code: str) -> str:
    """What is stored of a code: good for one agency and one purpose, and of no use without our secret key."""
    return hashed_codes(agency_id, purpose, code)[0]


def hashed_codes(agency_id: int, purpose: str, code: str) -> list[str]:
    """The same, and what it was under former keys of the site that still count."""
    return marks(f"portico.access.code:{agency_id}:{purpose}", code)


def typed(text: object) -> str:
    """A code as somebody typed it; nothing where it cannot be one."""
    if not isinstance(text, str) or len(text) > 40:
        return ""
    code = "".join(char for char in text.upper() if char.isalnum())
    return code if len(code) == CODE_LENGTH and all(char in LETTERS for char in code) else ""


def same(one: str, other: str) -> bool:
    """Compare in constant time; nothing equals nothing is False."""
    return bool(one) and bool(other) and constant_time_compare(one, other)
