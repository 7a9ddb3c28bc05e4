"""An interview as the candidate may see it: the time, the place, their notes, the times to pick from."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portico.agencies.models import Member
from portico.candidate_portal.reading.recruiters import Recruiter, recruiter_of
from portico.kit.local_time import city_of, known_zone, when
from portico.kit.templating import web
from portico.kit.timing import ZONE_CHOICES
from portico.pipeline.calendars import organization_of
from portico.pipeline.interview_people import InterviewFeedback
from portico.pipeline.interviews import Interview

STATES = {
    Interview.Status.OFFERED: (gettext_lazy("Pick a time"), "brand"),
    Interview.Status.RESCHEDULING: (gettext_lazy("A new time is being looked for"), "warn"),
    Interview.Status.REQUESTED: (gettext_lazy("Being arranged"), "info"),
    Interview.Status.BOOKED: (gettext_lazy("Booked"), "ok"),
    Interview.Status.CONFIRMED: (gettext_lazy("Confirmed"), "ok"),
    Interview.Status.DONE: (gettext_lazy("Took place"), "neutral"),
    Interview.Status.REVIEWED: (gettext_lazy("Took place"), "neutral"),
    Interview.Status.CANCELLED: (gettext_lazy("Cancelled"), "neutral"),
    Interview.Status.NO_SHOW_CANDIDATE: (gettext_lazy("Did not take place"), "neutral"),
    Interview.Status.NO_SHOW_CLIENT: (gettext_lazy("Did not take place"), "neutral"),
}
RELATED = ["application__candidate__member__user", "application__job__organization", "application__job__owner__user"]


@dataclass(frozen=True, slots=True)
class Option:
    """One offered time, on the reader's clocks."""

    id: int
    day: str
    hours: str
    iso: str


@dataclass(frozen=True, slots=True)
class InterviewLine:
    """An interview in the list on the start page."""

    title: str
    line: str
    state: str
    tone: str
    when: str
    url: str
    press: str


@dataclass(slots=True)
class InterviewPage:
    """One interview."""

    title: str
    job: str
    company: str
    state: str
    tone: str
    when: str
    kind: str
    place: str
    link: str
    notes: str
    minutes: int
    zone: str
    zone_name: str
    zones: list[tuple[str, str]]
    options: list[Option]
    until: str
    proposal: str
    may_pick: bool
    may_propose: bool
    may_tell: bool
    told: bool
    rating: int
    questions: str
    recruiter: Recruiter
    pick_url: str
    propose_url: str
    tell_url: str
    here_url: str


def clocks_of(interview: Interview, member: Member | None, asked: str = "") -> str:
    """The zone in which this reader sees times."""
    kept = member.user.zone if member else interview.candidate_zone
    return known_zone(asked, kept, interview.agency.zone)


def read_interview(interview: Interview, member: Member | None, asked_zone: str = "") -> InterviewPage:
    """The page, for somebody signed in or, without a member, behind an emailed link."""
    zone = clocks_of(interview, member, asked_zone)
    owner = interview.application.job.owner
    state, tone = STATES[Interview.Status(interview.status)]
    offered = interview.status == Interview.Status.OFFERED and interview.picker == Interview.Picker.CANDIDATE
    may_pick = offered and not interview.offer_is_over
    said = interview.feedback.filter(side=InterviewFeedback.Side.CANDIDATE).first()
    place = f"candidate_portal:{'answer' if member is None else 'interview'}"
    args = [] if member is None else [interview.pk]
    return InterviewPage(
        title=interview.label,
        job=interview.application.job.title,
        company=organization_of(interview) if interview.name_company else "",
        state=str(state) if not (offered and not may_pick) else _("These times have run out"),
        tone=tone,
        when=when(interview.start, zone, interview.minutes) if interview.start else "",
        kind=interview.get_kind_display(),
        place=interview.place,
        link=web(interview.place),
        notes=interview.for_candidate,
        minutes=interview.minutes,
        zone=zone,
        zone_name=city_of(zone),
        zones=list(ZONE_CHOICES),
        options=options_of(interview, zone) if may_pick else [],
        until=when(interview.offer_until, zone) if may_pick and interview.offer_until else "",
        proposal=interview.proposal,
        may_pick=may_pick,
        may_propose=offered or interview.is_fixed,
        may_tell=interview.status in Interview.HELD,
        told=said is not None,
        rating=said.rating if said else 0,
        questions=said.questions if said else "",
        recruiter=recruiter_of(owner) or Recruiter(interview.agency.name, interview.agency.reply_to),
        pick_url=reverse(f"{place}_pick", args=args),
        propose_url=reverse(f"{place}_propose", args=args),
        tell_url=reverse(f"{place}_tell", args=args),
        here_url=reverse(place, args=args),
    )


def options_of(interview: Interview, zone: str) -> list[Option]:
    """The times that can still be had."""
    return [
        Option(slot.pk, day_of(slot.start, zone), hours_of(slot.start, slot.end, zone), slot.start.isoformat())
        for slot in interview.free_slots()
    ]


def day_of(start: datetime, zone: str) -> str:
    """Tuesday, 24 Nov 2026."""
    return formats.date_format(timezone.localtime(start, ZoneInfo(zone)), "l, j M Y")


def hours_of(start: datetime, end: datetime, zone: str) -> str:
    """14:00-14:45 GMT."""
    here = timezone.localtime(start, ZoneInfo(zone))
    return f"{here:%H:%M}–{timezone.localtime(end, ZoneInfo(zone)):%H:%M} {here:%Z}"


def read_lines(member: Member) -> list[InterviewLine]:
    """The candidate's interviews that are to come or wait for them, and feedback still wanted."""
    wanted = [*Interview.OPEN, *Interview.FIXED, *Interview.HELD]
    rows = Interview.objects.visible_to(member).filter(status__in=wanted).select_related("agency", *RELATED)
    said = set(InterviewFeedback.objects.visible_to(member).values_list("interview", flat=True))
    there = [one for one in rows.order_by("start", "pk")[:50] if one.status not in Interview.HELD or one.pk not in said]
    return [line_of(one, member) for one in there]


def line_of(interview: Interview, member: Member) -> InterviewLine:
    """One of them."""
    state, tone = STATES[Interview.Status(interview.status)]
    press = {Interview.Status.OFFERED: _("Pick a time")}.get(Interview.Status(interview.status), _("Open"))
    job, company = interview.application.job.title, organization_of(interview) if interview.name_company else ""
    return InterviewLine(
        title=interview.label,
        line=" · ".join(part for part in (job, company, interview.get_kind_display()) if part),
        state=str(state),
        tone=tone,
        when=when(interview.start, clocks_of(interview, member), interview.minutes) if interview.start else "",
        url=reverse("candidate_portal:interview", args=[interview.pk]),
        press=_("Give feedback") if interview.status in Interview.HELD else press,
    )
