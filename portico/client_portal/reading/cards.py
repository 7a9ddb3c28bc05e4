"""A submitted candidate as a card of the board or a row of the list."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Subquery

from portico.client_portal.reading import people, standing
from portico.client_portal.reading.eyes import Eyes
from portico.jobs.stages import Stage
from portico.kit.words import label_of
from portico.pipeline.beside import skills_now, stars
from portico.pipeline.models import Application, Submission, SubmissionView
from portico.pipeline.submissions import SubmissionQuerySet

TAGS = 3
CLIP = 160
"""So much of a summary stands on a card; all of it on the candidate's page."""


@dataclass(slots=True)
class Card:
    """What a card shows, and the form that moves it."""

    id: int
    name: str
    url: str
    line: str
    tags: list[str]
    summary: str
    place: str
    availability: str
    rating: str
    mark: str
    answer: str
    answer_tone: str
    waiting: bool
    since: datetime
    late: bool
    """The agency hopes for an answer sooner."""
    stage_id: int
    stage_name: str
    stage_kind: str
    closed: str = ""
    movable: bool = False
    move: dict[str, Any] = field(default_factory=dict)
    """The form of its own, where it has one: in the list, and on the board in the card that was asked for."""


@dataclass(frozen=True, slots=True)
class Context:
    """What all cards of one page share: a fixed number of queries, however many cards."""

    eyes: Eyes
    columns: frozenset[str]
    """What the portal shows of everybody."""
    ratings: dict[int, float]
    looks: dict[int, datetime]
    skills: dict[int, list[str]]
    late_before: datetime | None
    """The agency hoped for an answer by now to who came earlier."""


def with_marks(rows: SubmissionQuerySet, eyes: Eyes) -> SubmissionQuerySet:
    """Submissions with their skills and stars, and when the reader last looked at each."""
    mine = SubmissionView.objects.visible_to(eyes.member).filter(submission=OuterRef("pk"))
    return rows.annotate(skills_now=skills_now(), stars=stars(), looked=Subquery(mine.values("last")[:1]))


def context_of(rows: list[Any], eyes: Eyes) -> Context:
    """Stars, the reader's own looks, and skills, for submissions that were read `with_marks`."""
    ratings = {row.pk: row.stars for row in rows if row.stars is not None}
    looks = {row.pk: row.looked for row in rows if row.looked is not None}
    late = standing.late_before(eyes.settings.answer_days)
    return Context(eyes, frozenset(eyes.settings.columns), ratings, looks, people.skills_of(rows, eyes), late)


def card(submission: Submission, context: Context) -> Card:
    """One card."""
    submission = people.covered(submission)
    application = submission.application
    candidate, stage = application.candidate, application.stage
    running, waiting = standing.is_open(application), standing.is_waiting(submission.decision, application)
    eyes, columns = context.eyes, context.columns
    fields = eyes.fields_of(submission)
    tags = context.skills.get(submission.pk, []) if "skills" in columns else []
    if submission.is_blind:
        tags = [submission.masked(tag) for tag in tags]
    stars = context.ratings.get(submission.pk) if "rating" in columns else None
    answered = submission.decision != Submission.Decision.NEW
    return Card(
        id=submission.pk,
        name=people.name_of(candidate),
        url=eyes.address("submission", submission.pk),
        line=people.line_of(candidate, fields) if "line" in columns else "",
        tags=[*tags[:TAGS], *([f"+{len(tags) - TAGS}"] if len(tags) > TAGS else [])],
        summary=clipped(submission.summary) if "summary" in columns else "",
        place=(candidate.city or candidate.country) if "place" in columns and "place" in fields else "",
        availability=candidate.availability if "availability" in columns and "availability" in fields else "",
        rating=f"{stars:.1f}" if stars is not None else "",
        mark=standing.mark_of(submission, context.looks),
        answer=label_of(Submission.Decision, submission.decision) if answered and "answer" in columns else "",
        answer_tone=standing.TONES[submission.decision],
        waiting=waiting,
        since=submission.submitted if waiting else application.stage_since,
        late=waiting and context.late_before is not None and submission.submitted < context.late_before,
        stage_id=stage.pk,
        stage_name=eyes.stage_name(stage) if stage.clients_see else "",
        stage_kind=stage.kind if stage.clients_see else "sourced",
        closed="" if running else standing.closed_words(application.status),
    )


def clipped(summary: str) -> str:
    """The beginning of a long summary."""
    return summary if len(summary) <= CLIP else f"{summary[: CLIP - 1].rstrip()}…"


def may_be_moved(application: Application, open_to: list[dict[str, Any]]) -> bool:
    """Whether this reader, to whom these stages are open, may move the candidate now."""
    present = application.stage
    elsewhere = len(open_to) > 1 or (bool(open_to) and open_to[0]["id"] != present.pk)
    return elsewhere and present.clients_see and standing.is_open(application)


def move_form(present: int, open_to: list[dict[str, Any]], action: str, target: str = "") -> dict[str, Any]:
    """The form that moves a candidate out of the present stage."""
    stages = [stage for stage in open_to if stage["id"] != present]
    return {"action": action, "seen": str(present), "stages": stages, "target": target}


def may_move_into(stages: list[Stage]) -> list[dict[str, Any]]:
    """The stages that the agency opened to its clients, as a form offers them."""
    opened = [stage for stage in stages if stage.clients_may_move and stage.kind != Stage.Kind.PLACED]
    return [{"id": stage.pk, "name": stage.name} for stage in opened]
