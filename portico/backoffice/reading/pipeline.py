"""A job's pipeline, read once for both views: the table and the board show the same rows."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Avg, Count, Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from portico.agencies.models import Member
from portico.candidates.models import Candidate
from portico.jobs.models import Job
from portico.jobs.stages import Stage
from portico.pipeline.clocks import Clock, clocks_of
from portico.pipeline.models import Application, ApplicationAnswer, Arrival, Move, Submission

COLUMN_LIMIT = 12
TABLE_LIMIT = 100
TAGS = 2

TONES: dict[str, str] = {
    Submission.Decision.APPROVED: "ok",
    Submission.Decision.KEPT_IN_VIEW: "warn",
    Submission.Decision.DECLINED: "danger",
}


@dataclass(slots=True)
class Shown:
    """How an application stands with the client."""

    pk: int
    label: str
    tone: str
    rating: str = ""
    waits: bool = False
    """The client's answer waits for somebody at the agency to take note of it."""


@dataclass(slots=True)
class Row:
    """One application as the pipeline shows it."""

    pk: int
    name: str
    line: str
    place: str
    status: str
    status_label: str
    reason: str
    stage_id: int
    stage: str
    kind: str
    since: datetime
    remarks: int
    last_remark: str
    is_new: bool = False
    """It came in through the careers pages, and nobody has looked at it yet."""
    ruled_out: bool = False
    tags: list[str] = field(default_factory=list)
    client: Shown | None = None
    clock: Clock | None = None
    """On whom it waits; nothing once it is over."""


@dataclass(slots=True)
class Column:
    """One stage with those who stand in it."""

    id: int
    name: str
    kind: str
    count: int
    accepts: bool
    rows: list[Row]
    more: bool = False


@dataclass(slots=True)
class Pipeline:
    """Everybody on a job, by stage."""

    columns: list[Column]
    stages: list[dict[str, Any]]
    """Where somebody may be moved to."""
    in_process: int
    ended: int
    waiting: int
    on_client: int = 0
    """How many wait on the client, since when the longest, and how many of them beyond the time agreed."""
    oldest: datetime | None = None
    late: int = 0


def read_pipeline(job: Job, member: Member) -> Pipeline:
    """The open applications of a job by stage, with figures; four queries whatever their number."""
    rows = read_rows(job, member, Q(status=Application.Status.OPEN))
    stages = list(
        Stage.objects.visible_to(member).filter(Q(archived__isnull=True) | Q(pk__in={row.stage_id for row in rows}))
    )
    ended = Application.objects.visible_to(member).filter(job=job).exclude(status=Application.Status.OPEN).count()
    inside: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        inside[row.stage_id].append(row)
    columns = [
        Column(
            id=stage.pk,
            name=stage.name,
            kind=stage.kind,
            count=len(inside[stage.pk]),
            accepts=takes_moves(stage),
            rows=inside[stage.pk],
        )
        for stage in sorted(stages, key=lambda stage: (stage.position, stage.pk))
    ]
    theirs = [row.clock for row in rows if row.clock and row.clock.on == "client"]
    return Pipeline(
        columns=columns,
        on_client=len(theirs),
        oldest=min((clock.since for clock in theirs), default=None),
        late=sum(1 for clock in theirs if clock.overdue),
        stages=[{"id": stage.pk, "name": stage.name} for stage in stages if takes_moves(stage)],
        in_process=len(rows),
        ended=ended,
        waiting=sum(1 for row in rows if row.client and row.client.waits),
    )


def takes_moves(stage: Stage) -> bool:
    """Whether somebody can be moved into it: placing asks for the first day, so it is a deed of its own."""
    return stage.archived is None and stage.kind != Stage.Kind.PLACED


def read_ended(job: Job, member: Member) -> list[Row]:
    """Those whose run on the job is over, the latest first."""
    return read_rows(job, member, ~Q(status=Application.Status.OPEN))


def read_rows(job: Job, member: Member, which: Q) -> list[Row]:
    """Applications of one job as rows."""
    remarks = (
        Move.objects.visible_to(member).filter(application=OuterRef("pk")).exclude(remark="").order_by("-at", "-pk")
    )
    found = (
        Application.objects.visible_to(member)
        .filter(which, job=job)
        .annotate(
            remark_count=Count("steps", filter=~Q(steps__remark="")),
            last_remark=Subquery(remarks.values("remark")[:1]),
            is_new=Exists(Arrival.objects.visible_to(member).fresh().filter(application=OuterRef("pk"))),
            ruled_out=Exists(
                ApplicationAnswer.objects.visible_to(member).filter(application=OuterRef("pk"), rules_out=True)
            ),
        )
        .select_related("candidate", "stage", "job__owner__user")
        .prefetch_related("candidate__skills")
        .order_by("-stage_since", "-pk")
    )
    rows = [row_of(application) for application in found]
    answers, clocks = read_submissions(job, member), clocks_of(found, member)
    for row, application in zip(rows, found, strict=True):
        row.client, row.clock = answers.get(row.pk), clocks.get(row.pk)
        row.tags = [skill.name for skill in application.candidate.skills.all()[:TAGS]]
    return rows


def row_of(application: Any) -> Row:
    """The row of one application."""
    candidate: Candidate = application.candidate
    return Row(
        pk=application.pk,
        name=candidate.name,
        line=candidate.position,
        place=candidate.city or candidate.country,
        status=application.status,
        status_label=application.get_status_display(),
        reason=application.reason,
        stage_id=application.stage_id,
        stage=application.stage.name,
        kind=application.stage.kind,
        since=application.stage_since if application.status == Application.Status.OPEN else application.status_since,
        remarks=application.remark_count,
        last_remark=application.last_remark or "",
        is_new=application.is_new,
        ruled_out=application.ruled_out,
    )


def read_submissions(job: Job, member: Member) -> dict[int, Shown]:
    """How each application stands with the client; the newest submission counts."""
    rows: Any = (
        Submission.objects.visible_to(member).filter(application__job=job).annotate(stars=Avg("verdicts__rating"))
    )
    return {one.application_id: shown_of(one, one.stars) for one in rows.order_by("submitted", "pk")}


def shown_of(submission: Submission, stars: float | None = None) -> Shown:
    """A submission's state in one label."""
    decided = submission.status == Submission.Status.DECIDED
    labels: dict[str, str] = {
        Submission.Status.PROPOSED: _("Prepared"),
        Submission.Status.SUBMITTED: _("With the client"),
        Submission.Status.VIEWED: _("Seen by the client"),
        Submission.Status.WITHDRAWN: _("Taken back"),
    }
    label = labels.get(submission.status, submission.get_decision_display())
    usual = "info" if submission.status in {Submission.Status.SUBMITTED, Submission.Status.VIEWED} else "neutral"
    return Shown(
        pk=submission.pk,
        label=str(label),
        tone=TONES.get(submission.decision, usual) if decided else usual,
        rating=f"{stars:.1f}" if stars else "",
        waits=decided and submission.answer_seen is None,
    )
