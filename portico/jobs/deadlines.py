"""By when the agency should have answered a client."""

from datetime import datetime, timedelta

from django.utils.timezone import localtime

DAYS = 2
"""Business days (Monday to Friday) the agency gives itself."""


def due_after(since: datetime, days: int = DAYS) -> datetime:
    """The same time of day so many business days later, in the reader's zone."""
    at = localtime(since)
    while days:
        at += timedelta(days=1)
        if at.weekday() < 5:
            days -= 1
    return at
