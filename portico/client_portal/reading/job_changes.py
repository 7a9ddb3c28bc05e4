"""What the job's page shows of changes that were proposed."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from portico.agencies.roles import May
from portico.client_portal.reading.eyes import Eyes
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


def read_changes(eyes: Eyes, pk: int) -> Changes | None:
    """What was proposed on this shared job; nothing where nothing can be."""
    share = eyes.shares.select_related("job").filter(pk=pk).first()
    if share is None or not eyes.member.may(May.REQUEST):
        return None
    rows = JobChange.objects.visible_to(eyes.member).filter(share=share).exclude(status=JobChange.Status.WITHDRAWN)
    found = [] if eyes.preview else list(rows.select_related("asked_by__user").order_by("-asked", "-pk")[:SHOWN])
    can = may_propose(eyes, share)
    if not found and not can:
        return None
    return Changes(
        may_propose=can and not any(one.status == JobChange.Status.OPEN for one in found),
        add_url="" if eyes.preview else reverse("client_portal:job_change_add", args=[pk]),
        proposals=[proposal_of(one, eyes, pay=share.show_pay) for one in found],
        preview=eyes.preview,
    )


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
