"""The first page: the candidate's applications, documents and contact facts.

The name of the organization is never shown here, for a job may be confidential and nobody has said yet that it is not:
the job's title and place, and the agency, say enough.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from portico.agencies.models import Member
from portico.candidate_portal.reading.papers import Paper, read_papers
from portico.candidate_portal.reading.permissions import Question, read_questions
from portico.candidate_portal.reading.words import label_of, next_of, tone_of
from portico.candidates.models import Candidate
from portico.kit.times import day
from portico.pipeline.models import Application, Placement


@dataclass(frozen=True, slots=True)
class Recruiter:
    """Whom to ask."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Run:
    """One application, in the words the agency chose for candidates."""

    title: str
    line: str
    label: str
    tone: str
    changed: datetime
    next: str
    recruiter: Recruiter | None


@dataclass(frozen=True, slots=True)
class StartPage:
    """What the start page shows."""

    first_name: str
    questions: list[Question]
    running: list[Run]
    ended: list[Run]
    interviews: list[Any]
    papers: list[Paper]
    facts: list[dict[str, str]]
    recruiter: Recruiter


def read_start(member: Member, candidate: Candidate, interviews: list[Any]) -> StartPage:
    """The page for this candidate."""
    applications = Application.objects.visible_to(member).select_related("job__owner__user", "stage")
    starts = dict(Placement.objects.visible_to(member).values_list("application", "start"))
    rows = list(applications.defer("reason", "source", "job__internal_notes").order_by("-stage_since", "-pk"))
    runs = [(row.status == Application.Status.OPEN, run(row, day(starts.get(row.pk)))) for row in rows]
    ended = [one for is_open, one in runs if not is_open]
    return StartPage(
        first_name=candidate.first_name or candidate.name,
        questions=read_questions(member),
        running=[one for is_open, one in runs if is_open],
        ended=sorted(ended, key=lambda one: one.changed, reverse=True),
        interviews=interviews,
        papers=read_papers(candidate, member),
        facts=facts_of(candidate),
        recruiter=recruiter_of(candidate.owner) or Recruiter(member.agency.name, member.agency.reply_to),
    )


def run(row: Application, start: str) -> Run:
    """One application."""
    kind = row.stage.kind
    return Run(
        title=row.job.title,
        line=" · ".join(part for part in (row.job.location or row.job.city, row.job.get_type_display()) if part),
        label=label_of(row.status, row.stage.public_label),
        tone=tone_of(row.status, kind),
        changed=max(row.status_since, row.stage_since),
        next=next_of(row.status, kind, start),
        recruiter=recruiter_of(row.job.owner),
    )


def recruiter_of(member: Member | None) -> Recruiter | None:
    """Somebody of the agency's own people who is still there."""
    return Recruiter(member.name, member.email) if member is not None and member.is_in and member.is_staff else None


def facts_of(candidate: Candidate) -> list[dict[str, str]]:
    """How the agency reaches them."""
    return [
        {"label": _("Name"), "text": candidate.name},
        {"label": _("Email"), "text": candidate.email},
        {"label": _("Phone"), "text": candidate.phone},
        {"label": _("Lives in"), "text": candidate.place},
        {"label": _("Availability"), "text": candidate.availability},
    ]
