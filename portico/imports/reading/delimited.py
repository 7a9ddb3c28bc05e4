"""Tables as text: separated by commas, semicolons, tabs or bars. Read as a stream, a record at a time."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from portico.imports.reading.encoding import LENIENT
from portico.imports.reading.lines import MAX_RECORD, Lines, RecordTooLong
from portico.imports.reading.record import MAX_COLUMNS, Record
from portico.kit.csvfile import original_cell

csv.field_size_limit(MAX_RECORD * 2)  # the module's own limit would stop at 131,072; ours is on the whole record

SEPARATORS = ",;\t|"
_SAMPLE = 1 << 17
_ANNOUNCED = re.compile(r"\"?sep=([^\w \r\n\"'])\"?\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Shape:
    """How a text file is cut into cells."""

    separator: str
    width: int
    announced: bool = False
    """The first line says "sep=;" for a spreadsheet's sake, and is no row."""


def shape_of(path: Path, encoding: str, separator: str = "") -> Shape:
    """The separator that cuts the first lines most evenly, unless one is given."""
    with path.open(encoding=encoding, errors=LENIENT, newline="") as file:
        lines = file.read(_SAMPLE).replace("\0", "").splitlines(keepends=True)
    if len(lines) > 2:
        lines.pop()  # likely cut off
    if lines and (announced := _ANNOUNCED.fullmatch(lines[0])):
        separator = announced[1]
        return Shape(separator, _evenness(lines[1:], separator)[1], announced=True)
    if separator:
        return Shape(separator, _evenness(lines, separator)[1])
    rated = [(*_evenness(lines, separator), separator) for separator in SEPARATORS]
    _rating, width, separator = max(rated, key=lambda rate: (rate[0], -SEPARATORS.index(rate[2])))
    return Shape(separator, width)


def _evenness(lines: Sequence[str], separator: str) -> tuple[float, int]:
    """The share of lines with the commonest width above one, weighed by that width; and that width."""
    widths = [len(cells) for cells in _cut(lines, separator) if any(cells)]
    counts = {width: widths.count(width) for width in set(widths) if width > 1}
    if not counts:
        return 0.0, 1
    width = max(counts, key=lambda width: (counts[width], width))
    return counts[width] / len(widths) * min(width, 8) ** 0.5, width


def _cut(lines: Sequence[str], separator: str) -> list[list[str]]:
    try:
        return list(csv.reader(lines, delimiter=separator, skipinitialspace=True))
    except csv.Error:
        return []


def records(path: Path, encoding: str, shape: Shape) -> Iterator[Record]:
    """Every record of the file, in constant memory."""
    with path.open(encoding=encoding, errors=LENIENT, newline="") as file:
        lines = Lines(file)
        reader = csv.reader(lines, delimiter=shape.separator, skipinitialspace=True)
        number = 0
        while True:
            lines.begin()
            never_closed = False
            try:
                cells = next(reader)
            except StopIteration:
                return
            except (RecordTooLong, csv.Error):
                cells, never_closed = [], True
            number += 1
            if number == 1 and shape.announced:
                continue
            if never_closed or lines.ran_out or _swallowed(lines.taken, cells, shape):
                yield _unclosed(number, lines.put_back(), shape)
            else:
                if len(cells) > MAX_COLUMNS:
                    cells = cells[: MAX_COLUMNS + 1]
                if len(lines.taken) > 1 or "'" in lines.taken[0] or "\r" in lines.taken[0][:-2]:
                    cells = [_tidy(cell) for cell in cells]
                yield Record(number, cells)


def _tidy(cell: str) -> str:
    if "\r" in cell:
        cell = cell.replace("\r\n", "\n").replace("\r", "\n")
    return original_cell(cell)


def _unclosed(number: int, line: str, shape: Shape) -> Record:
    (cells,) = _cut([line], shape.separator) or [[line]]
    problem = _('A quotation mark (") opens in this row and is never closed. Close it or take it out.')
    return Record(number, [_tidy(cell.rstrip("\r\n")) for cell in cells], problem)


def _swallowed(taken: Sequence[str], cells: Sequence[str], shape: Shape) -> bool:
    """Whether a stray quotation mark has pulled whole rows into a cell.

    A cell may well have several lines. But where the record comes out too wide or too narrow, and the lines inside
    are rows of the right width by themselves, they were rows.
    """
    if len(taken) < 2 or shape.width < 3:
        return False
    inner = [cut for cut in _cut(taken[1:50], shape.separator) if cut]
    rows = sum(len(cut) == shape.width and '"' not in "".join(cut) for cut in inner)
    if len(cells) != shape.width:
        return rows > 0
    return 0 < rows == len(inner)  # the last line of a real cell has its closing mark
