"""The mails about interviews, each with no more than its reader's side may know, and the calendar parts of some."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from portico.agencies.models import Member
from portico.agencies.roles import Side
from portico.kit.calendars import Mailbox
from portico.kit.local_time import known_zone, when
from portico.messaging.writing import write
from portico.pipeline.emails import recruiters_of

if TYPE_CHECKING:
    from portico.pipeline.interview_people import InterviewPerson
    from portico.pipeline.interviews import Interview


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody a mail goes to."""

    side: str
    name: str
    email: str
    zone: str
    member: Member | None = None
    named: bool = False
    """Whether this mail may name the candidate."""


def zone_of(member: Member | None, interview: "Interview", *chosen: str) -> str:
    """The reader's own zone; else what was chosen for this interview; else the agency's."""
    return known_zone(member.user.zone if member else "", *chosen, interview.agency.zone)


def candidate_of(interview: "Interview") -> list[Reader]:
    """The candidate, if mail reaches them."""
    candidate = interview.application.candidate
    if not candidate.email:
        return []
    zone = zone_of(candidate.member, interview, interview.candidate_zone)
    return [Reader(Side.CANDIDATE, candidate.first_name or candidate.name, candidate.email, zone, candidate.member)]


def reader_of(person: "InterviewPerson", interview: "Interview") -> Reader:
    """An interviewer."""
    named = person.learns_the_name(interview.submission)
    zone = zone_of(person.member, interview, interview.zone)
    email = person.member.email if person.member else person.email  # as it is now: such mails may let them in
    return Reader(Side.CLIENT, person.name, email, zone, person.member, named)


def clients_of(interview: "Interview", *, portal_only: bool = False) -> list[Reader]:
    """The interviewers; `portal_only`: those who can answer on the portal."""
    if interview.submission is None and portal_only:
        return []
    found = []
    for person in interview.people.select_related("member__user", "member__agency"):
        if person.member is not None and not person.member.is_in:
            continue
        reader = reader_of(person, interview)
        if not portal_only or reader.named:
            found.append(reader)
    return found


def staff_of(interview: "Interview") -> list[Reader]:
    """The recruiters who hear of it."""
    recruiters = recruiters_of(interview.application)
    return [Reader(Side.STAFF, one.name, one.email, zone_of(one, interview), one, named=True) for one in recruiters]


def page_of(interview: "Interview", reader: Reader) -> str:
    """Where the reader goes on: the candidate by a link of their own, others on their pages."""
    from portico.pipeline.interview_people import InterviewLink

    if reader.side == Side.CANDIDATE:
        token = InterviewLink.issue(interview)
        return interview.agency.address(reverse("candidate_portal:interview_link", args=[token]))
    page = "backoffice:interview" if reader.side == Side.STAFF else "client_portal:interview"
    return interview.agency.address(reverse(page, args=[interview.pk]))


def send(
    interview: "Interview",
    readers: Iterable[Reader],
    subject: str,
    lines: Iterable[str],
    *,
    press: str = "",
    at: datetime | None = None,
    invites: bool = False,
    gone: datetime | None = None,
) -> None:
    """One mail to each. `at`: the time to say, on the reader's clocks; `invites`, `gone`: with a calendar part."""
    from portico.pipeline.calendars import invitation_for

    for reader in readers:
        guest = Mailbox(reader.name, reader.email)
        opens = press and not (reader.side == Side.CLIENT and reader.member is None)
        said = when(at, reader.zone, interview.minutes) if at else ""
        job = interview.application.job.title
        write(
            interview.agency,
            to=reader.email,
            to_name=reader.name,
            template="pipeline/emails/interview",
            context={
                "name": reader.name,
                "subject": subject % {"job": job},
                "lines": [line % {"job": job} for line in lines],
                "when": said,
                "how": interview.get_kind_display() if at and not gone else "",
                "press": press if opens else "",
            },
            links={"main": page_of(interview, reader)} if opens else None,
            about=[interview, *interview.about],
            member=reader.member,
            calendar=invitation_for(interview, reader.side, guest, named=reader.named, gone=gone)
            if invites or gone
            else "",
        )


def asked_for(interview: "Interview", by: Member) -> None:
    """Tell the recruiter that the client wants to meet somebody."""
    with_times = interview.free_slots().exists()
    todo = _("Look at the offered times and hand them on.") if with_times else _("They ask you to arrange it.")
    lines = [_("%s asks for an interview for %%(job)s.") % percent(by.name), todo]
    send(interview, staff_of(interview), _("Interview asked for: %(job)s"), lines, press=_("Open the interview"))


def times_given(interview: "Interview", by: Member) -> None:
    """Tell the recruiter that the client offers other times."""
    lines = [_("%s offers times for an interview for %%(job)s. Hand them on.") % percent(by.name)]
    send(interview, staff_of(interview), _("Times for an interview: %(job)s"), lines, press=_("Open the interview"))


def pick_a_time(interview: "Interview") -> None:
    """Ask whoever picks to choose among the offered times."""
    if interview.picker == interview.Picker.CLIENT:
        lines = [_("Please pick a time for the interview for %(job)s. Whoever picks first books it for all of you.")]
        readers = clients_of(interview, portal_only=True)
    else:
        lines = [_("You are invited to an interview for %(job)s. Please pick the time that suits you best.")]
        readers = candidate_of(interview)
    send(interview, readers, _("Pick a time for your interview: %(job)s"), lines, press=_("See the times"))


def booked(interview: "Interview") -> None:
    """Tell everybody the time; it goes into their calendars."""
    lines = [_("The interview for %(job)s has a time.")]
    if interview.sequence:
        lines = [_("The interview for %(job)s has a new time. The entry in your calendar changes with this mail.")]
    readers = [*candidate_of(interview), *clients_of(interview), *staff_of(interview)]
    subject = _("Interview booked: %(job)s") if not interview.sequence else _("New time for the interview: %(job)s")
    send(interview, readers, subject, lines, press=_("Open the interview"), at=interview.start, invites=True)


def changed(interview: "Interview") -> None:
    """Tell everybody that place, length or notes are others now."""
    readers = [*candidate_of(interview), *clients_of(interview), *staff_of(interview)]
    lines = [_("Something changed about the interview for %(job)s. The entry in your calendar changes with this mail.")]
    subject = _("Interview changed: %(job)s")
    send(interview, readers, subject, lines, press=_("Open the interview"), at=interview.start, invites=True)


def invited(interview: "Interview", people: "Iterable[InterviewPerson]") -> None:
    """Tell interviewers who joined later."""
    readers = [reader_of(person, interview) for person in people]
    lines = [_("You take part in an interview for %(job)s.")]
    subject = _("Interview: %(job)s")
    send(interview, readers, subject, lines, press=_("Open the interview"), at=interview.start, invites=True)


def let_off(interview: "Interview", people: "Iterable[InterviewPerson]") -> None:
    """Tell interviewers who no longer take part."""
    readers = [reader_of(person, interview) for person in people]
    lines = [_("You no longer need to take part in this interview for %(job)s.")]
    send(interview, readers, _("Not needed any more: %(job)s"), lines, at=interview.start, gone=interview.start)


def proposed(interview: "Interview") -> None:
    """Tell the recruiter that the candidate needs another time."""
    lines = [_("%s cannot make the time and proposes others.") % percent(interview.application.candidate.name)]
    send(interview, staff_of(interview), _("Another time wanted: %(job)s"), lines, press=_("Read the proposal"))


def called_off(interview: "Interview", by: Member | None, *, again: bool) -> None:
    """Tell who knew of it; calendars drop it. Why stays with the recruiter."""
    gone = interview.was_start
    lines = [_("The interview for %(job)s does not take place.")]
    subject = _("Interview cancelled: %(job)s")
    if again:
        lines = [_("The interview for %(job)s does not take place at this time. A new one is being looked for.")]
        subject = _("The interview needs a new time: %(job)s")
    readers = candidate_of(interview) if interview.released else []
    readers += clients_of(interview) if gone or interview.submission else []
    readers = [one for one in readers if gone or one.member is None or by is None or one.member.pk != by.pk]
    staff = [one for one in staff_of(interview) if gone or by is None or not by.is_staff]
    send(interview, [*readers, *staff], subject, lines, at=gone, gone=gone)


def did_not_come(interview: "Interview", by: Member) -> None:
    """Tell the recruiter that somebody did not come."""
    lines = [f"{percent(by.name)}: {interview.get_status_display()}."]
    send(interview, staff_of(interview), _("Interview not held: %(job)s"), lines, press=_("Open the interview"))


def how_was_it(interview: "Interview", *, again: bool = False, sides: Iterable[str] = tuple(Side.values)) -> None:
    """Ask both sides for feedback."""
    subject = _("How was the interview? %(job)s")
    more = [_("We still look forward to your answer.")] if again else []
    if Side.CLIENT in sides:
        lines = [_("Please tell us in two minutes what you think after the interview for %(job)s."), *more]
        send(interview, clients_of(interview, portal_only=True), subject, lines, press=_("Give feedback"))
    if Side.CANDIDATE in sides:
        lines = [_("How was your interview for %(job)s, and do you still want the position?"), *more]
        send(interview, candidate_of(interview), subject, lines, press=_("Answer"))


def judged(interview: "Interview", who: str) -> None:
    """Tell the recruiter that there is feedback; what it says stands on the page."""
    lines = [_("%s gave feedback on the interview for %%(job)s.") % percent(who)]
    send(interview, staff_of(interview), _("Interview feedback: %(job)s"), lines, press=_("Read it"))


def reminder(interview: "Interview", hours: int) -> None:
    """Remind both sides of what is to come."""
    soon, later = _("Your interview for %(job)s begins in one hour."), _("Your interview for %(job)s is in 24 hours.")
    lines = [later if hours > 1 else soon]
    readers = [*candidate_of(interview), *clients_of(interview)]
    send(interview, readers, _("Reminder: interview for %(job)s"), lines, press=_("Open it"), at=interview.start)


def percent(text: str) -> str:
    """What people are called, safe inside a pattern."""
    return text.replace("%", "%%")
