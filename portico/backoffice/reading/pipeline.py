"""A job's pipeline, read once for both views: the table and the board show the same rows."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Avg, Count, Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from portico.agencies.models import Member
from portico.backoffice.reading.candidate_rows import skills_of
from portico.candidates.models import called, working_as
from portico.jobs.models import Job
from portico.jobs.stages import Stage
from portico.kit.prepared import figures, prepared
from portico.pipeline.clocks import Clock, Run, clocks_of_runs
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
    remarks: int = 0
    last_remark: str = ""
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
    """The open applications of a job by stage, with figures; as many queries for a hundred as for one."""
    rows = read_rows(job, member, ended=False)
    there = {row.stage_id for row in rows}
    stages = [one for one in stages_of(member) if one.archived is None or one.pk in there]
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
        for stage in stages
    ]
    theirs = [row.clock for row in rows if row.clock and row.clock.on == "client"]
    ended = ended_figure.first(member, job.pk)
    return Pipeline(
        columns=columns,
        on_client=len(theirs),
        oldest=min((clock.since for clock in theirs), default=None),
        late=sum(1 for clock in theirs if clock.overdue),
        stages=[{"id": stage.pk, "name": stage.name} for stage in stages if takes_moves(stage)],
        in_process=len(rows),
        ended=ended[0] if ended else 0,
        waiting=sum(1 for row in rows if row.client and row.client.waits),
    )


@prepared
def stages_of(member: Member) -> QuerySet[Any]:
    """All steps of the pipeline, in their order."""
    return Stage.objects.visible_to(member).order_by("position", "pk")


@prepared
def ended_figure(member: Member, job: int) -> QuerySet[Any]:
    """Of how many the run on the job is over."""
    rows = Application.objects.visible_to(member).filter(job=job).exclude(status=Application.Status.OPEN)
    return figures(rows, ended=Count("pk"))


def takes_moves(stage: Stage) -> bool:
    """Whether somebody can be moved into it: placing asks for the first day, so it is a deed of its own."""
    return stage.archived is None and stage.kind != Stage.Kind.PLACED


def read_ended(job: Job, member: Member) -> list[Row]:
    """Those whose run on the job is over, the latest first."""
    return read_rows(job, member, ended=True)


@prepared
def runs_on(member: Member, job: int, *, ended: bool) -> QuerySet[Any]:
    """The applications of one job with what a row shows of each."""
    rows: Any = Application.objects.visible_to(member).filter(job=job)
    rows = rows.exclude(status=Application.Status.OPEN) if ended else rows.open()
    fresh = Arrival.objects.visible_to(member).fresh().filter(application=OuterRef("pk"))
    against = ApplicationAnswer.objects.visible_to(member).filter(application=OuterRef("pk"), rules_out=True)
    rows = rows.annotate(is_new=Exists(fresh), ruled_out=Exists(against))
    rows = rows.order_by("-stage_since", "-pk")
    found: QuerySet[Any] = rows.values_list(
        "pk", "candidate", "candidate__first_name", "candidate__last_name", "candidate__email", "candidate__title",
        "candidate__employer", "candidate__headline", "candidate__city", "candidate__country", "stage__name",
        "stage__kind", "stage__target_days", "status", "reason", "stage", "stage_since", "status_since",
        "is_new", "ruled_out",
    )  # fmt: skip
    return found


@prepared
def remarks_on(member: Member, runs: list[int]) -> QuerySet[Any]:
    """What was remarked on moves of these candidates, the last one last."""
    rows = Move.objects.visible_to(member).filter(application__in=runs).exclude(remark="")
    return rows.order_by("at", "pk").values_list("application", "remark")


def read_rows(job: Job, member: Member, *, ended: bool) -> list[Row]:
    """Applications of one job as rows."""
    rows, runs, people = [], [], []
    owner = job.owner.name if job.owner else ""
    for pk, person, first, last, email, *what, status, reason, stage, since, over, is_new, no in runs_on(
        member, job.pk, ended=ended
    ):
        title, employer, headline, city, country, name, kind, days = what
        row = Row(
            pk=pk,
            name=called(first, last, email),
            line=working_as(title, employer, headline),
            place=city or country,
            status=status,
            status_label=str(Application.Status(status).label) if ended else "",
            reason=reason,
            stage_id=stage,
            stage=name,
            kind=kind,
            since=over if ended else since,
            is_new=is_new,
            ruled_out=no,
        )
        rows.append(row)
        people.append(person)
        runs.append(Run(pk, since, kind, days, owner, row.name))
    if rows:
        complete(rows, people, member, {} if ended else clocks_of_runs(runs, member))
    return rows


def complete(rows: list[Row], people: list[int], member: Member, clocks: dict[int, Clock]) -> None:
    """The rows with what was remarked, how they stand with the client, on whom they wait, what the people can do."""
    numbers = [row.pk for row in rows]
    remarks, tags = defaultdict(list), defaultdict(list)
    for pk, remark in remarks_on(member, numbers):
        remarks[pk].append(remark)
    for pk, skill in skills_of(member, people):
        tags[pk].append(skill)
    answers = {pk: shown_as(*state) for pk, *state in submissions_of(member, numbers)}
    for row, person in zip(rows, people, strict=True):
        words = remarks[row.pk]
        row.remarks, row.last_remark = len(words), words[-1] if words else ""
        row.client, row.clock = answers.get(row.pk), clocks.get(row.pk)
        row.tags = tags[person][:TAGS]


@prepared
def submissions_of(member: Member, runs: list[int]) -> QuerySet[Any]:
    """How these applications stand with the client; the newest submission, which counts, last."""
    rows = Submission.objects.visible_to(member).filter(application__in=runs).annotate(stars=Avg("verdicts__rating"))
    return rows.order_by("submitted", "pk").values_list(
        "application", "pk", "status", "decision", "answer_seen", "stars"
    )


def shown_of(submission: Submission, stars: float | None = None) -> Shown:
    """A submission's state in one label."""
    return shown_as(submission.pk, submission.status, submission.decision, submission.answer_seen, stars)


def shown_as(pk: int, status: str, decision: str, answer_seen: datetime | None, stars: float | None) -> Shown:
    """A submission's state in one label."""
    decided = status == Submission.Status.DECIDED
    labels: dict[str, str] = {
        Submission.Status.PROPOSED: _("Prepared"),
        Submission.Status.SUBMITTED: _("With the client"),
        Submission.Status.VIEWED: _("Seen by the client"),
        Submission.Status.WITHDRAWN: _("Taken back"),
    }
    label = labels.get(status) or Submission.Decision(decision).label
    usual = "info" if status in {Submission.Status.SUBMITTED, Submission.Status.VIEWED} else "neutral"
    return Shown(
        pk=pk,
        label=str(label),
        tone=TONES.get(decision, usual) if decided else usual,
        rating=f"{stars:.1f}" if stars else "",
        waits=decided and answer_seen is None,
    )
