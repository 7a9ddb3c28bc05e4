"""The first page: what waits for the reader and since when, what is new, and their jobs."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from portico.client_portal.reading import people, standing
from portico.client_portal.reading.consultant import Consultant, consultant_of
from portico.client_portal.reading.eyes import Eyes
from portico.client_portal.reading.jobs import ACTIVE, JobRow, job_rows, with_waiting
from portico.clients.models import Contact
from portico.kit.times import ago
from portico.pipeline.models import Message, Submission, SubmissionView

WAITING = 6
JOBS = 6
"""How many of what waits, and how many jobs, stand on the first page."""


@dataclass(slots=True)
class Waiting:
    """A candidate who waits for the reader's side, or an unread message about one."""

    name: str
    line: str
    job: str
    url: str
    since: str
    mark: str


@dataclass(slots=True)
class News:
    """What came since the reader's last visit."""

    count: int
    since: datetime
    url: str


@dataclass(slots=True)
class StartPage:
    """What the start page shows."""

    first_name: str
    organization: str
    welcome: str
    news: News | None
    waiting: list[Waiting]
    waiting_count: int
    oldest: str
    oldest_at: datetime | None
    next_url: str
    messages: list[Waiting]
    jobs: list[JobRow]
    active: int
    inactive: int
    positions: int
    in_process: int
    interviews_on: bool
    consultant: Consultant
    may_judge: bool
    preview: bool
    jobs_url: str
    all_url: str
    desk_url: str


def read_start(eyes: Eyes, last_visit: datetime | None = None) -> StartPage:
    """The page for these eyes, and what is new since their last visit."""
    counts = eyes.shares.aggregate(
        active=Count("pk", filter=ACTIVE),
        inactive=Count("pk", filter=~ACTIVE),
        positions=Sum("job__openings", filter=ACTIVE, default=0),
    )
    waiting = standing.in_turn(eyes.waiting())
    rows = people.with_person(waiting, people.ON_CARDS, "share__job", "share__job__title").select_related("share__job")
    first = list(rows.select_related("application__candidate", "application__stage", "share__job")[:WAITING])
    own = Contact.objects.visible_to(eyes.member).select_related("organization").first()
    shares: Any = with_waiting(eyes.shares.filter(ACTIVE), eyes)
    running = eyes.submissions.filter(application__status="open").exclude(decision=Submission.Decision.DECLINED)
    return StartPage(
        first_name=own.first_name if own else "",
        organization=own.organization.name if own and own.organization else "",
        welcome=eyes.settings.welcome,
        news=read_news(eyes, last_visit),
        waiting=waiting_rows(first, eyes),
        waiting_count=waiting.count(),
        oldest=ago(first[0].submitted) if first else "",
        oldest_at=first[0].submitted if first else None,
        next_url=eyes.address("submission", first[0].pk) if first else "",
        messages=read_unread(eyes),
        jobs=job_rows(list(shares.order_by("-waiting", "-pk")[:JOBS]), eyes),
        **counts,
        in_process=running.count(),
        interviews_on=eyes.settings.interviews,
        consultant=consultant_of(eyes.member),
        may_judge=eyes.may_judge,
        preview=eyes.preview,
        jobs_url=eyes.address("jobs", view=""),
        all_url=eyes.address("jobs", view="", show="all"),
        desk_url=reverse("backoffice:start") if eyes.preview else "",
    )


def read_news(eyes: Eyes, last_visit: datetime | None) -> News | None:
    """Who was submitted since the last visit and has not been looked at yet by the reader."""
    if last_visit is None:
        return None
    looked = SubmissionView.objects.visible_to(eyes.member).values("submission")
    fresh = eyes.submissions.filter(submitted__gt=last_visit, application__status="open").exclude(pk__in=looked)
    count, first = fresh.count(), standing.in_turn(fresh).first()
    return News(count, last_visit, eyes.address("submission", first.pk)) if first is not None else None


def read_unread(eyes: Eyes) -> list[Waiting]:
    """Submissions with messages that the reader has not read, the oldest first."""
    if eyes.preview:
        return []
    unread = Message.objects.visible_to(eyes.member).unread_by(eyes.member)
    rows = (
        unread.filter(submission__in=eyes.submissions).order_by("at", "pk").values_list("submission", "by_name", "at")
    )
    found: dict[int, tuple[str, datetime]] = {}
    for submission, who, at in rows[:200]:
        found.setdefault(submission, (who, at))
    theirs = people.with_person(
        eyes.submissions.filter(pk__in=list(found)[:WAITING]), people.ON_CARDS, "share__job__title"
    )
    shown = {row.pk: row for row in theirs.select_related("share__job")}
    return [
        Waiting(
            name=shown[pk].shown_name,
            line=_("%s wrote") % who,
            job=shown[pk].share.job.title,
            url=eyes.address("submission", pk) + "#messages",
            since=ago(at),
            mark="",
        )
        for pk, (who, at) in found.items()
        if pk in shown
    ]


def waiting_rows(found: list[Submission], eyes: Eyes) -> list[Waiting]:
    """The first of those who wait, with the reader's own marks."""
    looks = SubmissionView.objects.visible_to(eyes.member).filter(submission__in=[row.pk for row in found])
    seen = dict(looks.values_list("submission", "last"))
    return [
        Waiting(
            name=row.shown_name,
            line=people.line_of(row.application.candidate, eyes.fields_of(row))
            if "line" in eyes.settings.columns
            else "",
            job=row.share.job.title,
            url=eyes.address("submission", row.pk),
            since=ago(row.submitted),
            mark=standing.mark_of(row, seen),
        )
        for row in map(people.covered, found)
    ]
