"""Interviews as each side's calendar may show them."""

from datetime import datetime, timedelta

from portico.agencies.models import Agency, Member
from portico.agencies.roles import Side
from portico.jobs.models import Job
from portico.kit.calendars import CANCEL, REQUEST, Entry, Mailbox, invitation
from portico.kit.times import now
from portico.messaging.writing import sender_of
from portico.pipeline.interviews import Interview

PAST = timedelta(days=60)
"""How far back feeds go."""


def organization_of(interview: Interview) -> str:
    """The client company."""
    name: str = interview.application.job.organization.name
    return name


def shown_to_client(interview: Interview, text: str) -> str:
    """A text as the client may read it: of a blind profile without what would give them away."""
    return interview.submission.masked(text) if interview.submission else text


def title_for(interview: Interview, side: str, *, named: bool = False) -> str:
    """What stands in the calendar."""
    job = interview.application.job.title
    if side == Side.CANDIDATE:
        who = organization_of(interview) if interview.name_company else ""
        return " · ".join(part for part in (interview.label, job, who) if part)
    label = shown_to_client(interview, interview.label) if side == Side.CLIENT else interview.label
    if side == Side.CLIENT:
        who = interview.submission.shown_name if named and interview.submission else ""
        return " · ".join(part for part in (label, who, job) if part)
    return " · ".join((label, interview.application.candidate.name, job, organization_of(interview)))


def text_for(interview: Interview, side: str) -> str:
    """How it takes place, and what this side was told to prepare."""
    notes = {Side.CANDIDATE: interview.for_candidate, Side.CLIENT: shown_to_client(interview, interview.for_client)}
    how: str = interview.get_kind_display()
    return "\n\n".join(part for part in (how, notes.get(Side(side), "")) if part)


def entry_of(
    interview: Interview, side: str, *, named: bool = False, start: datetime | None = None, cancelled: bool = False
) -> Entry:
    """The appointment for one side; `start` where it has just lost its own."""
    begins = start or interview.start
    if begins is None:
        raise ValueError("An interview without a time stands in no calendar.")
    ends = interview.end or begins + timedelta(minutes=interview.minutes)
    place = shown_to_client(interview, interview.place) if side == Side.CLIENT else interview.place
    return Entry(
        uid=f"{interview.uid}@{interview.agency.host}",
        sequence=interview.sequence,
        changed=interview.invited or interview.status_since,
        start=begins,
        end=ends,
        title=title_for(interview, side, named=named),
        text=text_for(interview, side),
        place=place,
        cancelled=cancelled,
    )


def invitation_for(
    interview: Interview, side: str, guest: Mailbox, *, named: bool = False, gone: datetime | None = None
) -> str:
    """The mail's calendar part: an invitation, or, with the time that is `gone`, its cancellation."""
    entry = entry_of(interview, side, named=named, start=gone, cancelled=gone is not None)
    return invitation(entry, CANCEL if gone else REQUEST, organizer=organizer_of(interview.agency), attendee=guest)


def organizer_of(agency: Agency) -> Mailbox:
    """The agency invites."""
    sender = sender_of(agency)
    return Mailbox(sender["sender_name"], sender["reply_to"] or sender["sender_email"])


def entries_of(member: Member) -> list[Entry]:
    """What somebody's feed holds: what is to come and the last sixty days, as their side may see it."""
    rows = Interview.objects.visible_to(member).filter(start__gte=now() - PAST, invited__isnull=False)
    if member.side == Side.STAFF:
        jobs = Job.objects.visible_to(member)
        rows = rows.filter(application__job__in=jobs.filter(owner=member) | jobs.filter(team=member))
    related = ["agency", "application__candidate", "application__job__organization", "submission__share__portal"]
    rows = rows.exclude(status=Interview.Status.CANCELLED).select_related(*related).order_by("start", "pk")
    return [entry_of(one, member.side, named=True) for one in rows[:500]]
