"""Working time: Monday to Friday, nine to five, in a zone. Holidays are not known."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

OPENS, CLOSES = time(9), time(17)
MOST_DAYS = 3660
"""Spans longer than ten years are cut: nobody reads hours of them."""


def is_working_day(at: datetime) -> bool:
    """Monday to Friday."""
    return at.weekday() < 5


def working_days_after(at: datetime, days: int, zone: str) -> datetime:
    """The same time of day so many working days later; negative: earlier."""
    there, step = at.astimezone(ZoneInfo(zone)), timedelta(days=1 if days > 0 else -1)
    left = abs(days)
    while left:
        there += step
        if is_working_day(there):
            left -= 1
    return there


def first_day_within(days: int, end: date) -> date:
    """The earliest day after which there are at most so many working days, up to this one."""
    weeks, rest = divmod(end.toordinal(), 7)  # Days are numbered from a Monday, which is 1.
    weeks, rest = divmod(5 * weeks + min(rest, 5) - days - 1, 5)
    return date.fromordinal(7 * weeks + rest + 1)


def working_hours(start: datetime, end: datetime, zone: str) -> float:
    """Working hours between two instants; hours across a clock change count as they pass."""
    where = ZoneInfo(zone)
    day, last = start.astimezone(where).date(), end.astimezone(where).date()
    last = min(last, day + timedelta(days=MOST_DAYS))
    total = timedelta()
    while day <= last:
        if day.weekday() < 5:
            opens, closes = (datetime.combine(day, hour, where) for hour in (OPENS, CLOSES))
            total += max(timedelta(), min(end, closes) - max(start, opens))
        day += timedelta(days=1)
    return total.total_seconds() / 3600
