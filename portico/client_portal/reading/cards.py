"""A submitted candidate as a card of the board or a row of the list."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Subquery

from portico.client_portal.reading import people, standing
from portico.client_portal.reading.eyes import Eyes
from portico.jobs.stages import Stage
from portico.pipeline.beside import stars
from portico.pipeline.models import Submission, SubmissionView
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
    move: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Context:
    """What all cards of one page share: a fixed number of queries, however many cards."""

    eyes: Eyes
    ratings: dict[int, float]
    looks: dict[int, datetime]
    skills: dict[int, list[str]]


def with_marks(rows: SubmissionQuerySet, eyes: Eyes) -> SubmissionQuerySet:
    """Submissions with their stars, and when the reader last looked at each."""
    mine = SubmissionView.objects.visible_to(eyes.member).filter(submission=OuterRef("pk"))
    return rows.annotate(stars=stars(), looked=Subquery(mine.values("last")[:1]))


def context_of(rows: list[Any], eyes: Eyes) -> Context:
    """Stars, the reader's own looks, and skills, for submissions that were read `with_marks`."""
    ratings = {row.pk: row.stars for row in rows if row.stars is not None}
    looks = {row.pk: row.looked for row in rows if row.looked is not None}
    return Context(eyes, ratings, looks, people.skills_of(rows, eyes))


def card(submission: Submission, context: Context) -> Card:
    """One card."""
    submission = people.covered(submission)
    application, candidate = submission.application, submission.application.candidate
    stage, waiting = application.stage, standing.is_waiting(submission)
    eyes = context.eyes
    columns, fields = eyes.settings.columns, eyes.fields_of(submission)
    tags = [submission.masked(tag) for tag in context.skills.get(submission.pk, []) if "skills" in columns]
    stars = context.ratings.get(submission.pk) if "rating" in columns else None
    answered = submission.decision != Submission.Decision.NEW
    return Card(
        id=submission.pk,
        name=people.name_of(candidate),
        url=eyes.address("submission", submission.pk),
        line=people.line_of(submission, fields) if "line" in columns else "",
        tags=[*tags[:TAGS], *([f"+{len(tags) - TAGS}"] if len(tags) > TAGS else [])],
        summary=clipped(submission.summary) if "summary" in columns else "",
        place=(candidate.city or candidate.country) if "place" in columns and "place" in fields else "",
        availability=candidate.availability if "availability" in columns and "availability" in fields else "",
        rating=f"{stars:.1f}" if stars is not None else "",
        mark=standing.mark_of(submission, context.looks),
        answer=str(Submission.Decision(submission.decision).label) if answered and "answer" in columns else "",
        answer_tone=standing.TONES[Submission.Decision(submission.decision)],
        waiting=waiting,
        since=submission.submitted if waiting else application.stage_since,
        late=waiting and standing.is_late(submission.submitted, eyes.settings.answer_days),
        stage_id=stage.pk,
        stage_name=eyes.stage_name(stage) if stage.clients_see else "",
        stage_kind=stage.kind if stage.clients_see else "sourced",
        closed="" if standing.is_open(submission) else standing.closed_words(application.status),
    )


def clipped(summary: str) -> str:
    """The beginning of a long summary."""
    return summary if len(summary) <= CLIP else f"{summary[: CLIP - 1].rstrip()}…"


def move_form(submission: Submission, stages: list[Stage], action: str, target: str = "") -> dict[str, Any]:
    """The form that moves the candidate, or nothing where this reader may not."""
    present = submission.application.stage
    open_to = [{"id": stage.pk, "name": stage.name} for stage in stages if stage.pk != present.pk]
    if not (present.clients_see and open_to and standing.is_open(submission)):
        return {}
    return {"action": action, "seen": str(present.pk), "stages": open_to, "target": target}


def may_move_into(stages: list[Stage]) -> list[Stage]:
    """The stages that the agency opened to its clients."""
    return [stage for stage in stages if stage.clients_may_move and stage.kind != Stage.Kind.PLACED]
