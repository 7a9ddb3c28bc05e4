"""What the audit log is checked by: fingerprints of events, made so that anybody can make them again.

An event has two. `words` is over what an erasure may take away (names, details, where from), mixed with a random
`salt`: once the salt is gone, it tells nothing of what was there. `digest` is over everything that stays for good, and
over `words`. Both are SHA-256 in hexadecimal, over JSON lists in plain ASCII without spaces, keys in order.
docs/audit.md says it step by step.
"""

import json
import secrets
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any

PLAIN = (str, int, type(None))
ENCODE = json.JSONEncoder(sort_keys=True, separators=(",", ":"), check_circular=False).encode


def new_salt() -> str:
    """128 random bits."""
    return secrets.token_hex(16)


def at_text(at: datetime) -> str:
    """An instant, to the microsecond."""
    return _at_text(at.astimezone(UTC))


@lru_cache(maxsize=256)
def _at_text(at: datetime) -> str:
    return at.isoformat(timespec="microseconds")


def even(value: Any) -> Any:
    """A value as both databases give it back: whole numbers are whole, names are text."""
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if isinstance(value, dict):
        return {str(name): even(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [even(one) for one in value]
    return value


def fingerprint(text: str) -> str:
    """SHA-256 of a list as it is written."""
    return sha256(text.encode()).hexdigest()


def words_of(salt: str, by_name: str, address: str, agent: str, details: dict[str, Any]) -> str:
    """The fingerprint of what an erasure may take away."""
    return words_with(salt, rest_of(by_name, address, agent, details))


def rest_of(by_name: str, address: str, agent: str, details: dict[str, Any]) -> str:
    """All of that list but the salt, written; of what an import does it is the same in thousands of events."""
    for value in details.values():
        if not isinstance(value, PLAIN):
            details = even(details)
            break
    return ENCODE([by_name, address, agent, details])[1:]


def words_with(salt: str, rest: str) -> str:
    """The fingerprint of the salt and the rest."""
    return fingerprint(f"[{ENCODE(salt)},{rest}")


def digest(
    agency_id: int,
    verb: str,
    by_id: int | None,
    at: str,
    imported: bool,
    kind: str,
    object_id: int | None,
    support_id: int | None,
    support: str,
    words: str,
) -> str:
    """The fingerprint of what stays for good of an event: whose, what, who, when, on which record, for whom."""
    what = f"{written(agency_id)},{written(verb)},{written(by_id)},{ENCODE(at)},{written(imported)}"
    whom = f"{written(kind)},{written(object_id)},{written(support_id)},{written(support)},{ENCODE(words)}"
    return fingerprint(f"[{what},{whom}]")


def written(value: Any) -> str:
    """A value as it stands in the list."""
    return str(value) if type(value) is int else _written(value)


_written = lru_cache(maxsize=1024, typed=True)(ENCODE)
"""Verbs, kinds and names are few; the encoder takes longer for one of them than for finding it here."""


def digest_of(event: Any) -> str:
    """The same of an event."""
    return digest(
        event.agency_id,
        event.verb,
        event.by_id,
        at_text(event.at),
        event.imported,
        event.kind,
        event.object_id,
        event.support_id,
        event.support,
        event.words,
    )


def sign(event: Any) -> None:
    """Give a new event its salt and its two fingerprints."""
    event.salt = new_salt()
    event.words = words_of(event.salt, event.by_name, event.address, event.agent, event.details)
    event.digest = digest_of(event)
