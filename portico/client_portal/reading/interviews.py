"""Interviews as a client may see them: nobody's name before it is shown, nothing the candidate said to the agency."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portico.agencies.models import Member
from portico.client_portal.reading.eyes import Eyes
from portico.kit.addresses import address
from portico.kit.local_time import known_zone, when
from portico.kit.prepared import prepared
from portico.kit.templating import web
from portico.kit.times import ago, now
from portico.pipeline.arranging import Person
from portico.pipeline.interview_people import InterviewFeedback
from portico.pipeline.interviews import Interview
from portico.pipeline.submissions import Submission

Status = Interview.Status
STATES: dict[str, tuple[Any, str]] = {
    Status.REQUESTED: (gettext_lazy("Asked for"), "info"),
    Status.OFFERED: (gettext_lazy("Candidate is choosing"), "info"),
    Status.RESCHEDULING: (gettext_lazy("New time needed"), "warn"),
    Status.BOOKED: (gettext_lazy("Booked"), "ok"),
    Status.CONFIRMED: (gettext_lazy("Confirmed"), "ok"),
    Status.DONE: (gettext_lazy("Feedback wanted"), "brand"),
    Status.REVIEWED: (gettext_lazy("Feedback given"), "neutral"),
    Status.CANCELLED: (gettext_lazy("Cancelled"), "neutral"),
    Status.NO_SHOW_CANDIDATE: (gettext_lazy("Candidate did not come"), "danger"),
    Status.NO_SHOW_CLIENT: (gettext_lazy("Not held"), "neutral"),
}
UPCOMING = (*Interview.OPEN, *Interview.FIXED, Status.DONE)


@dataclass(frozen=True, slots=True)
class InterviewLine:
    """One interview in a list."""

    label: str
    name: str
    job: str
    state: str
    tone: str
    when: str
    since: str
    url: str
    press: str
    mine: bool


@dataclass(frozen=True, slots=True)
class InterviewList:
    """The list page."""

    rows: list[InterviewLine]
    show: str
    upcoming: int
    zone: str
    url: str
    preview: bool
    desk_url: str


@dataclass(frozen=True, slots=True)
class Slot:
    """An offered time."""

    id: int
    when: str


@dataclass(frozen=True, slots=True)
class Judged:
    """One colleague's feedback, or the reader's own."""

    name: str
    mine: bool
    rating: int
    advice: str
    strengths: str
    concerns: str
    for_colleagues: bool
    at: datetime


@dataclass(slots=True)
class InterviewPage:
    """One interview."""

    id: int
    label: str
    name: str
    job: str
    submission_url: str
    state: str
    tone: str
    since: str
    when: str
    kind: str
    place: str
    link: str
    minutes: int
    notes: str
    for_candidate: str
    slots: list[Slot]
    waits_for: str
    people: list[Person]
    said: list[Judged]
    may_act: bool
    may_pick: bool
    may_offer: bool
    may_again: bool
    may_cancel: bool
    may_no_show: bool
    may_judge: bool
    next_url: str
    zone: str
    preview: bool = False


def zone_of(member: Member) -> str:
    """On whose clocks this reader sees times."""
    return known_zone(member.user.zone, member.agency.zone)


def may_arrange(eyes: Eyes, submission: Submission) -> bool:
    """Whether the reader may ask for interviews with this candidate."""
    running = submission.application.status == "open"
    return eyes.may_judge and not eyes.preview and running and submission.share.settings.interviews


def state_of(interview: Interview) -> tuple[str, str]:
    """How it stands, in the client's words, and its color."""
    if interview.status == Status.OFFERED and interview.picker == Interview.Picker.CLIENT:
        return _("Pick a time"), "brand"
    words, tone = STATES[interview.status]
    return str(words), tone


def read_lines(eyes: Eyes, statuses: tuple[str, ...], *, most: int = 100) -> list[InterviewLine]:
    """Interviews in these states; with a time first, the soonest of them first."""
    interviews = Interview.through(eyes.submissions).filter(status__in=statuses)
    rows = list(interviews.order_by("start", "asked", "pk")[:most])
    related = ["application__candidate", "application__job", "share__portal__organization", "agency"]
    shown = eyes.submissions.with_blind().filter(pk__in={one.submission_id for one in rows}).select_related(*related)
    by_pk = {one.pk: one for one in shown}
    said = InterviewFeedback.objects.visible_to(eyes.member).filter(member=eyes.member.pk)
    mine = set(said.values_list("interview", flat=True))
    return [line_of(one, by_pk[one.submission_id], eyes, one.pk in mine) for one in rows if one.submission_id in by_pk]


def line_of(interview: Interview, submission: Submission, eyes: Eyes, judged: bool) -> InterviewLine:
    """One of them."""
    state, tone = state_of(interview)
    press = ""
    if interview.status == Status.DONE and eyes.may_judge and not judged:
        press = _("Give feedback")
    elif interview.status == Status.OFFERED and interview.picker == Interview.Picker.CLIENT and eyes.may_judge:
        press = _("Pick a time")
    plain = Interview(number=interview.number, title="" if submission.is_blind else interview.title)
    page = "client_portal:interview"
    return InterviewLine(
        label=plain.label,
        name=submission.shown_name,
        job=submission.application.job.title,
        state=state,
        tone=tone,
        when=when(interview.start, zone_of(eyes.member), interview.minutes) if interview.start else "",
        since=ago(interview.status_since),
        url=eyes.address("submission", submission.pk) if eyes.preview else reverse(page, args=[interview.pk]),
        press="" if eyes.preview else press,
        mine=bool(press),
    )


def read_list(eyes: Eyes, show: str) -> InterviewList:
    """Upcoming ones, or those that are over."""
    past = show == "past"
    over = (Status.REVIEWED, Status.CANCELLED, *Interview.NO_SHOWS)
    rows = read_lines(eyes, over if past else UPCOMING)
    return InterviewList(
        rows=rows[::-1] if past else rows,
        show="past" if past else "",
        upcoming=Interview.through(eyes.submissions).filter(status__in=UPCOMING).count(),
        zone=zone_of(eyes.member),
        url=eyes.address("interview_list", view=""),
        preview=eyes.preview,
        desk_url=reverse("backoffice:portal_list") if eyes.preview else "",
    )


@prepared
def rounds_of(eyes: Eyes, submission: int) -> QuerySet[Any]:
    """The rounds so far."""
    return Interview.through(eyes.submissions.filter(pk=submission)).order_by("number")


def read_rounds(eyes: Eyes, submission: Submission) -> dict[str, Any]:
    """The part on a candidate's page: the rounds so far, and whether one may be asked for."""
    rounds: list[Interview] = rounds_of(eyes, submission.pk)
    if submission.application.job_id == submission.share.job_id:
        submission.application.job = submission.share.job
    may = may_arrange(eyes, submission) and not any(one.is_open for one in rounds)
    return {
        "rows": [line_of(one, submission, eyes, False) for one in rounds],
        "ask_url": address("client_portal:interview_add", submission.pk) if may else "",
        "preview": eyes.preview and eyes.settings_of(submission.share).interviews,
    }


def read_upcoming(eyes: Eyes) -> dict[str, Any]:
    """The part on the start page: what is to come or waits for the reader's side."""
    rows = read_lines(eyes, UPCOMING, most=8)
    return {"rows": rows, "url": eyes.address("interview_list", view=""), "zone": zone_of(eyes.member)}


def read_interview(interview: Interview, member: Member, may_judge: bool) -> InterviewPage:
    """The page for a client contact."""
    submission: Any = interview.submission
    zone = zone_of(member)
    running = submission.application.status == "open"
    may_act = may_judge and submission.share.settings.interviews
    arranging = may_act and running
    state, tone = state_of(interview)
    return InterviewPage(
        id=interview.pk,
        label=submission.masked(interview.label),
        name=submission.shown_name,
        job=interview.application.job.title,
        submission_url=reverse("client_portal:submission", args=[submission.pk]),
        state=state,
        tone=tone,
        since=ago(interview.status_since),
        when=when(interview.start, zone, interview.minutes) if interview.start else "",
        kind=interview.get_kind_display(),
        place=submission.masked(interview.place),
        link=web(interview.place),
        minutes=interview.minutes,
        notes=submission.masked(interview.for_client),
        for_candidate=submission.masked(interview.for_candidate),
        slots=[Slot(one.pk, when(one.start, zone, interview.minutes)) for one in interview.free_slots()],
        waits_for=waits_for(interview),
        people=[Person(one.name, one.email) for one in interview.people.all()],
        said=read_said(interview, member),
        may_act=arranging,
        **deeds_now(interview, arranging),
        may_judge=may_judge and interview.status in Interview.HELD,
        next_url=reverse("client_portal:interview_add", args=[submission.pk])
        if arranging and interview.status in Interview.HELD
        else "",
        zone=zone,
    )


def deeds_now(interview: Interview, arranging: bool) -> dict[str, bool]:
    """What the reader can do about it now."""
    picks = interview.status == Status.OFFERED and interview.picker == Interview.Picker.CLIENT
    begun = interview.start is not None and interview.start <= now()
    return {
        "may_pick": arranging and picks and not interview.offer_is_over,
        "may_offer": arranging and interview.is_open and not picks,
        "may_again": arranging and (interview.is_fixed or interview.status in Interview.NO_SHOWS),
        "may_cancel": arranging and (interview.is_open or interview.is_fixed),
        "may_no_show": arranging and begun and interview.status in (*Interview.FIXED, Status.DONE),
    }


def waits_for(interview: Interview) -> str:
    """Who has the next step."""
    agency = interview.agency.name
    match interview.status:
        case Status.REQUESTED:
            return _("%s hands your times on to the candidate, or arranges a time.") % agency
        case Status.OFFERED if interview.picker == Interview.Picker.CANDIDATE:
            return _("The candidate is choosing among these times.")
        case Status.RESCHEDULING:
            return _("%s looks for a new time with the candidate. You can offer times.") % agency
    return ""


def read_said(interview: Interview, member: Member) -> list[Judged]:
    """The reader's own feedback first, then what colleagues let them read."""
    rows = InterviewFeedback.objects.visible_to(member).filter(interview=interview.pk)
    said = [
        Judged(
            name=one.by_name,
            mine=one.member_id == member.pk,
            rating=one.rating,
            advice=one.get_advice_display(),
            strengths=one.strengths,
            concerns=one.concerns,
            for_colleagues=one.for_colleagues,
            at=one.at,
        )
        for one in rows
    ]
    return sorted(said, key=lambda one: not one.mine)
