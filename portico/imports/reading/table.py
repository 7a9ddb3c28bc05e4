"""A file as a table: named columns and a stream of numbered rows."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portico.imports.cell import Cell, as_text
from portico.imports.problems import Unreadable
from portico.imports.reading import delimited, sheet
from portico.imports.reading.encoding import encoding_of
from portico.imports.reading.filetype import kind_of
from portico.imports.reading.header import column_letter, distinct, header_at
from portico.imports.reading.record import MAX_CELL, MAX_COLUMNS, Record
from portico.imports.reading.workbook import Workbook

SAMPLE = 200


@dataclass(slots=True)
class Row:
    """A row of data: one cell for every column. With a problem, it cannot be imported, and the problem says why."""

    number: int
    cells: list[Cell]
    problem: str = ""


class Table:
    """A table in a file. It can be read again and again, and holds no rows itself."""

    def __init__(
        self, records: Callable[[], Iterator[Record]], *, sheets: list[str] | None = None, sheet: str = ""
    ) -> None:
        self._records = records
        self.sheets = sheets or []
        self.sheet = sheet
        sample = list(islice((record for record in records() if not record.is_empty), SAMPLE))
        if not sample:
            raise Unreadable(_("There are no rows in this table."))
        at = header_at(sample)
        names = sample[at] if at is not None else None
        width = _usual_width(names, sample[at + 1 :] if at is not None else sample)
        if width > MAX_COLUMNS:
            raise Unreadable(
                _("This table has more than %(limit)d columns. Keep those you need and try again.")
                % {"limit": MAX_COLUMNS}
            )
        self.header_row = names.number if names else 0
        """The row with the columns' names; 0 where there is none."""
        self.headers = distinct(names.cells if names else [], width)
        self._header_texts = [as_text(cell) for cell in names.cells[:width]] if names else []

    def rows(self) -> Iterator[Row]:
        """Every row of data; empty ones and repetitions of the header are left out."""
        width = len(self.headers)
        for record in self._records():
            if self._is_no_row(record):
                continue
            cells = list(record.cells[:width])
            if len(cells) < width:
                cells.extend([None] * (width - len(cells)))
            yield Row(record.number, cells, record.problem or self._too_much(record, width))

    def count(self) -> int:
        """How many rows there are."""
        return sum(not self._is_no_row(record) for record in self._records())

    def _is_no_row(self, record: Record) -> bool:
        return record.number <= self.header_row or record.is_empty or self._is_header(record)

    def sample(self, size: int = SAMPLE) -> list[Row]:
        """The first rows."""
        return list(islice(self.rows(), size))

    def _is_header(self, record: Record) -> bool:
        if not self._header_texts or as_text(record.cells[0]) != self._header_texts[0]:
            return False
        return [as_text(cell) for cell in record.cells[: len(self._header_texts)]] == self._header_texts

    def _too_much(self, record: Record, width: int) -> str:
        if len(record.cells) <= width:
            for cell in record.cells:
                if isinstance(cell, str) and len(cell) > MAX_CELL:
                    break
            else:
                return ""
        for name, cell in zip(self.headers, record.cells, strict=False):
            if isinstance(cell, str) and len(cell) > MAX_CELL:
                return _("The cell in “%(column)s” is too long: Portico takes up to %(limit)s characters.") % {
                    "column": name,
                    "limit": f"{MAX_CELL:,}",
                }
        extra = [at for at, cell in enumerate(record.cells[width:], width) if as_text(cell)]
        if not extra:
            return ""
        return ngettext(
            "This row has more cells than the table's %(columns)d column: there is something in column %(letter)s.",
            "This row has more cells than the table's %(columns)d columns: there is something in column %(letter)s.",
            width,
        ) % {"columns": width, "letter": column_letter(extra[0])}


def _width(record: Record) -> int:
    """Up to the last cell that has something in it."""
    return max((at + 1 for at, cell in enumerate(record.cells) if as_text(cell)), default=0)


def _usual_width(names: Record | None, rows: list[Record]) -> int:
    """As wide as the header; columns without a name count where most rows fill them."""
    widths = sorted(_width(row) for row in rows)
    if names is None:
        return widths[-1]
    return max(_width(names), widths[(len(widths) - 1) // 2] if widths else 0)


def open_table(path: Path, *, sheet_name: str = "", encoding: str = "", separator: str = "") -> Table:
    """The table in a file; what is not given is found out. Raises Unreadable with what to do."""
    if kind_of(path) == "workbook":
        workbook = Workbook(path)
        chosen = workbook.sheet(sheet_name)
        names = [one.name for one in workbook.sheets]
        return Table(lambda: sheet.records(workbook, chosen), sheets=names, sheet=chosen.name)
    try:
        encoding = encoding or encoding_of(path)
        shape = delimited.shape_of(path, encoding, separator)
        return Table(lambda: delimited.records(path, encoding, shape))
    except (UnicodeError, LookupError) as error:
        raise Unreadable(_("This file's characters cannot be read. Save it as CSV in UTF-8 and try again.")) from error
