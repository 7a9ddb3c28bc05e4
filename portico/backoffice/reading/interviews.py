"""Interviews as the desk sees them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portico.agencies.models import Member
from portico.kit.local_time import known_zone, when
from portico.pipeline.interview_people import InterviewFeedback
from portico.pipeline.interviews import Interview, InterviewQuerySet
from portico.pipeline.models import Application

Status = Interview.Status
TONES: dict[str, str] = {
    Status.REQUESTED: "brand",
    Status.OFFERED: "info",
    Status.RESCHEDULING: "warn",
    Status.BOOKED: "ok",
    Status.CONFIRMED: "ok",
    Status.DONE: "info",
    Status.NO_SHOW_CANDIDATE: "danger",
    Status.NO_SHOW_CLIENT: "danger",
}
RELATED = [
    "agency", "application__candidate__member__user", "application__job__organization",
    "application__job__owner__user", "submission__share__portal", "asked_by__user",
]  # fmt: skip
SHOWS: dict[str, tuple[str, ...]] = {
    "": Interview.FIXED,
    "waiting": Interview.OPEN,
    "past": (*Interview.HELD, Status.CANCELLED, *Interview.NO_SHOWS),
}


@dataclass(frozen=True, slots=True)
class InterviewRow:
    """One interview, in a list or a panel."""

    pk: int
    label: str
    candidate: str
    job: str
    organization: str
    state: str
    tone: str
    when: str
    how: str
    since: datetime
    to_release: bool
    slots: list[str]
    proposal: str
    is_open: bool
    is_fixed: bool


def zone_of(member: Member) -> str:
    """On whose clocks this reader sees times."""
    return known_zone(member.user.zone, member.agency.zone)


def row_of(interview: Interview, member: Member) -> InterviewRow:
    """One of them; its slots are prefetched."""
    zone = zone_of(member)
    free = [one for one in interview.slots.all() if one.taker_id is None and one.state == "offered"]
    agreed = interview.status in {Status.REQUESTED, Status.RESCHEDULING}
    return InterviewRow(
        pk=interview.pk,
        label=interview.label,
        candidate=interview.application.candidate.name,
        job=interview.application.job.title,
        organization=interview.application.job.organization.name if interview.submission_id else "",
        state=interview.get_status_display(),
        tone=TONES.get(interview.status, "neutral"),
        when=when(interview.start, zone, interview.minutes) if interview.start else "",
        how=interview.get_kind_display(),
        since=interview.status_since,
        to_release=agreed and bool(free),
        slots=[when(one.start, zone) for one in sorted(free, key=lambda one: one.start)] if interview.is_open else [],
        proposal=interview.proposal,
        is_open=interview.is_open,
        is_fixed=interview.is_fixed,
    )


def of_application(application: Application, member: Member) -> list[InterviewRow]:
    """The rounds of one application."""
    rows = Interview.objects.visible_to(member).filter(application=application).select_related(*RELATED)
    return [row_of(one, member) for one in rows.prefetch_related("slots").order_by("-number")]


def listed(member: Member, show: str) -> InterviewQuerySet:
    """The rows of one tab of the list."""
    rows = Interview.objects.visible_to(member).filter(status__in=SHOWS[show])
    return rows.select_related(*RELATED).prefetch_related("slots")


def counts(member: Member) -> dict[str, int]:
    """How many stand under the tabs that want doing."""
    rows = Interview.objects.visible_to(member)
    return {show: rows.filter(status__in=SHOWS[show]).count() for show in ("", "waiting")}


def read_feedback(interview: Interview, member: Member) -> list[Any]:
    """What both sides said, the newest first."""
    rows = InterviewFeedback.objects.visible_to(member).filter(interview=interview.pk)
    return [
        {
            "who": one.by_name,
            "side": one.get_side_display(),
            "rating": one.rating,
            "advice": one.get_advice_display() if one.advice else "",
            "strengths": one.strengths,
            "concerns": one.concerns,
            "questions": one.questions,
            "colleagues": one.for_colleagues,
            "of_client": one.side == InterviewFeedback.Side.CLIENT,
            "at": one.at,
        }
        for one in rows
    ]
