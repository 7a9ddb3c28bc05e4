"""Email addresses, one or several in a cell."""

import re
import unicodedata

from django.utils.translation import gettext as _

from portico.imports.cell import Cell, as_text
from portico.imports.problems import NotUnderstood

_BETWEEN = re.compile(r"[;,|\s/]+")
_IN_BRACKETS = re.compile(r"[^<>;,\n]*<\s*(?:mailto:)?([^<>\s]+)\s*>", re.IGNORECASE)
_REMARK = re.compile(r"\s\([^()@]*\)|\b(?:work|home|private|business|privat|geschäftlich)\s*:", re.IGNORECASE)
_LOCAL = r"""(?:"[^"\s@]+"|[^\s@"<>()\[\],;:\\]+)"""
_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_ADDRESS = re.compile(rf"({_LOCAL})@((?:{_LABEL}\.)+{_LABEL})")
_PLAIN = re.compile(
    r"[a-zA-Z0-9]+(?:[._+-][a-zA-Z0-9]+)*@(?:[a-zA-Z0-9]+(?:-[a-zA-Z0-9]+)*\.)+[a-zA-Z]{2,12}",
)
"""Addresses as nearly all are: nothing in them has to be tidied."""
LONGEST = 254


def address(text: str) -> str | None:
    """An address in the one way it is kept (lower case, one Unicode form); None where it is no address."""
    plain = unicodedata.normalize("NFKC", text).strip("<>`,; ").removesuffix(".")
    if plain[:1] in ("'", '"') and plain[:1] == plain[-1:]:
        plain = plain[1:-1]
    if plain[:7].lower() == "mailto:":
        plain = plain[7:]
    found = _ADDRESS.fullmatch(plain)
    if not found or len(plain) > LONGEST:
        return None
    local, domain = found[1], found[2]
    if ".." in local or local[0] == "." or local[-1] == "." or domain.rpartition(".")[2].isdigit():
        return None
    return plain.lower()


def read_emails(cell: Cell) -> list[str]:
    """All addresses in a cell, each once, in their order."""
    if isinstance(cell, str) and _PLAIN.fullmatch(cell) and len(cell) <= LONGEST:
        return [cell.lower()]
    text = _REMARK.sub(" ", _IN_BRACKETS.sub(r" \1 ", as_text(cell)))
    found: list[str] = []
    for part in filter(None, _BETWEEN.split(text)):
        one = address(part)
        if one is None:
            raise NotUnderstood(
                _("“%(value)s” in “%(column)s” is not an email address.")
                if "@" not in part or part == as_text(cell)
                else _("“%(part)s” in “%(column)s” is not an email address."),
                part=part[:60],
            )
        if one not in found:
            found.append(one)
    return found
