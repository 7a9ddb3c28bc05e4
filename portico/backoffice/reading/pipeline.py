"""A job's pipeline, read once for both views: the table and the board show the same rows."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from django.db.models import Avg, Count, Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from portico.agencies.models import Member
from portico.backoffice.reading.candidate_rows import skills_of
from portico.candidates.naming import called, working_as
from portico.jobs.models import Job
from portico.jobs.stages import Stage
from portico.kit.prepared import figures, prepared
from portico.kit.quick_locals import language
from portico.pipeline.clocks import Clock, Run, clocks_of_runs
from portico.pipeline.models import Application, ApplicationAnswer, Arrival, Move, Submission

COLUMN_LIMIT = 8
TABLE_LIMIT = 100
TAGS = 2

TONES: dict[str, str] = {
    Submission.Decision.APPROVED: "ok",
    Submission.Decision.KEPT_IN_VIEW: "warn",
    Submission.Decision.DECLINED: "danger",
}

LABELS: dict[str, Any] = {
    Submission.Status.PROPOSED: _("Prepared"),
    Submission.Status.SUBMITTED: _("With the client"),
    Submission.Status.VIEWED: _("Seen by the client"),
    Submission.Status.WITHDRAWN: _("Taken back"),
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
    person: int
    name: str
    line: str
    place: str
    stage_id: int = 0
    stage: str = ""
    kind: str = ""
    since: datetime | None = None
    status: str = ""
    status_label: str = ""
    reason: str = ""
    remarks: int = 0
    last_remark: str = ""
    is_new: bool = False
    """It came in through the careers pages, and nobody has looked at it yet."""
    ruled_out: bool = False
    tags: list[str] = field(default_factory=list)
    client: Shown | None = None
    clock: Clock | None = None
    """On whom it waits; nothing once it is over."""


class Standing(NamedTuple):
    """An open application and where it stands: of most of them, no more is read."""

    pk: int
    stage: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whom of a long pipeline a page shows: some of each stage, or, as a table, the first of all of them."""

    table: bool = False
    whole: str = ""
    """The number of a stage that is shown to its end; yes: all are."""
    first: int | None = None
    """An application that stands before the others, whoever came later."""

    def of_stage(self, stage: int, inside: list[Standing]) -> list[Standing]:
        """Those of a stage that are shown."""
        whole = self.table or self.whole in {str(stage), "yes"} or len(inside) <= COLUMN_LIMIT
        return inside if whole else self.leading(inside)[:COLUMN_LIMIT]

    def among(self, stages: list[list[Standing]]) -> list[Standing]:
        """Those of all stages that are shown."""
        found = [one for inside in stages for one in inside]
        if not self.table:
            return found
        return self.leading(found) if self.whole == "yes" else self.leading(found)[:TABLE_LIMIT]

    def leading(self, found: list[Standing]) -> list[Standing]:
        """Those, with the one that stands before the others first."""
        return found if self.first is None else sorted(found, key=lambda one: one.pk != self.first)


EVERYWHERE = Wanted(whole="yes")


@dataclass(slots=True)
class Column:
    """One stage with those who stand in it."""

    id: int
    name: str
    kind: str
    count: int
    accepts: bool
    rows: list[Row]

    @property
    def more(self) -> bool:
        """Whether some of them are not shown."""
        return len(self.rows) < self.count


@dataclass(slots=True)
class Pipeline:
    """Everybody on a job, by stage."""

    columns: list[Column]
    rows: list[Row]
    """All who are shown, stage by stage."""
    stages: list[dict[str, Any]]
    """Where somebody may be moved to."""
    in_process: int
    ended: int
    waiting: int
    on_client: int = 0
    """How many wait on the client, since when the longest, and how many of them beyond the time agreed."""
    oldest: datetime | None = None
    late: int = 0


def read_pipeline(job: Job, member: Member, wanted: Wanted = EVERYWHERE) -> Pipeline:
    """The open applications of a job by stage, with figures; as many queries for a hundred as for one."""
    everybody = [*map(Standing._make, standing_on(member, job.pk))]
    inside: dict[int, list[Standing]] = defaultdict(list)
    for one in everybody:
        inside[one.stage].append(one)
    stages = {one.pk: one for one in stages_of(member) if one.archived is None or one.pk in inside}
    rows = read_rows(wanted.among([wanted.of_stage(pk, inside[pk]) for pk in stages]), stages, member)
    shown: dict[int, list[Row]] = defaultdict(list)
    for row in rows.values():
        shown[row.stage_id].append(row)
    runs = runs_of(job, everybody, stages, rows)
    answers, told = {}, []
    for pk, decided, *state in submissions_of(member, [one.pk for one in runs]) if runs else ():
        answers[pk] = state
        told.append((pk, state[1], decided, state[3]))
    clocks = clocks_of_runs(runs, member, at_home=rows, answers=told)
    complete(rows.values(), answers, clocks, member)
    theirs = [clock for clock in clocks.values() if clock.on == "client"]
    ended = ended_figure.first(member, job.pk)
    return Pipeline(
        columns=[column_of(stage, len(inside[pk]), shown[pk]) for pk, stage in stages.items()],
        rows=list(rows.values()),
        on_client=len(theirs),
        oldest=min((clock.since for clock in theirs), default=None),
        late=sum(1 for clock in theirs if clock.overdue),
        stages=[{"id": stage.pk, "name": stage.name} for stage in stages.values() if takes_moves(stage)],
        in_process=len(everybody),
        ended=ended[0] if ended else 0,
        waiting=sum(1 for _pk, status, _decision, seen, _stars in answers.values() if waits(status, seen)),
    )


def column_of(stage: Stage, count: int, shown: list[Row]) -> Column:
    """A stage with those of it who are shown."""
    return Column(id=stage.pk, name=stage.name, kind=stage.kind, count=count, accepts=takes_moves(stage), rows=shown)


def runs_of(job: Job, everybody: list[Standing], stages: dict[int, Any], rows: dict[int, Row]) -> list[Run]:
    """What the clocks are told from; the name only of who is shown."""
    owner, runs = job.owner.name if job.owner else "", []
    for one in everybody:
        stage, row = stages[one.stage], rows.get(one.pk)
        runs.append(Run(one.pk, one.since, stage.kind, stage.target_days, owner, row.name if row else ""))
    return runs


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


@prepared
def standing_on(member: Member, job: int) -> QuerySet[Any]:
    """The open applications of one job, who came into their stage last first."""
    rows = Application.objects.visible_to(member).filter(job=job).open().order_by("-stage_since", "-pk")
    return rows.values_list("pk", "stage", "stage_since")


PERSON = (
    "pk", "candidate", "candidate__first_name", "candidate__last_name", "candidate__email", "candidate__title",
    "candidate__employer", "candidate__headline", "candidate__city", "candidate__country",
)  # fmt: skip


@prepared
def cards_of(member: Member, runs: list[int]) -> QuerySet[Any]:
    """What a card shows of each of these applications."""
    rows: Any = Application.objects.visible_to(member).filter(pk__in=runs)
    fresh = Arrival.objects.visible_to(member).fresh().filter(application=OuterRef("pk"))
    against = ApplicationAnswer.objects.visible_to(member).filter(application=OuterRef("pk"), rules_out=True)
    rows = rows.annotate(is_new=Exists(fresh), ruled_out=Exists(against)).order_by()
    found: QuerySet[Any] = rows.values_list(*PERSON, "is_new", "ruled_out")
    return found


@prepared
def ended_on(member: Member, job: int) -> QuerySet[Any]:
    """The applications of one job whose run is over."""
    rows = Application.objects.visible_to(member).filter(job=job).exclude(status=Application.Status.OPEN)
    return rows.order_by("-stage_since", "-pk").values_list(
        *PERSON, "stage", "stage__name", "stage__kind", "status", "reason", "status_since"
    )


@prepared
def remarks_on(member: Member, runs: list[int]) -> QuerySet[Any]:
    """What was remarked on moves of these candidates, the last one last."""
    rows = Move.objects.visible_to(member).filter(application__in=runs).exclude(remark="")
    return rows.order_by("at", "pk").values_list("application", "remark")


def row_of(pk: int, person: int, first: str, last: str, email: str, *words: str) -> Row:
    """The row of an application, with whom it is about."""
    title, employer, headline, city, country = words
    return Row(pk, person, called(first, last, email), working_as(title, employer, headline), city or country)


def read_rows(wanted: list[Standing], stages: dict[int, Any], member: Member) -> dict[int, Row]:
    """The rows of these applications, in their order."""
    known = {one[0]: one for one in cards_of(member, [one.pk for one in wanted])} if wanted else {}
    rows = {}
    for one in wanted:
        if one.pk not in known:  # erased since the first query
            continue
        *person, is_new, ruled_out = known[one.pk]
        row, stage = row_of(*person), stages[one.stage]
        row.stage_id, row.stage, row.kind, row.since = stage.pk, stage.name, stage.kind, one.since
        row.is_new, row.ruled_out = is_new, ruled_out
        rows[one.pk] = row
    return rows


def read_ended(job: Job, member: Member) -> list[Row]:
    """Those whose run on the job is over, the latest first."""
    rows = []
    for *person, stage, name, kind, status, reason, since in ended_on(member, job.pk):
        row = row_of(*person)
        row.stage_id, row.stage, row.kind, row.since = stage, name, kind, since
        row.status, row.status_label, row.reason = status, str(Application.Status(status).label), reason
        rows.append(row)
    return rows


def complete(rows: Collection[Row], answers: dict[int, list[Any]], clocks: dict[int, Clock], member: Member) -> None:
    """The rows with what was remarked, how they stand with the client, on whom they wait, what the people can do."""
    if not rows:
        return
    remarks, tags = defaultdict(list), defaultdict(list)
    for pk, remark in remarks_on(member, [row.pk for row in rows]):
        remarks[pk].append(remark)
    for pk, skill in skills_of(member, [row.person for row in rows]):
        tags[pk].append(skill)
    for row in rows:
        words = remarks.get(row.pk, ())
        row.remarks, row.last_remark = len(words), words[-1] if words else ""
        row.client = shown_as(*answers[row.pk]) if row.pk in answers else None
        row.clock = clocks.get(row.pk)
        row.tags = tags.get(row.person, [])[:TAGS]


@prepared
def submissions_of(member: Member, runs: list[int]) -> QuerySet[Any]:
    """How these applications stand with the client; the newest submission, which counts, last."""
    rows = Submission.objects.visible_to(member).filter(application__in=runs).annotate(stars=Avg("verdicts__rating"))
    return rows.order_by("submitted", "pk").values_list(
        "application", "decided", "pk", "status", "decision", "answer_seen", "stars"
    )


def shown_of(submission: Submission, stars: float | None = None) -> Shown:
    """A submission's state in one label."""
    return shown_as(submission.pk, submission.status, submission.decision, submission.answer_seen, stars)


def shown_as(pk: int, status: str, decision: str, answer_seen: datetime | None, stars: float | None) -> Shown:
    """A submission's state in one label."""
    usual = "info" if status in {Submission.Status.SUBMITTED, Submission.Status.VIEWED} else "neutral"
    return Shown(
        pk=pk,
        label=_label(status, decision, language()),
        tone=TONES.get(decision, usual) if status == Submission.Status.DECIDED else usual,
        rating=f"{stars:.1f}" if stars else "",
        waits=waits(status, answer_seen),
    )


@cache
def _label(status: str, decision: str, _language: str | None) -> str:
    return str(LABELS.get(status) or Submission.Decision(decision).label)


def waits(status: str, answer_seen: datetime | None) -> bool:
    """Whether a client's answer waits for somebody at the agency to take note of it."""
    return status == Submission.Status.DECIDED and answer_seen is None
