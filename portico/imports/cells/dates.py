"""Days and moments, as people and systems write them."""

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache
from math import isfinite

from django.utils.translation import gettext as _

from portico.imports.cell import Cell, as_text
from portico.imports.cells.vocabulary import meanings, words
from portico.imports.problems import NotUnderstood
from portico.imports.reading.sheet import day_of_serial

FIRST_YEAR, LAST_YEAR = 1900, 2100
_SERIALS = range(10_000, 80_000)  # 1927 to 2119 as a spreadsheet counts days
_TIME = (
    r"(?:[T,\s]+(?P<hour>\d{1,2})(?::|h|\.)(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?(?:\s*Uhr)?"
    r"\s*(?P<half>[ap]\.?m\.?)?\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?"
)
_YEAR_FIRST = re.compile(r"(?P<year>\d{4})([-/.])(?P<month>\d{1,2})\2(?P<day>\d{1,2})" + _TIME, re.IGNORECASE)
_COMPACT = re.compile(r"(?P<year>(?:19|20)\d{2})(?P<month>[01]\d)(?P<day>[0-3]\d)" + _TIME, re.IGNORECASE)
_THREE_NUMBERS = re.compile(
    r"(?P<first>\d{1,2})\s?(?P<mark>[-/. ])\s?(?P<second_number>\d{1,2})\s?(?P=mark)\s?(?P<year>\d{4}|\d{2})" + _TIME,
    re.IGNORECASE,
)
_MONTH_ONLY = re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})|(?P<month2>\d{1,2})[-/.](?P<year2>\d{4})")
_WORDS_TIME = re.compile(r"(?P<words>.*?\b\d{4}\b.*?)" + _TIME, re.IGNORECASE)
_LIKE_A_DATE = re.compile(r"\d\s?[-/.]\s?\d+\s?[-/.]\s?\d|\d{4}")
_SECONDS, _MILLISECONDS = range(10**9, 2 * 10**9), range(10**12, 2 * 10**12)


class DateOrders:
    """Whether the dates of a column have the day first (dmy) or the month (mdy), found by looking at all of them."""

    def __init__(self) -> None:
        self.day_first = self.month_first = self.either = 0

    def see(self, cell: Cell) -> None:
        """Take one more cell into account."""
        if (
            not isinstance(cell, str)
            or not (numbers := _THREE_NUMBERS.fullmatch(cell.strip()))
            or numbers["mark"] == "."
        ):
            return
        first, second = int(numbers["first"]), int(numbers["second_number"])
        if first > 12 >= second:
            self.day_first += 1
        elif second > 12 >= first:
            self.month_first += 1
        elif first != second:
            self.either += 1

    def decided(self, usual: str) -> tuple[str, bool]:
        """The order, and whether it is certain. Empty: the column mixes both, so only clear dates can be read."""
        if self.day_first and self.month_first:
            return "", False
        if self.day_first or self.month_first:
            return ("dmy" if self.day_first else "mdy"), True
        return usual, not self.either


def usual_order(country: str) -> str:
    """How dates are written in a country."""
    return "mdy" if country in words("month_first_countries") else "dmy"


def read_availability(cell: Cell, order: str = "dmy") -> date | str:
    """The day from which somebody is available, or the words where they name none: "at once", "4 weeks"."""
    try:
        return read_date(cell, order)
    except NotUnderstood:
        text = as_text(cell)
        if _LIKE_A_DATE.search(text) or not isinstance(cell, str):
            raise
        return " ".join(text.split())


def read_date(cell: Cell, order: str = "dmy") -> date:
    """The day a cell names; its time of day is left out."""
    found = read_moment(cell, order)
    return found.date() if isinstance(found, datetime) else found


def read_moment(cell: Cell, order: str = "dmy") -> date | datetime:
    """The day a cell names, or the moment where it has a time; aware where the cell says its zone."""
    match cell:
        case datetime() | date():
            found: date | datetime | None = cell
        case bool() | None:
            found = None
        case int() | float():
            found = _of_number(cell)
        case _:
            found = _of_text(as_text(cell), order)
    if found is None:
        raise NotUnderstood(_("“%(value)s” in “%(column)s” is not a date."))
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise NotUnderstood(_("“%(value)s” in “%(column)s” is a date in the year %(year)s."), year=found.year)
    return found


def _of_number(number: float) -> date | datetime | None:
    if not isfinite(number):
        return None
    if int(number) in _SERIALS:
        return day_of_serial(number)
    if int(number) in _SECONDS:
        return datetime.fromtimestamp(number, UTC)
    if int(number) in _MILLISECONDS:
        return datetime.fromtimestamp(number / 1000, UTC)
    if float(number).is_integer() and (compact := _COMPACT.fullmatch(str(int(number)))):
        return _made(compact, int(compact["year"]), int(compact["month"]), int(compact["day"]))
    return None


def _of_text(text: str, order: str) -> date | datetime | None:
    if found := (_YEAR_FIRST.fullmatch(text) or _COMPACT.fullmatch(text)):
        return _made(found, int(found["year"]), int(found["month"]), int(found["day"]))
    if found := _THREE_NUMBERS.fullmatch(text):
        return _of_three(found, "dmy" if found["mark"] == "." else order)
    if found := _MONTH_ONLY.fullmatch(text):
        return _made(None, int(found["year"] or found["year2"]), int(found["month"] or found["month2"]), 1)
    if re.fullmatch(r"\d+(\.\d+)?", text):
        return _of_number(float(text))
    return _of_words(text) or _of_any_words(text, order)


def _of_three(found: re.Match[str], order: str) -> date | datetime:
    first, second = int(found["first"]), int(found["second_number"])
    if not order and first != second and first <= 12 and second <= 12:
        raise NotUnderstood(
            _(
                "“%(value)s” in “%(column)s” can be two dates, as some rows have the day first and some the month."
                " Write it as %(example)s."
            ),
            example=f"{_full_year(found['year'])}-{first:02}-{second:02}",
        )
    if order == "mdy" or (not order and second > 12):
        first, second = second, first
    if second > 12 and first <= 12:
        raise NotUnderstood(
            _("“%(value)s” in “%(column)s” does not fit the other dates there: they have the month first.")
            if order == "mdy"
            else _("“%(value)s” in “%(column)s” does not fit the other dates there: they have the day first.")
        )
    return _made(found, _full_year(found["year"]), second, first)


def _full_year(year: str) -> int:
    if len(year) == 4:
        return int(year)
    return 2000 + int(year) if int(year) < 60 else 1900 + int(year)


def _made(found: re.Match[str] | None, year: int, month: int, day: int) -> date | datetime:
    try:
        made = date(year, month, day)
    except ValueError:
        raise NotUnderstood(_("“%(value)s” in “%(column)s” is not in the calendar.")) from None
    if found is None or found["hour"] is None:
        return made
    hour, half = int(found["hour"]), (found["half"] or "").lower()
    if half:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    try:
        clock = time(hour, int(found["minute"]), int(found["second"] or 0), tzinfo=_zone(found["zone"]))
    except ValueError:
        raise NotUnderstood(_("“%(value)s” in “%(column)s” has a time that is not on the clock.")) from None
    return made if clock == time.min and not clock.tzinfo else datetime.combine(made, clock)


def _zone(text: str | None) -> timezone | None:
    if not text:
        return None
    if text[0] not in "+-":
        return UTC
    ahead = timedelta(hours=int(text[1:3]), minutes=int(text[-2:]))
    return timezone(ahead if text[0] == "+" else -ahead)


def _of_words(text: str) -> date | datetime | None:
    """A month by its name, with a year of four digits, and a day or none."""
    found = _WORDS_TIME.fullmatch(text)
    plain = unicodedata.normalize("NFKD", (found["words"] if found else text).casefold())
    named = re.findall(r"[a-z]+|\d+", "".join(letter for letter in plain if not unicodedata.combining(letter)))
    months = [int(month) for word in named if (month := meanings("months").get(word))]
    numbers = [word for word in named if word.isdigit()]
    if len(months) != 1 or not 1 <= len(numbers) <= 2 or any(map(_is_foreign, named)):
        return None
    years = [number for number in numbers if len(number) == 4]
    days = [number for number in numbers if len(number) <= 2]
    if not years and len(days) == 2:
        years = [str(_full_year(days.pop()))]
    if len(years) != 1:
        return None
    return _made(found, int(years[0]), months[0], int(days[0]) if days else 1)


def _is_foreign(word: str) -> bool:
    return not word.isdigit() and word not in meanings("months") and word not in words("beside_dates")


@lru_cache(maxsize=4096)
def _of_any_words(text: str, order: str) -> date | datetime | None:
    """Other ways of writing a full date. The library takes a second to load, so only for what nothing else reads."""
    if not re.search(r"\d", text) or not re.search(r"[^\W\d_]{3}", text) or len(text) > 40:
        return None
    from dateparser import parse

    settings = {"DATE_ORDER": (order or "dmy").upper(), "STRICT_PARSING": True, "PARSERS": ["absolute-time"]}
    found: datetime | None = parse(text, languages=["en", "de", "fr", "es"], settings=settings)
    return found
