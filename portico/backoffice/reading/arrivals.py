"""What came in with an application through the careers pages: answers, files, and how sure we are of the sender."""

from dataclasses import dataclass, field
from datetime import datetime

from django.urls import reverse

from portico.agencies.models import Member
from portico.agencies.roles import May
from portico.candidates.models import Candidate
from portico.pipeline.models import Application, ApplicationAnswer, Arrival


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer."""

    asked: str
    words: str
    is_long: bool
    rules_out: bool
    url: str = ""


@dataclass(frozen=True, slots=True)
class Twin:
    """Another record that may be the same person."""

    name: str
    url: str


@dataclass(slots=True)
class Came:
    """How an application came."""

    at: datetime
    signed_in: bool
    confirmed: bool
    source: str
    times: int
    ruled_out: int = 0
    answers: list[Answered] = field(default_factory=list)
    twins: list[Twin] = field(default_factory=list)


def read_arrival(application: Application, member: Member) -> Came | None:
    """How it came, with the answers; nothing where a recruiter added the candidate. Looking at it is noted."""
    arrival = Arrival.objects.visible_to(member).filter(application=application).first()
    if arrival is None:
        return None
    if member.may(May.WORK_DESK):
        arrival.was_looked_at()
    rows = ApplicationAnswer.objects.visible_to(member).filter(application=application).select_related("document")
    answers = [
        Answered(
            asked=row.asked,
            words=row.words,
            is_long=len(row.words) > 300,
            rules_out=row.rules_out,
            url=reverse("backoffice:document", args=[row.document_id]) if row.document_id else "",
        )
        for row in rows
    ]
    return Came(
        at=arrival.at,
        signed_in=arrival.signed_in,
        confirmed=arrival.signed_in or arrival.confirmed is not None or has_claimed(application.candidate),
        source=application.source,
        times=arrival.times,
        ruled_out=sum(one.rules_out for one in answers),
        answers=answers,
        twins=twins_of(application.candidate, member),
    )


def has_claimed(candidate: Candidate) -> bool:
    """Whether they came into the portal by a mail to this address since."""
    place = candidate.member
    return place is not None and place.is_in and place.user.email_key == candidate.email_key


def twins_of(candidate: Candidate, member: Member) -> list[Twin]:
    """Records with the same mailbox, or the same name and phone number."""
    facts = {name: getattr(candidate, name) for name in ("email", "first_name", "last_name", "phone")}
    rows = Candidate.objects.visible_to(member).like(**facts, but=candidate.pk)[:3]
    return [Twin(one.name, reverse("backoffice:candidate", args=[one.pk])) for one in rows]
