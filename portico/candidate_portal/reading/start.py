"""The first page: what waits for the candidate, then their applications, documents and contact facts."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from portico.agencies.models import Member
from portico.candidate_portal.navigation import unread_by
from portico.candidate_portal.reading.applications import Run, read_runs
from portico.candidate_portal.reading.interviews import InterviewLine
from portico.candidate_portal.reading.offers import OfferLine, read_offers_waiting
from portico.candidate_portal.reading.papers import Paper, read_papers
from portico.candidate_portal.reading.permissions import Question, read_questions
from portico.candidate_portal.reading.recruiters import Recruiter, recruiter_of
from portico.candidate_portal.reading.updates import Updates, read_updates
from portico.candidates.models import Candidate

ENDED = 3


@dataclass(frozen=True, slots=True)
class StartPage:
    """What the start page shows."""

    first_name: str
    questions: list[Question]
    offers: list[OfferLine]
    unread: int
    updates: Updates
    running: list[Run]
    ended: list[Run]
    ended_count: int
    interviews: list[InterviewLine]
    papers: list[Paper]
    facts: list[dict[str, str]]
    recruiter: Recruiter


def read_start(member: Member, candidate: Candidate, interviews: list[InterviewLine]) -> StartPage:
    """The page for this candidate."""
    runs = read_runs(member)
    ended = [one for one in runs if not one.is_open]
    return StartPage(
        first_name=candidate.first_name or candidate.name,
        questions=read_questions(member),
        offers=read_offers_waiting(member),
        unread=unread_by(member),
        updates=read_updates(member, candidate),
        running=[one for one in runs if one.is_open],
        ended=ended[:ENDED],
        ended_count=len(ended),
        interviews=interviews,
        papers=read_papers(candidate, member),
        facts=facts_of(candidate),
        recruiter=recruiter_of(candidate.owner) or Recruiter(member.agency.name, member.agency.reply_to),
    )


def facts_of(candidate: Candidate) -> list[dict[str, str]]:
    """How the agency reaches them."""
    return [
        {"label": _("Name"), "text": candidate.name},
        {"label": _("Email"), "text": candidate.email},
        {"label": _("Phone"), "text": candidate.phone},
        {"label": _("Lives in"), "text": candidate.place},
        {"label": _("Availability"), "text": candidate.availability},
    ]
