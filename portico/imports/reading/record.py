"""One record of a file, before anybody knows what its columns mean."""

from collections.abc import Sequence
from dataclasses import dataclass

from portico.imports.cell import Cell

MAX_COLUMNS = 1_000
MAX_CELL = 200_000
"""Characters; a workbook's own limit is 32,767."""


@dataclass(slots=True)  # Frozen ones take three times as long to make, and there are as many as rows.
class Record:
    """A row as it stands in the file, numbered as a spreadsheet numbers it."""

    number: int
    cells: Sequence[Cell]
    problem: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in it but space."""
        if self.cells and isinstance(first := self.cells[0], str) and first.strip():
            return False  # As nearly all are.
        return not any(cell.strip() if isinstance(cell, str) else cell is not None for cell in self.cells)
