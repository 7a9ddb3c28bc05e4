"""Tables made on the spot."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from openpyxl import Workbook

from portico.imports.reading.table import Table, open_table

FileOf = Callable[[str | bytes], Path]
TableOf = Callable[[str | bytes], Table]
WorkbookOf = Callable[[Iterable[Iterable[object]]], Path]


@pytest.fixture
def file_of(tmp_path: Path) -> FileOf:
    """A file with this content."""

    def make(content: str | bytes) -> Path:
        path = tmp_path / f"table-{len(list(tmp_path.iterdir()))}"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return make


@pytest.fixture
def table_of(file_of: FileOf) -> TableOf:
    """The table in a file with this content."""
    return lambda content: open_table(file_of(content))


@pytest.fixture
def workbook_of(tmp_path: Path) -> WorkbookOf:
    """An Excel file with these rows."""

    def make(rows: Iterable[Iterable[object]]) -> Path:
        book = Workbook()
        sheet = book.active
        assert sheet is not None
        for row in rows:
            sheet.append(list(row))
        path = tmp_path / f"book-{len(list(tmp_path.iterdir()))}.xlsx"
        book.save(path)
        return path

    return make
