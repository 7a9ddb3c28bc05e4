"""Which row holds the names of the columns; titles and empty rows may stand above it."""

import re
from collections.abc import Sequence
from statistics import median

from django.utils.translation import gettext as _

from portico.imports.cell import Cell, as_text
from portico.imports.matching.words import is_known, normal
from portico.imports.reading.record import Record

ROWS_LOOKED_AT = 25
_LONGEST_NAME = 80
_DATA = re.compile(r"\S@\S+\.\S|https?://|www\.|^[\d\s.,:/+()€$£%-]*\d[\d\s.,:/+()€$£%-]*$")


def _is_data(cell: Cell) -> bool:
    return not isinstance(cell, str) or len(cell) > _LONGEST_NAME or bool(_DATA.search(cell.strip()))


def header_at(sample: Sequence[Record]) -> int | None:
    """The place in the sample of the row that names the columns; None where the first row is data already."""
    filled = [[cell for cell in record.cells if as_text(cell)] for record in sample]
    widths = [len(cells) for cells in filled if cells]
    if not widths:
        return None
    usual = median(widths)
    best, best_rate = None, 0.0
    for at, cells in enumerate(filled[:ROWS_LOOKED_AT]):
        if not cells or len(cells) < usual / 2:
            continue
        data = sum(_is_data(cell) for cell in cells)
        known = sum(is_known(str(cell)) for cell in cells if not _is_data(cell))
        rate = (2 * known + len({normal(as_text(cell)) for cell in cells}) - 4 * data) / max(len(cells), usual)
        if rate > best_rate and (known or at == 0 or best is None):
            best, best_rate = at, rate
    return best


def column_letter(at: int) -> str:
    """A column's name in a spreadsheet: 0 is A, 27 is AB."""
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def distinct(names: Sequence[Cell], width: int) -> list[str]:
    """Names for all columns: without padding, doubled ones numbered, missing ones by their letter."""
    given: list[str] = []
    taken: set[str] = set()
    for at in range(width):
        name = " ".join(as_text(names[at]).split()) if at < len(names) else ""
        name = name[:_LONGEST_NAME] or _("Column %(letter)s") % {"letter": column_letter(at)}
        once, again = name, 2
        while name.casefold() in taken:
            name, again = f"{once} ({again})", again + 1
        taken.add(name.casefold())
        given.append(name)
    return given
