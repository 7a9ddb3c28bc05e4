"""Questions whether the candidate may be put forward, and what they said."""

from dataclasses import dataclass
from datetime import datetime

from portico.agencies.models import Member
from portico.pipeline.models import Permission

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Question:
    """One question, word for word, and how it stands."""

    id: int
    job: str
    client: str
    words: str
    state: str
    label: str
    tone: str
    asked: datetime
    due: datetime
    recruiter: str
    answered: datetime | None
    until: datetime | None


TONES = {"requested": "brand", "granted": "ok", "refused": "neutral"}


def question_of(row: Permission) -> Question:
    """As the page shows it."""
    return Question(
        id=row.pk,
        job=row.job_title,
        client=row.client,
        words=row.words,
        state=row.state,
        label=row.state_words,
        tone=TONES.get(row.state, "neutral"),
        asked=row.asked,
        due=row.due,
        recruiter=row.asked_by.name if row.asked_by else row.agency.name,
        answered=row.answered,
        until=row.until,
    )


def read_questions(member: Member) -> list[Question]:
    """Those that wait for an answer first, then what they said, the latest first."""
    rows = Permission.objects.visible_to(member).select_related("asked_by__user", "agency")
    found = [question_of(row) for row in rows[:SHOWN]]
    return sorted(found, key=lambda one: one.state != "requested")
