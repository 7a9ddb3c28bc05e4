"""One cell of a table: text from CSV, and also numbers and dates from a workbook."""

import re
from datetime import date, datetime, time

from portico.imports.cells.vocabulary import words

Cell = str | int | float | date | datetime | time | bool | None

_INVISIBLE = re.compile("[\u200b\u200e\u200f\u2060\ufeff\u00ad]")


def as_text(cell: Cell) -> str:
    """A cell as a person would write it: without spare space, a whole number without its ".0"."""
    if type(cell) is str:
        return clean(cell)
    match cell:
        case None:
            return ""
        case bool():
            return "yes" if cell else "no"
        case float():
            return str(int(cell)) if cell.is_integer() else repr(cell)
        case datetime():
            return cell.date().isoformat() if cell.time() == time.min else cell.isoformat(" ", "minutes")
        case date() | time():
            return cell.isoformat()
    return clean(str(cell))


def clean(text: str) -> str:
    """Text without invisible characters and spare space around its lines; line breaks as "\\n"."""
    if text.isascii() and "\n" not in text and "\r" not in text and "\0" not in text:
        return text.strip()
    text = _INVISIBLE.sub("", text).replace("\0", "").replace("\u00a0", " ").replace("\r\n", "\n").replace("\r", "\n")
    return "\n".join(line.rstrip() for line in text.split("\n")).strip()


def says_nothing(text: str) -> bool:
    """Whether a cell is empty or holds only a word for "nothing"."""
    return not text or (len(text) <= 16 and text.casefold() in words("nothing"))
