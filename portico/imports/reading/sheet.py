"""The rows of one sheet of a workbook, as a stream."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from math import isfinite

from portico.imports.cell import Cell
from portico.imports.reading.archive import MAX_SHEET, Handlers, local
from portico.imports.reading.record import MAX_CELL, MAX_COLUMNS, Record
from portico.imports.reading.workbook import Sheet, Workbook, unescaped
from portico.kit.csvfile import original_cell

_LAST_DAY = 2_958_466  # the end of 9999
_NEVER_LEAP = 60  # Excel counts 29 February 1900, which never was


def day_of_serial(serial: float, since_1904: bool = False) -> date | datetime | None:
    """The date that a spreadsheet keeps as a number of days; with its time where it has one."""
    if not isfinite(serial) or not 1 <= serial < _LAST_DAY:
        return None
    start = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 31 if serial < _NEVER_LEAP else 30)  # noqa: DTZ001
    moment = start + timedelta(seconds=round(serial * 86_400))
    return moment.date() if moment.time() == datetime.min.time() else moment


def column_of(reference: str) -> int:
    """The column number of a cell's name: A1 is 0, AB7 is 27."""
    column = 0
    for letter in reference:
        if not letter.isalpha():
            break
        column = column * 26 + ord(letter) - 64
    return column - 1


class _Rows:
    """Expat's handlers: gathers cells into rows."""

    def __init__(self, texts: list[str], dates: set[int], since_1904: bool) -> None:
        self.texts, self.dates, self.since_1904 = texts, dates, since_1904
        self.ready: list[Record] = []
        self.tags: dict[str, str] = {}
        self.number = 0
        self.column = -1
        self.cells: dict[int, Cell] = {}
        self.kind, self.style = "n", 0
        self.pieces: list[str] = []
        self.size = 0
        self.listening = self.phonetic = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = self.tags.get(name) or self.tags.setdefault(name, local(name))
        if tag == "c":
            reference = attributes.get("r", "")
            self.column = column_of(reference) if reference else self.column + 1
            self.kind = attributes.get("t", "n")
            self.style = int(style) if (style := attributes.get("s", "0")).isdigit() else 0
            self.pieces, self.size = [], 0
        elif tag == "row":
            given = attributes.get("r", "")
            self.number = max(int(given) if given.isdigit() else 0, self.number + 1)
            self.cells, self.column = {}, -1
        elif tag == "rPh":
            self.phonetic = True
        elif tag in ("v", "t"):
            self.listening = not self.phonetic

    def text(self, data: str) -> None:
        if self.listening and self.size <= MAX_CELL:
            self.pieces.append(data)
            self.size += len(data)

    def end(self, name: str) -> None:
        tag = self.tags[name]
        if tag in ("v", "t"):
            self.listening = False
        elif tag == "c":
            value = self.value("".join(self.pieces))
            if value is not None and value != "":
                self.cells[min(max(self.column, 0), MAX_COLUMNS)] = value
        elif tag == "rPh":
            self.phonetic = False
        elif tag == "row" and self.cells:
            width = max(self.cells) + 1
            self.ready.append(Record(self.number, [self.cells.get(at) for at in range(width)]))

    def value(self, text: str) -> Cell:
        """What the cell holds; nothing for an error such as #N/A."""
        match self.kind:
            case "s":
                at = int(text) if text.isdigit() else -1
                return original_cell(self.texts[at]) if 0 <= at < len(self.texts) else None
            case "inlineStr" | "str":
                return original_cell(unescaped(text[: MAX_CELL + 1]))
            case "b":
                return text.strip() in ("1", "true")
            case "e":
                return None
            case "d":
                return text
        try:
            number = float(text)
        except ValueError:
            return text or None
        if self.style in self.dates and (day := day_of_serial(number, self.since_1904)):
            return day
        return int(number) if number.is_integer() and abs(number) < 1e15 else number


def records(workbook: Workbook, sheet: Sheet) -> Iterator[Record]:
    """Every row of the sheet that has something in it; memory holds the shared texts and a few rows."""
    rows = _Rows(workbook.texts(), workbook.date_styles(), workbook.since_1904)
    handlers: Handlers = {
        "StartElementHandler": rows.start,
        "EndElementHandler": rows.end,
        "CharacterDataHandler": rows.text,
    }
    for _pause in workbook.archive.parse(sheet.part, handlers, MAX_SHEET):
        yield from rows.ready
        rows.ready.clear()
