"""What the desk shows of update requests."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from portico.agencies.models import Member
from portico.agencies.roles import May
from portico.candidates.models import ProfileChange, UpdateRequest
from portico.candidates.profile_fields import FIELDS
from portico.candidates.settings import settings_of
from portico.candidates.update_asking import why_never, why_not
from portico.candidates.update_figures import freshness, response_rate
from portico.kit.prepared import prepared

Status = UpdateRequest.Status
TONES: dict[str, str] = {
    Status.SENT: "info",
    Status.REMINDED: "info",
    Status.OPENED: "brand",
    Status.SUBMITTED: "warn",
    Status.ACCEPTED: "ok",
    Status.PARTLY_ACCEPTED: "ok",
    Status.REJECTED: "neutral",
    Status.EXPIRED: "neutral",
    Status.CANCELED: "neutral",
}
STATES: list[tuple[str, Any]] = [("open", _lazy("Not answered yet")), *Status.choices]


@dataclass(frozen=True, slots=True)
class Figure:
    """A share with its definition."""

    label: str
    value: str
    note: str
    explain: str


def figures_of(member: Member) -> list[Figure]:
    """How candidates answer, and how fresh their profiles are."""
    rate, fresh = response_rate(member.agency), freshness(member.agency)
    days = settings_of(member.agency_id).update_stale_days
    return [
        Figure(
            _("Answered"),
            rate.percent,
            f"{rate.some} / {rate.of}",
            _("Requests answered within 14 days, out of those that were delivered; asked in the last 90 days."),
        ),
        Figure(
            _("Fresh profiles"),
            fresh.percent,
            f"{fresh.some} / {fresh.of}",
            _("Candidates, not archived, all of whose mandatory fields were confirmed in the last %d days.") % days,
        ),
    ]


def tabs_of(current: str, waiting: int) -> list[dict[str, Any]]:
    """The two lists: what waits for a yes, and who was asked."""
    return [
        {
            "label": _("To check"),
            "url": reverse("backoffice:profile_change_list"),
            "current": current == "changes",
            "count": waiting,
        },
        {"label": _("Update requests"), "url": reverse("backoffice:update_list"), "current": current == "requests"},
    ]


@dataclass(frozen=True, slots=True)
class Freshness:
    """The part of the candidate's page: the last question, and what waits."""

    request: UpdateRequest | None
    tone: str
    why_not: str
    waiting: int
    since: datetime | None
    may_not_ask: bool
    may_ask: bool


@prepared
def last_request(member: Member, candidate: int) -> QuerySet[Any]:
    """The latest question to look over a profile."""
    rows = UpdateRequest.objects.visible_to(member).filter(candidate=candidate).order_by("-asked", "-pk")
    return rows.select_related("asked_by__user")[:1]


@prepared
def waiting_since(member: Member, candidate: int) -> QuerySet[Any]:
    """When each change that waits for a yes was made, the first one first."""
    rows = ProfileChange.objects.visible_to(member).filter(candidate=candidate, field__in=FIELDS).waiting()
    return rows.order_by("at", "pk").values_list("at", flat=True)


def freshness_of(member: Member, candidate: Any) -> dict[str, Any]:
    """For the candidate's page."""
    request = last_request.first(member, candidate.pk) if candidate.was_asked else None
    since = waiting_since(member, candidate.pk) if candidate.has_changes else []
    no = why_not(candidate) if candidate.was_asked else why_never(candidate)
    return {
        "updates": Freshness(
            request=request,
            tone=TONES[request.state] if request else "neutral",
            why_not=no,
            waiting=len(since),
            since=since[0] if since else None,
            may_not_ask=candidate.no_update_requests is not None,
            may_ask=member.may(May.WORK_DESK) and not no,
        )
    }
