"""Several values in one cell: skills, languages, tags."""

import re
from collections import Counter

from portico.imports.cell import Cell, as_text

_BULLET = re.compile(r"(?m)^\s*(?:[•·●▪◦‣*–—-]|\d{1,2}[.)])\s+")
_INLINE_BULLET = re.compile(r"\s*[•●▪◦‣]\s*|\s+·\s+")
_GROUP = re.compile(r"^[^\W\d_][^:;,]{1,30}:\s+(?=\S)")
_NOT_SIMPLE = re.compile(r"[:(\n]")
_CUTS = {
    "\n": re.compile(r"\s*\n\s*"),
    "•": _INLINE_BULLET,
    ";": re.compile(r"\s*;\s*"),
    "|": re.compile(r"\s*\|\s*"),
    "\t": re.compile(r"\s*\t\s*"),
    "/": re.compile(r"\s+/\s+"),
    ",": re.compile(r"\s*,\s*"),
}
LONGEST = 200
_SURELY_A_LIST = 3  # commas


class Separators:
    """Which sign stands between the values of a column, found by looking at all of its cells."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()

    def see(self, cell: Cell) -> None:
        """Take one more cell into account."""
        text = as_text(cell)
        for sign, cut in _CUTS.items():
            if (sign in text or sign == "•") and cut.search(text):
                self.counts[sign] += 1
                break

    def decided(self) -> str:
        """The sign in most cells with several values; nothing where each has one."""
        return self.counts.most_common(1)[0][0] if self.counts else ""


def read_list(cell: Cell, separator: str = "") -> list[str]:
    """The values, each once, in their order. `separator` is the column's; without one the cell is looked at alone.

    Where cells are separated by semicolons, a comma belongs to the value ("Node.js, Express"). A slash without spaces
    never separates ("C/C++", "CI/CD"), and nothing does inside parentheses.
    """
    text = as_text(cell)
    found: dict[str, str] = {}
    simple = separator == ";" and ";" in text and text[0].isalpha() and not _NOT_SIMPLE.search(text)
    for part in text.split(";") if simple else _parts(_BULLET.sub("", text), separator):
        value = " ".join(part.split()).strip(" ,;|•·")
        if value and len(value) <= LONGEST:
            found.setdefault(value.casefold(), value)
    return list(found.values())


def _parts(text: str, separator: str) -> list[str]:
    signs = (
        [separator]
        if separator and _CUTS[separator].search(text)
        else [sign for sign in _CUTS if _CUTS[sign].search(text)]
    )
    if separator and separator != "," and signs[:1] == [","] and text.count(",") < _SURELY_A_LIST:
        signs = []  # one value in a column whose values are separated by another sign
    if not signs:
        return [text]
    parts = _outside_parentheses(_CUTS[signs[0]], text)
    if signs[0] == ",":
        return parts
    grouped: list[str] = []
    for part in parts:
        label = _GROUP.match(part)
        rest = part[label.end() :] if label else part
        comma_list = label or (signs[0] == "\n" and len(_CUTS[","].findall(part)) > 1)
        grouped.extend(_outside_parentheses(_CUTS[","], rest) if comma_list else [part])
    return grouped


def _outside_parentheses(cut: re.Pattern[str], text: str) -> list[str]:
    if "(" not in text:
        return cut.split(text)
    parts, start = [], 0
    for found in cut.finditer(text):
        before = text[: found.start()]
        if before.count("(") <= before.count(")"):
            parts.append(text[start : found.start()])
            start = found.end()
    return [*parts, text[start:]]
