"""What the job's page shows of changes that were proposed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from portico.agencies.models import Member
from portico.agencies.roles import May
from portico.client_portal.reading.eyes import Eyes
from portico.client_portal.reading.job import JobPage
from portico.kit.prepared import prepared
from portico.portals.job_changes import LABELS, JobChange
from portico.portals.models import JobShare
from portico.portals.showing_changes import rows_of

SHOWN = 3
TONES = {"open": "info", "accepted": "ok", "partly_accepted": "ok", "declined": "danger", "withdrawn": "neutral"}


@dataclass(frozen=True, slots=True)
class Proposal:
    """One proposal with what it would change."""

    id: int
    state: str
    status: str
    tone: str
    who: str
    mine: bool
    at: datetime
    rows: list[dict[str, str]]
    note: str
    reason: str
    taken: str


@dataclass(frozen=True, slots=True)
class Changes:
    """The part of the job's page about changes."""

    may_propose: bool
    add_url: str
    proposals: list[Proposal]
    preview: bool


def may_propose(eyes: Eyes, share: JobShare) -> bool:
    """Whether these eyes may ask for changes of this job."""
    return eyes.settings_of(share).job_edits and eyes.member.may(May.REQUEST) and share.job.is_active


def read_changes(eyes: Eyes, job: JobPage) -> Changes | None:
    """What was proposed on this shared job; nothing where nothing can be."""
    if not eyes.member.may(May.REQUEST):
        return None
    found: list[JobChange] = [] if eyes.preview else changes_of(eyes.member, job.id)
    if not found and not job.may_propose:
        return None
    return Changes(
        may_propose=job.may_propose and not any(one.status == JobChange.Status.OPEN for one in found),
        add_url="" if eyes.preview else reverse("client_portal:job_change_add", args=[job.id]),
        proposals=[proposal_of(one, eyes, pay=job.shows_pay) for one in found],
        preview=eyes.preview,
    )


@prepared
def changes_of(member: Member, share: int) -> QuerySet[Any]:
    """What was proposed, the newest first."""
    rows = JobChange.objects.visible_to(member).filter(share=share).exclude(status=JobChange.Status.WITHDRAWN)
    return rows.select_related("asked_by__user").order_by("-asked", "-pk")[:SHOWN]


def proposal_of(one: JobChange, eyes: Eyes, *, pay: bool) -> Proposal:
    """One proposal; pay only while it is shown on the job."""
    return Proposal(
        id=one.pk,
        state=one.get_status_display(),
        status=one.status,
        tone=TONES[one.status],
        who=one.asked_by.name if one.asked_by else "",
        mine=one.asked_by_id == eyes.member.pk,
        at=one.asked,
        rows=[{"label": row.label, "before": row.before, "after": row.after} for row in rows_of(one, pay=pay)],
        note=one.note,
        reason=one.reason,
        taken=", ".join(str(LABELS[part]) for part in one.accepted if part != "pay" or pay),
    )
