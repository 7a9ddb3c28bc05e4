"""When somebody can work: from which day on, and the days on which they cannot, as a calendar of months."""

from calendar import Calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.dates import MONTHS, WEEKDAYS_ABBR
from django.utils.translation import gettext as _

from portico.candidates.profile import Absence
from portico.kit.times import day


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One day in a month: free, away, or not to be had (past, or before they can begin)."""

    number: int
    state: str
    words: str


@dataclass(frozen=True, slots=True)
class Month:
    """A month by weeks, from Monday on; days of other months are nothing."""

    label: str
    heads: list[str]
    weeks: list[list[CalendarDay | None]]


@dataclass(frozen=True, slots=True)
class Away:
    """One absence in a list."""

    id: int
    span: str
    note: str


def months_of(
    absences: Iterable[Absence], *, today: date, available_from: date | None = None, count: int = 3
) -> list[Month]:
    """This month and those after it."""
    spans = [(one.first, one.last) for one in absences]
    year, month = today.year, today.month
    found = []
    for _number in range(count):
        weeks = [
            [read_day(one, month, spans, today, available_from) for one in week]
            for week in Calendar().monthdatescalendar(year, month)
        ]
        heads = [str(WEEKDAYS_ABBR[number]) for number in range(7)]
        found.append(Month(f"{MONTHS[month]} {year}", heads, weeks))
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return found


def read_day(
    one: date, month: int, spans: list[tuple[date, date]], today: date, available_from: date | None
) -> CalendarDay | None:
    """One day of this month."""
    if one.month != month:
        return None
    if one < today:
        return CalendarDay(one.day, "past", "")
    if any(first <= one <= last for first, last in spans):
        return CalendarDay(one.day, "away", _("cannot work"))
    if available_from and one < available_from:
        return CalendarDay(one.day, "before", _("not available yet"))
    return CalendarDay(one.day, "free", _("available"))


def read_absences(absences: Iterable[Absence], today: date) -> list[Away]:
    """Those that are not over, the next one first."""
    return [
        Away(one.pk, day(one.first) if one.first == one.last else f"{day(one.first)} – {day(one.last)}", one.note)
        for one in absences
        if one.last >= today
    ]
