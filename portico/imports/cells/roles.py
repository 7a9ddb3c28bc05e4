"""A role and its employer in one cell: "Senior Designer at Vinamilk"."""

import re

from portico.imports.cell import Cell, as_text

_CUTS = [
    re.compile(r"\s+@\s*|\s*@\s+"),
    re.compile(r"\s+(?:at|bei|chez)\s+(?=[^\s])", re.IGNORECASE),
    re.compile(r"\s*\n\s*"),
    re.compile(r"\s+[-–—|·•]\s+"),
    re.compile(r"\s+/\s+"),
]
_IN_BRACKETS = re.compile(r"(.+?)\s*\(([^()]{3,})\)")


def has_both(text: str) -> bool:
    """Whether a text surely names a role and an employer."""
    return any(cut.search(text) for cut in _CUTS[:2])


def read_role(cell: Cell) -> tuple[str, str]:
    """The role and the employer; where nothing tells them apart, all is the role."""
    text = as_text(cell)
    for at, cut in enumerate(_CUTS):
        found = list(cut.finditer(text))
        if found:
            place = found[0] if at == 0 else found[-1]
            return _line(text[: place.start()]), _line(text[place.end() :])
    if both := _IN_BRACKETS.fullmatch(text):
        return _line(both[1]), _line(both[2])
    role, comma, employer = text.partition(",")
    if comma and "," not in employer:
        return _line(role), _line(employer)
    return _line(text), ""


def _line(text: str) -> str:
    return " ".join(text.split()).strip(" ,;-–|")
