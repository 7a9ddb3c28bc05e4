"""A blind profile before its client: whether they asked who it is, and what the agency said."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from portico.agencies.models import Member
from portico.client_portal.reading.eyes import Eyes
from portico.client_portal.reading.standing import is_open
from portico.kit.prepared import prepared
from portico.pipeline.models import RevealRequest, Submission


@dataclass(frozen=True, slots=True)
class Who:
    """What the page says about the name."""

    blind: bool
    may_ask: bool = False
    asked_by: str = ""
    asked: datetime | None = None
    refused: str = ""
    introduced: datetime | None = None


@prepared
def asked_about(member: Member, submission: int) -> QuerySet[Any]:
    """The questions who it is, the latest first."""
    rows = RevealRequest.objects.visible_to(member).filter(submission=submission)
    return rows.select_related("asked_by__user")


def read_who(eyes: Eyes, row: Submission) -> Who:
    """The latest question, as these eyes may know of it."""
    if not row.is_blind:
        return Who(blind=False, introduced=row.revealed)
    last: RevealRequest | None = asked_about.first(eyes.member, row.pk)
    waiting = last is not None and last.status == RevealRequest.Status.ASKED
    return Who(
        blind=True,
        may_ask=eyes.may_judge and is_open(row.application) and not waiting,
        asked_by=last.asked_by.name if last is not None and waiting and last.asked_by else "",
        asked=last.asked if last is not None and waiting else None,
        refused=row.masked(last.reason) if last is not None and last.status == RevealRequest.Status.REFUSED else "",
    )
