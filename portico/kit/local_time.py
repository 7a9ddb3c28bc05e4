"""Clock times that people type, in a zone they chose: which instant is meant, and when there is none or are two."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from portico.kit.times import ZONES

EARLIER, LATER = "earlier", "later"


class NoSuchTime(Exception):
    """The clocks jump over it."""


class TwoSuchTimes(Exception):
    """The clocks are put back and it comes twice."""


def instant(local: datetime, zone: str, which: str = "") -> datetime:
    """The UTC instant of a clock time in a zone. `which`: the earlier or the later one, where it comes twice."""
    place = ZoneInfo(zone)
    first, second = (local.replace(tzinfo=place, fold=fold) for fold in (0, 1))
    if first.astimezone(UTC).astimezone(place).replace(tzinfo=None) != local:
        raise NoSuchTime
    if first.utcoffset() != second.utcoffset():
        if which not in {EARLIER, LATER}:
            raise TwoSuchTimes
        return (second if which == LATER else first).astimezone(UTC)
    return first.astimezone(UTC)


def known_zone(*wanted: str) -> str:
    """The first of these that is a zone; else UTC."""
    return next((zone for zone in wanted if zone in _KNOWN), "UTC")


def city_of(zone: str) -> str:
    """A zone as people call it: London time."""
    return _("%s time") % zone.rpartition("/")[2].replace("_", " ")


def when(start: datetime, zone: str, minutes: int = 0) -> str:
    """A moment on the clocks of a zone, which is named: Tue 24 Nov 2026, 14:00–14:45 (London time, GMT)."""
    here = timezone.localtime(start, ZoneInfo(zone))
    text = formats.date_format(here, "D j M Y, H:i")
    if minutes:
        text += f"–{formats.date_format(timezone.localtime(start + timedelta(minutes=minutes), here.tzinfo), 'H:i')}"
    return f"{text} ({city_of(zone)}, {here.strftime('%Z')})"


_KNOWN = set(ZONES)
