"""Web addresses; LinkedIn profiles in one form."""

import re
from urllib.parse import urlsplit, urlunsplit

from django.utils.translation import gettext as _

from portico.imports.cell import Cell, as_text
from portico.imports.problems import NotUnderstood

LONGEST = 500
_BETWEEN = re.compile(r"[\s;|]+|,\s*(?=https?:|www\.)")
_LINKEDIN = re.compile(r"(?:https?://)?(?:[a-z]{2,3}\.)?linkedin\.com/", re.IGNORECASE)
_HANDLE = re.compile(r"/?in/([\w%-]{2,100})/?")


def read_link(cell: Cell) -> str:
    """The first web address in a cell, with its scheme."""
    first = next(filter(None, _BETWEEN.split(as_text(cell))), "")
    text = (
        first
        if re.match(r"[a-z][a-z0-9+-]*:", first, re.IGNORECASE) and "." not in first.partition(":")[0]
        else f"https://{first}"
    )
    try:
        parts = urlsplit(text)
        host = (parts.hostname or "").encode("idna").decode("ascii") if parts.hostname else ""
        _port = parts.port
    except ValueError:
        host = ""
    good = host and "." in host and len(text) <= LONGEST and not parts.username
    if not good or parts.scheme.lower() not in ("http", "https"):
        raise NotUnderstood(_("“%(value)s” in “%(column)s” is not a web address."))
    return text


def is_linkedin(text: str) -> bool:
    """Whether a text is an address at LinkedIn."""
    return bool(_LINKEDIN.match(text.strip()) or _HANDLE.fullmatch(text.strip()))


def read_linkedin(cell: Cell) -> str:
    """A LinkedIn profile: https, without what follows the person's own part."""
    text = as_text(cell)
    if handle := _HANDLE.fullmatch(text):
        return f"https://www.linkedin.com/in/{handle[1]}"
    link = read_link(cell)
    parts = urlsplit(link)
    if not is_linkedin(link):
        raise NotUnderstood(_("“%(value)s” in “%(column)s” is not a LinkedIn address."))
    return urlunsplit(("https", parts.netloc.lower(), parts.path.rstrip("/"), "", ""))
