"""A blind profile before its client: whether they asked who it is, and what the agency said."""

from dataclasses import dataclass
from datetime import datetime

from portico.client_portal.reading.eyes import Eyes
from portico.client_portal.reading.standing import is_open
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


def read_who(eyes: Eyes, row: Submission) -> Who:
    """The latest question, as these eyes may know of it."""
    asked = RevealRequest.objects.visible_to(eyes.member).filter(submission=row.pk)
    last = asked.select_related("asked_by__user").first()
    if not row.is_blind:
        return Who(blind=False, introduced=row.revealed)
    waiting = last is not None and last.status == RevealRequest.Status.ASKED
    return Who(
        blind=True,
        may_ask=eyes.may_judge and is_open(row) and not waiting,
        asked_by=last.asked_by.name if last is not None and waiting and last.asked_by else "",
        asked=last.asked if last is not None and waiting else None,
        refused=row.masked(last.reason) if last is not None and last.status == RevealRequest.Status.REFUSED else "",
    )
