"""One number with its marks: 1,234.56 or 1.234,56 or 1 234,5. Right or refused, never wrong by a power of ten."""

import re
import unicodedata
from decimal import Decimal

_SPACES = re.compile("[ \u00a0\u2007\u2009\u202f'’`´]")
_GROUPS = re.compile(r"\d{1,3}(?:([.,\s])\d{3})(?:\1\d{3})*")
_INDIAN = re.compile(r"\d{1,2}(?:,\d{2})+,\d{3}")
_SIGNS = str.maketrans({"٫": ",", "٬": "'", "،": ","})


class AmbiguousAmount(Exception):
    """Digits that can be two numbers: 45.500 is 45 and a half in some tables, and 45,500 in others."""

    def __init__(self, smaller: Decimal, larger: Decimal) -> None:
        super().__init__(f"{smaller} {larger}")
        self.smaller = smaller
        self.larger = larger


def western_digits(text: str) -> str:
    """Digits of any script as 0-9, full-width signs as plain ones."""
    if text.isascii():
        return text
    plain = unicodedata.normalize("NFKC", text.translate(_SIGNS))
    return "".join(str(unicodedata.digit(letter, letter)) if letter.isdigit() else letter for letter in plain)


class DecimalMarks:
    """Which sign stands before the cents in a column, found by looking at all of its numbers."""

    def __init__(self) -> None:
        self.point = self.comma = 0

    def see(self, number: str) -> None:
        """Take one more number into account."""
        match decimal_mark(number):
            case ".":
                self.point += 1
            case ",":
                self.comma += 1

    def decided(self) -> str:
        """The sign, or nothing where the column does not tell or contradicts itself."""
        if bool(self.point) == bool(self.comma):
            return ""
        return "." if self.point else ","


def decimal_mark(number: str) -> str:
    """The sign that must be the decimal mark in this number, if it tells."""
    marks: list[str] = re.findall(r"[.,]", number)
    if not marks:
        return ""
    other = "," if marks[-1] == "." else "."
    if len(set(marks)) == 2:
        return marks[-1] if marks.count(marks[-1]) == 1 else ""
    if len(marks) > 1:
        return other
    whole, _mark, rest = number.rpartition(marks[0])
    if len(rest) != 3 or len(whole) > 3 or whole in ("", "0") or _SPACES.search(whole):
        return marks[0]
    return ""


def read_amount(number: str, decimal: str = "") -> Decimal:
    """The value of digits with marks. `decimal` is the column's decimal mark, where known.

    Raises ValueError for what is no number, AmbiguousAmount for what may be two.
    """
    text = number.strip()
    if text.isdigit():
        return Decimal(text)
    mark = decimal_mark(text)
    if not mark and re.fullmatch(r"\d{1,3}[.,]\d{3}", text) and (not decimal or decimal in text):
        raise AmbiguousAmount(Decimal(text.replace(",", ".")), Decimal(re.sub("[.,]", "", text)))
    mark = mark or decimal
    whole, found, cents = text.rpartition(mark) if mark and text.count(mark) == 1 else (text, "", "")
    if found and not cents.isdigit():
        raise ValueError(number)
    whole = _SPACES.sub(" ", whole)
    if not whole.isdigit() and not _GROUPS.fullmatch(whole) and not _INDIAN.fullmatch(whole) and (whole or not found):
        raise ValueError(number)
    return Decimal(f"{re.sub(r'[^0-9]', '', whole) or 0}{'.' + cents if cents else ''}")
