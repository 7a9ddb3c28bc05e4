"""The thread with a candidate on their page at the desk. It is read when somebody answers it or says so."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from portico.agencies.gate import DeskRequest
from portico.agencies.models import Member
from portico.backoffice.forms.following import ThreadForm
from portico.kit.pages import bound
from portico.kit.prepared import prepared
from portico.pipeline.models import CandidateMessage

SHOWN = 30


@dataclass(frozen=True, slots=True)
class Said:
    """One message."""

    name: str
    from_agency: bool
    text: str
    at: datetime
    unread: bool


@prepared
def newest_of(member: Member, candidate: int) -> QuerySet[Any]:
    """The newest messages, the latest first."""
    rows = CandidateMessage.objects.visible_to(member).filter(candidate=candidate)
    return rows.order_by("-at", "-pk")[: SHOWN + 1]


@prepared
def unread_of(member: Member, candidate: int) -> QuerySet[Any]:
    """Those that nobody at the agency has read."""
    rows = CandidateMessage.objects.visible_to(member).filter(candidate=candidate)
    return rows.unread_by(member).order_by().values_list("pk", flat=True)


def thread_of(request: DeskRequest, found: Any) -> dict[str, Any]:
    """The newest messages, the oldest of them first, and the form to answer."""
    newest = newest_of(request.member, found.pk) if found.has_talked else []
    unread = set(unread_of(request.member, found.pk)) if newest else set()
    said = [Said(one.by_name, one.from_agency, one.text, one.at, one.pk in unread) for one in newest[:SHOWN][::-1]]
    return {
        "thread": said,
        "thread_more": len(newest) > SHOWN,
        "thread_unread": len(unread),
        "thread_form": bound(request, ThreadForm, key=found.pk),
        "can_reach": found.member is not None and found.member.is_in,
    }
