"""What a candidate may know of an application: the agency's public labels in their order, and when they changed.

All that candidates read, and that the desk previews, comes from here: never a stage's name, a remark or a reason.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from portico.agencies.models import Member
from portico.agencies.roles import Side
from portico.jobs.stages import Stage
from portico.kit.times import day, now
from portico.kit.workdays import working_days_after
from portico.pipeline import candidate_mails
from portico.pipeline.label_news import A_WHILE, is_public
from portico.pipeline.models import Application, Move, Placement, RejectionLetter
from portico.pipeline.public_words import label_of, next_of, tone_of
from portico.records.events import record

if TYPE_CHECKING:
    from django.db.models import QuerySet


@dataclass(frozen=True, slots=True)
class Passed:
    """A label, and since when it held."""

    label: str
    at: datetime
    stage: Stage


@dataclass(slots=True)
class Standing:
    """How an application stands before the candidate."""

    status: str
    label: str
    tone: str
    next: str
    changed: datetime
    expected: str = ""
    passed: list[Passed] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        """Still in process, as far as they know."""
        return self.status == Application.Status.OPEN


def standings(applications: Iterable[Application]) -> dict[int, Standing]:
    """By application; one that never came to a stage candidates see is left out. The same few queries for any number.

    The applications need their job, stage and agency.
    """
    rows = {one.pk: one for one in applications}
    steps: dict[int, list[Move]] = {pk: [] for pk in rows}
    for step in Move.objects.filter(application__in=rows).select_related("to_stage").order_by("at", "pk"):
        steps[step.application_id].append(step)
    letters: dict[int, RejectionLetter] = {}
    for letter in RejectionLetter.objects.filter(application__in=rows).exclude(status="stopped").order_by("pk"):
        letters[letter.application_id] = letter
    starts = dict(Placement.objects.filter(application__in=rows).values_list("application", "start"))
    found = {}
    for pk, row in rows.items():
        standing = standing_of(row, steps[pk], letters.get(pk), day(starts.get(pk)))
        if standing is not None:
            found[pk] = standing
    return found


def standing_of(row: Application, steps: list[Move], letter: RejectionLetter | None, start: str) -> Standing | None:
    """One application's standing, from its steps and the letter of rejection, if there is one."""
    passed = labels_of(row, steps)
    status, changed = row.status, max(row.status_since, row.stage_since)
    if status == Application.Status.REJECTED and letter is not None:
        waits = letter.status == RejectionLetter.Status.WAITING
        status, changed = (Application.Status.OPEN, changed) if waits else (status, letter.status_since)
    if status == Application.Status.OPEN:
        return running(passed[-1], passed, row) if passed else None
    if not passed and status != Application.Status.PLACED:
        return None
    kind = row.stage.kind
    return Standing(
        status, label_of(status, ""), tone_of(status, kind), next_of(status, kind, start), changed, "", passed
    )


def running(last: Passed, passed: list[Passed], row: Application) -> Standing:
    """Still in process: the last label, its own words if the agency wrote some, and by when they hear more."""
    stage = last.stage
    expected = ""
    if stage.expect_days:
        due = working_days_after(last.at, stage.expect_days, row.agency.zone)
        expected = day(due, row.agency.zone) if due > now() else ""
    words = stage.next_text or next_of("open", stage.kind)
    return Standing("open", last.label, tone_of("open", stage.kind), words, last.at, expected, passed)


def labels_of(row: Application, steps: list[Move]) -> list[Passed]:
    """The labels one after the other, without those that were taken back within minutes."""
    found: list[Passed] = []
    ends = [step.at for step in steps[1:]] + [None]
    for step, end in zip(steps, ends, strict=False):
        stage = step.to_stage
        brief = end is not None and end - step.at < A_WHILE and step is not steps[0]
        if brief or not is_public(stage) or (found and found[-1].label == stage.public_label):
            continue
        found.append(Passed(stage.public_label, step.at, stage))
    if not steps and is_public(row.stage):
        found.append(Passed(row.stage.public_label, row.stage_since, row.stage))
    return found


def followed(member: Member) -> "QuerySet[Application]":
    """A candidate's own applications, as the pages about them read them."""
    rows = Application.objects.visible_to(member).select_related(
        "job__owner__user", "job__organization", "stage", "agency"
    )
    return rows.defer("reason", "source", "job__internal_notes")


@transaction.atomic
def step_back(application: Application, *, by: Member, reason: str = "") -> None:
    """The candidate withdraws; a no they have not heard of stays unsaid. Everybody involved is told."""
    application.withdraw(by=by, reason=reason)
    candidate_mails.stepped_back(application, by)


def was_looked_at(application: Application, standing: Standing, *, by: Member) -> None:
    """The candidate reads where it stands; the timeline says so once for each change."""
    if application.looked is not None and application.looked >= standing.changed:
        return
    Application.objects.filter(pk=application.pk).update(looked=now())
    record(application, "application.looked", by=by, about=application.about, label=standing.label, **application.words)


def known_to_candidates(applications: list[Application]) -> set[int]:
    """Those whose candidates know of them: they follow them in the portal, or have begun them themselves."""
    there = standings(applications)
    first = Move.objects.filter(application__in=there, from_stage=None, imported=False)
    began = set(first.exclude(by__side=Side.STAFF).values_list("application", flat=True))
    return {one.pk for one in applications if one.pk in there and (one.pk in began or is_followed(one))}


def is_followed(application: Application) -> bool:
    """Whether the candidate is on the portal, and finds it there."""
    place = application.candidate.member
    shown = application.shown_to_candidate and application.job.shown_to_candidates
    return place is not None and place.is_in and shown


@transaction.atomic
def show_to_candidate(application: Application, *, shown: bool, by: Member) -> None:
    """Let the candidate find it in their portal, or no longer."""
    if application.shown_to_candidate == shown:
        return
    application.shown_to_candidate = shown
    application.save(update_fields=["shown_to_candidate"])
    verb = "application.shown" if shown else "application.hidden"
    record(application, verb, by=by, about=application.about, **application.words)
