"""Dates and times as people read them. Stored times are UTC instants; a reader's zone is activated per request."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portico.kit.quick_locals import language

ZONES = [*sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/")), "UTC"]


MINUTE = timedelta(minutes=1)
_ELSEWHEN: ContextVar[datetime | None] = ContextVar("_ELSEWHEN", default=None)


def now() -> datetime:
    """The one clock (an aware UTC instant)."""
    return _ELSEWHEN.get() or timezone.now()


@contextmanager
def at_time(instant: datetime) -> Iterator[None]:
    """Let the clock stand at an instant: for playing history (the demo world) and for tests."""
    token = _ELSEWHEN.set(instant)
    try:
        yield
    finally:
        _ELSEWHEN.reset(token)


def day(value: datetime | date | None, zone: str = "") -> str:
    """A date in the reader's zone: 3 Nov 2026."""
    if value is None:
        return ""
    if not isinstance(value, datetime):
        return _written(value, language())
    return _day(value, ZoneInfo(zone) if zone else timezone.get_current_timezone(), language())


@lru_cache(maxsize=2000)
def _day(value: datetime, zone: tzinfo, language: str | None) -> str:
    return _written(there(value, zone).date(), language)


@lru_cache(maxsize=2000)
def _written(value: date, _language: str | None) -> str:
    return str(formats.date_format(value, "j M Y"))


def moment(value: datetime | None, zone: str = "") -> str:
    """Date and time in the reader's zone: 3 Nov 2026, 14:05."""
    if value is None:
        return ""
    return _moment(value, ZoneInfo(zone) if zone else timezone.get_current_timezone(), language())


@lru_cache(maxsize=2000)
def _moment(value: datetime, zone: tzinfo, language: str | None) -> str:
    at = there(value, zone)
    return f"{_written(at.date(), language)}, {at:%H:%M}"


def there(value: datetime, zone: tzinfo) -> datetime:
    """An instant on the clocks of a zone."""
    if value.tzinfo is None:
        raise ValueError("This time says no zone.")
    return value.astimezone(zone)


def ago(value: datetime | None) -> str:
    """How long something has been so: today, 3 days, 5 weeks."""
    if value is None:
        return ""
    past = now() - value
    if past < MINUTE:
        return _("just now")
    days, seconds = past.days, past.seconds
    if not days:
        unit, amount = ("hours", seconds // 3600) if seconds >= 3600 else ("minutes", seconds // 60)
    elif days < 21:
        unit, amount = "days", days
    else:
        unit, amount = ("weeks", days // 7) if days < 90 else ("months", days // 30)
    return _so_long(unit, amount, language())


@lru_cache(maxsize=2000)
def _so_long(unit: str, amount: int, _language: str | None) -> str:
    words = {
        "minutes": ngettext("%d minute ago", "%d minutes ago", amount),
        "hours": ngettext("%d hour ago", "%d hours ago", amount),
        "days": ngettext("%d day ago", "%d days ago", amount),
        "weeks": ngettext("%d week ago", "%d weeks ago", amount),
        "months": ngettext("%d month ago", "%d months ago", amount),
    }
    return words[unit] % amount
