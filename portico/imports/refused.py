"""The file of refused rows: as they were, with the reason, to be mended and imported again."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from django.utils.translation import gettext as _

from portico.imports.cell import Cell, as_text
from portico.imports.reading.table import Row, Table
from portico.kit.csvfile import BYTE_ORDER_MARK, safe_cell


class Refuse(Protocol):
    """Adds one row to the file."""

    def __call__(self, row: Row, why: str) -> None: ...


@contextmanager
def refused_rows(path: Path, table: Table) -> Iterator[Refuse]:
    """A CSV at `path` with the table's own columns, the row's number and why it was not imported. Appends if it exists.

    Cells are safe to open in a spreadsheet; reading the file again gives them back as they were.
    """
    new = not path.exists() or path.stat().st_size == 0
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        if new:
            file.write(BYTE_ORDER_MARK)
            names = [*table.headers, _("Row"), _("Why it was not imported")]
            writer.writerow([safe_cell(name) for name in names])

        def refuse(row: Row, why: str) -> None:
            writer.writerow([*(safe_cell(_as_it_was(cell)) for cell in row.cells), row.number, safe_cell(why)])

        yield refuse


def _as_it_was(cell: Cell) -> str:
    return cell if isinstance(cell, str) else as_text(cell)
