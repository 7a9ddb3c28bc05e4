"""Arranging interviews: a client asks for one, a recruiter sets one up, the same times go to several candidates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from portico.agencies.mailbox import mail_key
from portico.agencies.models import Member
from portico.clients.models import Contact
from portico.kit.rules import RuleBroken
from portico.kit.times import now
from portico.messaging.writing import check_address, one_line
from portico.pipeline import interview_emails as emails
from portico.pipeline.interview_people import InterviewPerson
from portico.pipeline.interview_slots import InterviewSlot
from portico.pipeline.interviews import Interview, check_client
from portico.pipeline.models import Application, Submission
from portico.portals.models import Seat
from portico.records.events import record

MOST_PEOPLE = 10


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is to take part, by name and mail address."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Plan:
    """How an interview is to be: what a form asks for."""

    title: str = ""
    kind: str = Interview.Kind.VIDEO
    place: str = ""
    minutes: int = 45
    for_client: str = ""
    for_candidate: str = ""
    zone: str = "UTC"
    starts: Sequence[datetime] = ()
    remark: str = ""
    people: Sequence[Person] = ()
    name_company: bool = True
    picker: str = Interview.Picker.CANDIDATE

    def row(self, application: Application, submission: Submission | None, by: Member) -> Interview:
        """The interview, not saved yet."""
        names = ("title", "kind", "place", "minutes", "for_client", "for_candidate", "zone", "remark", "name_company")
        values = {name: getattr(self, name) for name in names}
        return Interview(
            agency_id=application.agency_id, application=application, submission=submission, asked_by=by, **values
        )


def people_in(text: str) -> list[Person]:
    """Who is meant by lines like “Maya Lindqvist <maya@northwind.example>”; ValidationError names the line."""
    found: dict[str, Person] = {}
    for line in filter(None, (one.strip(" ,;\t") for one in text.splitlines())):
        name, email = parseaddr(line)
        try:
            check_address(email)
        except ValidationError:
            raise ValidationError(_("“%s” is no mail address.") % one_line(line, 80)) from None
        found.setdefault(mail_key(email), Person(one_line(name or email.partition("@")[0], 100), email))
    if len(found) > MOST_PEOPLE:
        raise ValidationError(_("At most ten people can take part."))
    return list(found.values())


@transaction.atomic
def ask(submission: Submission, plan: Plan, *, by: Member) -> Interview:
    """A client wants to meet a candidate: with times to choose from, or leaving it to the recruiter."""
    check_client(submission, by)
    interview = _new_round(submission.application, submission, plan, by)
    _seat_people(interview, [Person(by.name, by.email), *plan.people])
    if plan.starts:
        interview.slots.add(*InterviewSlot.make(interview, plan.starts))
    record(interview, "interview.requested", by=by, about=interview.about, count=len(plan.starts), **interview.words)
    emails.asked_for(interview, by)
    return interview


@transaction.atomic
def arrange(
    application: Application,
    plan: Plan,
    *,
    by: Member,
    submission: Submission | None = None,
    also: Sequence[tuple[Application, Submission | None]] = (),
) -> list[Interview]:
    """A recruiter sets up an interview; with times they go out at once, the same ones to all of `also` too.

    A time goes to one candidate: whoever of them picks it first.
    """
    made = []
    for one, shown in [(application, submission), *also]:
        interview = _new_round(one, shown, plan, by)
        _seat_people(interview, plan.people)
        words = {"count": len(plan.starts), **interview.words}
        record(interview, "interview.requested", by=by, about=interview.about, **words)
        made.append(interview)
    if plan.starts:
        slots = InterviewSlot.make(made[0], plan.starts)
        Interview.objects.filter(pk__in=[one.pk for one in made]).update(picker=plan.picker)
        for interview in made:
            interview.picker = plan.picker
            interview.slots.add(*slots)
            interview.release(by=by)
    return made


def _new_round(application: Application, submission: Submission | None, plan: Plan, by: Member) -> Interview:
    """The next round; not while one still looks for a time."""
    there = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    if there.status != Application.Status.OPEN:
        raise RuleBroken(_("This candidate is no longer in process."))
    rounds = Interview.objects.filter(application=application)
    if rounds.undecided().exists():
        raise RuleBroken(_("An interview is being arranged already. Go on with that one."))
    last = rounds.order_by("-number").values_list("number", flat=True).first() or 0
    interview = plan.row(application, submission, by)
    interview.number = last + 1
    try:
        with transaction.atomic():
            interview.save()
    except IntegrityError:
        raise RuleBroken(_("An interview is being arranged already. Go on with that one.")) from None
    return interview


@transaction.atomic
def reschedule(interview: Interview, starts: Sequence[datetime], *, by: Member, zone: str, reason: str = "") -> None:
    """The time does not hold; others are offered at once, if there are any."""
    interview.reschedule(by=by, reason=reason)
    if starts:
        interview.offer(starts, by=by, zone=zone)


def plan_after(interview: Interview | None) -> dict[str, Any]:
    """What the next round begins with: the last one's way, place, length and people."""
    if interview is None:
        return {}
    names = ("kind", "place", "minutes", "for_client", "for_candidate", "zone", "name_company")
    people = "\n".join(f"{one.name} <{one.email}>" for one in interview.people.all())
    return {**{name: getattr(interview, name) for name in names}, "people": people}


@transaction.atomic
def change(interview: Interview, *, by: Member, **details: Any) -> None:
    """Another place, way, length or other notes; who has it in the calendar learns of it."""
    interview.check_by(by)
    _look_again(interview)
    if not (interview.is_open or interview.is_fixed):
        raise RuleBroken(_("This interview is over."))
    if all(getattr(interview, name) == value for name, value in details.items()):
        return
    for name, value in details.items():
        setattr(interview, name, value)
    if interview.start is not None and interview.invited is not None:
        interview.end, interview.invited = interview.start + timedelta(minutes=interview.minutes), now()
        interview.sequence += 1
    interview.save(update_fields=[*details, "end", "invited", "sequence"])
    record(interview, "interview.changed", by=by, about=interview.about, **interview.words)
    if interview.invited is not None:
        emails.changed(interview)


def _look_again(interview: Interview) -> None:
    """How it stands now: until the end of the deed nobody books or cancels it."""
    now_so = Interview.objects.select_for_update(of=("self",))
    interview.refresh_from_db(fields=["status", "start", "end", "invited", "sequence"], from_queryset=now_so)


@transaction.atomic
def set_people(interview: Interview, people: Sequence[Person], *, by: Member) -> None:
    """Say who takes part; who is new is invited, who is gone is let off, where it has a time already."""
    interview.check_by(by)
    wanted = {mail_key(one.email) for one in people}
    before = {mail_key(one.email): one for one in interview.people.all()}
    gone = [one for key, one in before.items() if key not in wanted]
    if not gone and not wanted - before.keys():
        return
    _look_again(interview)
    if interview.is_fixed and gone:  # calendars take a cancellation for news only where its number is higher
        interview.sequence, interview.invited = interview.sequence + 1, now()
        interview.save(update_fields=["sequence", "invited"])
    if interview.is_fixed:
        emails.let_off(interview, gone)
    interview.people.filter(pk__in=[one.pk for one in gone]).delete()
    new = _seat_people(interview, people)
    if interview.is_fixed:
        emails.invited(interview, new)
    names = ", ".join(one.name for one in people) or "–"
    record(interview, "interview.people_set", by=by, about=interview.about, people=names, **interview.words)


def _seat_people(interview: Interview, people: Sequence[Person]) -> list[InterviewPerson]:
    """Those who do not sit there yet; contacts with access are known by their address."""
    there = {mail_key(email) for email in interview.people.values_list("email", flat=True)}
    seats: dict[str, Seat] = {}
    if interview.submission is not None:
        of_portal = Seat.objects.filter(portal=interview.submission.share.portal_id).in_force()
        seats = {seat.member.user.email_key: seat for seat in of_portal.select_related("member__user", "contact")}
    made = []
    for one in people:
        key = mail_key(one.email)
        if key in there:
            continue
        there.add(key)
        seat = seats.get(key)
        chair = InterviewPerson(
            agency_id=interview.agency_id,
            interview=interview,
            name=seat.member.name if seat else one.name,
            email=seat.member.email if seat else one.email,
            member=seat.member if seat else None,
            contact=seat.contact if seat else _contact(interview, key),
        )
        chair.save()
        made.append(chair)
    return made


def _contact(interview: Interview, key: str) -> Contact | None:
    """A contact of the organization with this address, who has no access."""
    known = Contact.objects.filter(organization=interview.application.job.organization_id, archived__isnull=True)
    return next((one for one in known.exclude(email="") if mail_key(one.email) == key), None)


def move_interviews(kept: Application, other: Application) -> None:
    """Both were one candidate's runs on the same job: the interviews follow each other as rounds of one."""
    last = Interview.objects.filter(application=kept).order_by("-number").values_list("number", flat=True).first() or 0
    for step, interview in enumerate(Interview.objects.filter(application=other).order_by("number"), start=1):
        Interview.objects.filter(pk=interview.pk).update(application=kept, number=last + step)
