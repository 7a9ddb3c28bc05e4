"""The demo's files are written for one day; loading moves their dates by whole weeks to end in the last seven days."""

import re
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.utils import timezone

ZONE = ZoneInfo("Europe/London")
ANCHOR = date(2026, 11, 20)
"""The last day that the files tell of, a Friday."""
EVENING = time(20)
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_DATES = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b")
_WORDED = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(MONTHS)}) (\d{{4}})\b")


def weeks_since() -> timedelta:
    """Whole weeks between the day the files end on and today."""
    passed = timezone.now() - datetime.combine(ANCHOR, EVENING, ZONE)
    return timedelta(weeks=passed // timedelta(weeks=1))


def shifted(text: str, by: timedelta) -> str:
    """The text with every date in it moved."""

    def iso(found: re.Match[str]) -> str:
        try:
            return (date(int(found[1]), int(found[2]), int(found[3])) + by).isoformat()
        except ValueError:
            return found[0]  # a day that is none, in the list with bad rows

    def worded(found: re.Match[str]) -> str:
        day = date(int(found[3]), MONTHS.index(found[2]) + 1, int(found[1])) + by
        return f"{day.day} {MONTHS[day.month - 1]} {day.year}"

    return _WORDED.sub(worded, _DATES.sub(iso, text))


def shift_files(source: Path, target: Path, by: timedelta) -> None:
    """Copies of all tables and stories in a folder, with their dates moved."""
    target.mkdir(parents=True, exist_ok=True)
    for path in [*source.glob("*.csv"), *source.glob("*.json")]:
        (target / path.name).write_text(shifted(path.read_text(encoding="utf-8"), by), encoding="utf-8")


def moment(text: str) -> datetime:
    """A date and time as the files write them, on London's clocks."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=ZONE)
