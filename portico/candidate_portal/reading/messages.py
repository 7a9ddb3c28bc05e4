"""The thread with the recruiter."""

from dataclasses import dataclass
from datetime import datetime

from portico.agencies.models import Member
from portico.candidate_portal.reading.recruiters import Recruiter, recruiter_of
from portico.candidates.models import Candidate
from portico.pipeline.models import CandidateMessage

SHOWN = 200


@dataclass(frozen=True, slots=True)
class Said:
    """One message."""

    name: str
    mine: bool
    text: str
    at: datetime
    fresh: bool


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """The newest messages, the oldest of them first."""

    said: list[Said]
    recruiter: Recruiter


def read_thread(candidate: Candidate, member: Member) -> ThreadPage:
    """What was written, and what of it is new to them."""
    rows = CandidateMessage.objects.visible_to(member)
    fresh = set(rows.unread_by(member).values_list("pk", flat=True))
    newest = list(rows.order_by("-at", "-pk")[:SHOWN])[::-1]
    said = [Said(one.by_name, not one.from_agency, one.text, one.at, one.pk in fresh) for one in newest]
    agency = Recruiter(member.agency.name, member.agency.reply_to)
    return ThreadPage(said, recruiter_of(candidate.owner) or agency)
