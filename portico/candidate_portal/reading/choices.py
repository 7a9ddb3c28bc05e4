"""The searches somebody has saved."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse

from portico.agencies.models import Member
from portico.jobs.alerts import JobAlert


@dataclass(frozen=True, slots=True)
class AlertLine:
    """One saved search."""

    id: int
    words: str
    how: str
    how_words: str
    url: str


def jobs_url(alert: JobAlert) -> str:
    """The list of jobs for this search."""
    try:
        return f"{reverse('careers:jobs')}?{urlencode(alert.looks_for.as_dict())}"
    except NoReverseMatch:
        return ""


def read_alerts(member: Member) -> list[AlertLine]:
    """Those that are mailed, the newest first."""
    rows = JobAlert.objects.visible_to(member).active().order_by("-created", "-pk")
    return [AlertLine(one.pk, one.words, one.how, str(one.get_how_display()), jobs_url(one)) for one in rows]
