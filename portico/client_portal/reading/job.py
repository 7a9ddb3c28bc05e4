"""The page of a shared job: its facts, its figures, and its pipeline as columns or as a list."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portico.agencies.roles import May
from portico.client_portal.reading import cards, people, standing
from portico.client_portal.reading.cards import Card
from portico.client_portal.reading.consultant import Consultant, consultant_of, from_member
from portico.client_portal.reading.eyes import Eyes
from portico.jobs.models import Job
from portico.jobs.stages import Stage
from portico.kit.prepared import prepared
from portico.kit.times import day, now
from portico.pipeline.models import Application
from portico.portals.models import JobShare
from portico.portals.settings import COLUMNS

WITH_AGENCY = "agency"
"""The first column: candidates who stand in a stage that clients do not see."""


@dataclass(slots=True)
class Column:
    """One stage with its cards."""

    id: str
    name: str
    kind: str
    accepts: bool
    count: int
    cards: list[Card]


@dataclass(slots=True)
class Pipeline:
    """Everybody who was submitted: in process by stage, and closed."""

    columns: list[Column]
    closed: list[Card]
    waiting: int
    oldest: datetime | None
    next_url: str
    in_process: int
    submitted: int
    placed: int
    open_to: list[dict[str, Any]]
    """The stages into which the reader may move somebody."""
    move_action: str
    """Where the board's one form is sent, with the number of a card in the place of 0."""

    @property
    def open_cards(self) -> list[Card]:
        """Those in process, stage by stage."""
        return [one for column in self.columns for one in column.cards]


@dataclass(slots=True)
class JobPage:
    """A shared job."""

    id: int
    title: str
    url: str
    list_url: str
    board_url: str
    compare_url: str
    start_url: str
    facts: list[dict[str, str]]
    description: str
    state: str
    ended: str
    openings: int
    days_open: int
    shared: datetime
    consultant: Consultant
    view: str
    may_judge: bool
    may_move: bool
    may_propose: bool
    shows_pay: bool
    columns: list[dict[str, object]]
    preview: bool
    desk_url: str
    pipeline: Pipeline | None


def read_job(eyes: Eyes, pk: int) -> JobPage:
    """The page for these eyes; a 404 where the job is not shared with them."""
    share: JobShare | None = one_share.first(eyes, pk)
    if share is None:
        raise Http404
    job = share.job
    return JobPage(
        id=share.pk,
        title=job.title,
        url=eyes.address("job", share.pk),
        list_url=eyes.address("job", share.pk, view="list"),
        board_url=eyes.address("job", share.pk, view=""),
        compare_url=eyes.address("compare", share.pk, view=""),
        start_url=eyes.address("start", view=""),
        facts=facts_of(share, eyes),
        description=job.description,
        state=job.status,
        ended="" if job.is_active else ended_words(job),
        openings=job.openings,
        days_open=(now() - (job.opened or share.shared)).days,
        shared=share.shared,
        consultant=from_member(job.owner, share.shared_by) or consultant_of(eyes.member),
        view="list" if eyes.view == "list" else "board",
        may_judge=eyes.may_judge,
        may_move=eyes.may_judge and eyes.settings_of(share).moving,
        may_propose=eyes.settings_of(share).job_edits and eyes.member.may(May.REQUEST) and job.is_active,
        shows_pay=share.show_pay,
        columns=columns_shown(eyes),
        preview=eyes.preview,
        desk_url=reverse("backoffice:job", args=[job.pk]) if eyes.preview else "",
        pipeline=read_pipeline(eyes, share) if job.is_active else None,
    )


SHARE = ("agency", "portal", "job", "status", "shared", "shared_by", "expires", "show_pay", "values")
JOB = ["agency", "title", "status", "status_since", "type", "location", "city", "openings", "opened", "description"]
JOB += ["owner", "pay_from", "pay_to", "pay_currency", "pay_per", "archived"]


@prepared
def one_share(eyes: Eyes, pk: int) -> QuerySet[Any]:
    """A job with who can be asked about it: what the page says of them, and no more."""
    read = [*SHARE, *(f"job__{name}" for name in JOB)]
    read += [f"{who}__{name}" for who in ("job__owner", "shared_by") for name in people.COLLEAGUE]
    return eyes.shares.select_related("job__owner__user", "shared_by__user").only(*read).filter(pk=pk)


@prepared
def submitted_on(eyes: Eyes, share: int) -> QuerySet[Any]:
    """Who was submitted on a share, as cards show them, in turn."""
    mine = standing.in_turn(eyes.submissions.filter(share=share))
    return cards.with_marks(people.with_person(mine, people.ON_CARDS), eyes)


def columns_shown(eyes: Eyes) -> list[dict[str, object]]:
    """The list's columns beside name and stage; what somebody does and their skills stand under the name."""
    names = [name for name in COLUMNS if name in eyes.settings.columns and name not in {"line", "skills"}]
    return [{"name": name, "label": str(COLUMNS[name]), "number": name == "rating"} for name in names]


def facts_of(share: JobShare, eyes: Eyes) -> list[dict[str, str]]:
    """What stands under the title; pay only where the agency chose to show it."""
    job = share.job
    openings = ngettext("%d opening", "%d openings", job.openings) % job.openings
    pay = job.pay if eyes.sees_money else people.NOT_FOR_YOU
    facts = [
        {"icon": "map-pin", "label": _("Location"), "text": job.location or job.city},
        {"icon": "briefcase", "label": _("Type"), "text": job.get_type_display()},
        {"icon": "users", "label": _("Openings"), "text": openings},
        {"icon": "wallet", "label": _("Pay"), "text": str(pay) if share.show_pay and job.pay else ""},
        {"icon": "calendar-clock", "label": _("Shared"), "text": until_words(share)},
    ]
    return [fact for fact in facts if fact["text"]]


def until_words(share: JobShare) -> str:
    """Until when the share is open, if it ends on its own."""
    return _("Open to you until %s") % day(share.expires) if share.expires else ""


def ended_words(job: Job) -> str:
    """Why an inactive job has no pipeline."""
    if job.status == Job.Status.FILLED:
        return _("This job was filled on %s.") % day(job.status_since)
    return _("The work on this job ended on %s.") % day(job.status_since)


def read_pipeline(eyes: Eyes, share: JobShare) -> Pipeline:
    """The submissions of a share, by stage."""
    rows = standing.as_published(submitted_on(eyes, share.pk), eyes)
    context = cards.context_of(rows, eyes)
    settings = eyes.settings_of(share)
    stages = eyes.stages()
    open_to = cards.may_move_into(stages) if eyes.may_judge and settings.moving else []
    in_process: list[Card] = []
    closed: list[Card] = []
    placed = 0
    for submission in rows:
        application = submission.application
        placed += application.status == Application.Status.PLACED
        made = cards.card(submission, context)
        (closed if made.closed else in_process).append(made)
        made.movable = cards.may_be_moved(application, open_to)
        if made.movable and eyes.view == "list":
            made.move = move_of(made, open_to, eyes)
    for one in in_process:
        one.waiting = one.waiting and settings.judging
        one.late = one.late and one.waiting
    waiting = [one for one in in_process if one.waiting]
    return Pipeline(
        columns=columns_of(in_process, stages, open_to, eyes.member.agency.name),
        closed=closed,
        waiting=len(waiting),
        oldest=waiting[0].since if waiting else None,
        next_url=waiting[0].url if waiting else "",
        in_process=sum(one.answer_tone != "neutral" for one in in_process),
        submitted=len(rows),
        placed=placed,
        open_to=open_to,
        move_action=eyes.address("submission_move", 0, back="job") if open_to else "",
    )


def move_of(card: Card, open_to: list[dict[str, Any]], eyes: Eyes) -> dict[str, Any]:
    """The form of one card."""
    action = eyes.address("submission_move", card.id, back="job")
    return cards.move_form(card.stage_id, open_to, action, target="pipeline")


def columns_of(shown: list[Card], stages: list[Stage], goals: list[dict[str, Any]], agency: str) -> list[Column]:
    """The stages that clients see, in order; before them those who are with the agency, if there are any."""
    visible = {stage.pk for stage in stages}
    inside = [one for one in shown if one.stage_id not in visible]
    open_to = {stage["id"] for stage in goals}
    name = _("With %s") % agency
    for one in inside:
        one.stage_name = name
    columns = [column(WITH_AGENCY, name, "sourced", False, inside)] if inside else []
    by_stage: dict[int, list[Card]] = {}
    for one in shown:
        by_stage.setdefault(one.stage_id, []).append(one)
    for stage in stages:
        here = by_stage.get(stage.pk, [])
        if here or stage.kind != Stage.Kind.PLACED:
            columns.append(column(str(stage.pk), stage.name, stage.kind, stage.pk in open_to, here))
    return columns


def column(key: str, name: str, kind: str, accepts: bool, here: list[Card]) -> Column:
    """A column: who waits first, who was declined last."""
    here = sorted(here, key=lambda one: (not one.waiting, one.answer_tone == "neutral"))
    return Column(key, name, kind, accepts, len(here), here)


def open_move(page: JobPage, key: int, typed: dict[str, Any], eyes: Eyes) -> None:
    """Draw the form in its card, open: a refused move as it was typed, or an empty one for who has no scripts."""
    for one in page.pipeline.open_cards if page.pipeline else []:
        if page.pipeline and one.id == key and one.movable:
            one.move = {**move_of(one, page.pipeline.open_to, eyes), **typed, "open": True, "focus": True}
