"""CSV files that are safe to open in a spreadsheet and give back exactly what went in."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal

from django.http import StreamingHttpResponse
from django.utils.translation import gettext as _

# What makes a spreadsheet evaluate a cell; the full-width forms count too, as some locales fold them.
_EVALUATES = "=+\\-@\uff1d\uff0b\uff0d\uff20"
_AT_START = re.compile(rf"'*(?:[\t\r\n]|[\s\ufeff\u200b]*[{_EVALUATES}])")
# A spreadsheet that expects semicolons cuts our cells in the middle, also at line ends: what follows a cut counts too.
_AFTER_A_CUT = re.compile(rf"([;\t\r\n][\s\"]*)('*)(?=[{_EVALUATES}])")

BYTE_ORDER_MARK = "\ufeff"  # without it, Excel reads UTF-8 as the machine's own encoding


def safe_cell(value: object) -> str:
    """The text to write for a value: numbers as they are, text so that no spreadsheet takes it for a formula.

    A leading apostrophe disarms a formula, so +44 20 7946 0018 becomes '+44 20 7946 0018. `original_cell` undoes it.
    """
    match value:
        case None:
            return ""
        case bool():
            return _("yes") if value else _("no")
        case int() | float() | Decimal():
            return str(value)
        case datetime():
            return value.isoformat(" ", "minutes")
        case date() | time():
            return value.isoformat()
    text = _AFTER_A_CUT.sub(r"\1'\2", str(value).replace("\0", ""))
    return f"'{text}" if _AT_START.match(text) else text


def original_cell(text: str) -> str:
    """What `safe_cell` was given, for any text without NUL."""
    if "'" not in text:
        return text
    if text[0] == "'" and _AT_START.match(text):
        text = text[1:]
    return _AFTER_A_CUT.sub(lambda cut: cut[1] + cut[2][1:], text)


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def csv_lines(rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """The lines of a CSV file, one for each row, made while they are read."""
    writer = csv.writer(_Echo(), quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    yield BYTE_ORDER_MARK
    for row in rows:
        yield str(writer.writerow([safe_cell(cell) for cell in row]))


def csv_response(filename: str, rows: Iterable[Sequence[object]]) -> StreamingHttpResponse:
    """A download of any length, sent while its rows are read; the first row is the header."""
    response = StreamingHttpResponse(csv_lines(rows), content_type="text/csv; charset=utf-8")
    name = re.sub(r"[^\w.-]+", "-", filename, flags=re.ASCII).strip("-.") or "export.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
