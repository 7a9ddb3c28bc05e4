"""The first page: what waits for the reader, and their jobs."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portico.client_portal.reading import people, standing
from portico.client_portal.reading.consultant import Consultant, consultant_of
from portico.client_portal.reading.eyes import Eyes
from portico.clients.models import Contact
from portico.jobs.models import Job
from portico.kit.lists import Order, read_page, words_asked
from portico.kit.times import ago
from portico.pipeline.models import Application, Submission, SubmissionView
from portico.pipeline.submissions import AWAITED
from portico.portals.models import JobShare, JobShareQuerySet

ORDERS = {"waiting": Order(gettext_lazy("Waiting for you"), "-waiting")}
WAITING = 6
SEARCH_FROM = 8
"""From so many jobs on there is a search box."""


@dataclass(slots=True)
class Waiting:
    """A candidate who waits for the reader's side."""

    name: str
    line: str
    job: str
    url: str
    since: str
    mark: str


@dataclass(slots=True)
class JobRow:
    """A shared job in the list."""

    title: str
    url: str
    line: str
    state: str
    shared: datetime
    waiting: int
    in_process: int
    submitted: int
    parts: list[dict[str, Any]]


@dataclass(slots=True)
class StartPage:
    """What the start page shows."""

    first_name: str
    organization: str
    welcome: str
    waiting: list[Waiting]
    waiting_count: int
    oldest: str
    next_url: str
    jobs: list[JobRow]
    active: int
    inactive: int
    show: str
    query: str
    searchable: bool
    previous: str
    next: str
    consultant: Consultant
    may_judge: bool
    preview: bool
    url: str
    inactive_url: str
    desk_url: str


def read_start(eyes: Eyes, params: QueryDict) -> StartPage:
    """The page for these eyes, as the address asks: ?show=inactive, ?q=…"""
    show = "inactive" if params.get("show") == "inactive" else "active"
    query = words_asked(params)
    asked = {"show": "" if show == "active" else show, "q": query}
    is_active = Q(job__status__in=Job.ACTIVE)
    counts = eyes.shares.aggregate(active=Count("pk", filter=is_active), inactive=Count("pk", filter=~is_active))
    chosen = eyes.shares.filter(is_active if show == "active" else ~is_active)
    if query:
        chosen = chosen.filter(Q(job__title__icontains=query) | Q(job__location__icontains=query))
    page = read_page(with_waiting(chosen, eyes), params, ORDERS, "waiting")
    waiting = standing.in_turn(eyes.waiting())
    rows = people.with_person(waiting, people.ON_CARDS, "share__job", "share__job__title").select_related("share__job")
    first = list(rows.select_related("application__candidate", "application__stage", "share__job")[:WAITING])
    own = Contact.objects.visible_to(eyes.member).select_related("organization").first()
    return StartPage(
        first_name=own.first_name if own else "",
        organization=own.organization.name if own and own.organization else "",
        welcome=eyes.settings.welcome,
        waiting=waiting_rows(first, eyes),
        waiting_count=waiting.count(),
        oldest=ago(first[0].submitted) if first else "",
        next_url=eyes.address("submission", first[0].pk) if first else "",
        jobs=job_rows(list(page.rows), eyes),
        **counts,
        show=show,
        query=query,
        searchable=bool(query) or counts[show] >= SEARCH_FROM,
        previous=eyes.address("start", **asked, before=page.previous) if page.previous else "",
        next=eyes.address("start", **asked, after=page.next) if page.next else "",
        consultant=consultant_of(eyes.member),
        may_judge=eyes.may_judge,
        preview=eyes.preview,
        url=eyes.address("start"),
        desk_url=reverse("backoffice:start") if eyes.preview else "",
        inactive_url=eyes.address("start", show="inactive"),
    )


def with_waiting(shares: JobShareQuerySet, eyes: Eyes) -> JobShareQuerySet:
    """The shares with how many candidates wait in each, so that those can stand first."""
    here = eyes.waiting().filter(share=OuterRef("pk")).order_by().values("share").annotate(n=Count("pk"))
    counted = shares.annotate(waiting=Coalesce(Subquery(here.values("n")), 0))
    return counted.select_related("job").defer("job__internal_notes")


def waiting_rows(found: list[Submission], eyes: Eyes) -> list[Waiting]:
    """The first of those who wait, with the reader's own marks."""
    looks = SubmissionView.objects.visible_to(eyes.member).filter(submission__in=[row.pk for row in found])
    seen = dict(looks.values_list("submission", "last"))
    return [
        Waiting(
            name=people.name_of(row.application.candidate),
            line=people.line_of(row, eyes.fields_of(row)) if "line" in eyes.settings.columns else "",
            job=row.share.job.title,
            url=eyes.address("submission", row.pk),
            since=ago(row.submitted),
            mark=standing.mark_of(row, seen),
        )
        for row in found
    ]


@dataclass(frozen=True, slots=True)
class Figure:
    """How many candidates of one share stand alike."""

    share: int
    stage_id: int
    status: str
    decision: str
    stage: str
    kind: str
    position: int
    clients_see: bool
    count: int

    @property
    def is_open(self) -> bool:
        """In process."""
        return self.status == Application.Status.OPEN

    @property
    def is_waiting(self) -> bool:
        """Waiting for the client, as SubmissionQuerySet.waiting says of rows."""
        return self.is_open and self.decision == Submission.Decision.NEW and self.kind in AWAITED


def job_rows(shares: list[JobShare], eyes: Eyes) -> list[JobRow]:
    """The jobs with their figures: one query for all of them."""
    figures: dict[int, list[Figure]] = {}
    for figure in figures_of([share.pk for share in shares], eyes):
        figures.setdefault(figure.share, []).append(figure)
    return [job_row(share, figures.get(share.pk, []), eyes) for share in shares]


def figures_of(shares: list[int], eyes: Eyes) -> list[Figure]:
    """How many candidates stand where."""
    stage = "application__stage__"
    alike = [
        "share",
        "application__stage",
        "application__status",
        "decision",
        f"{stage}name",
        f"{stage}kind",
        f"{stage}position",
        f"{stage}clients_see",
    ]
    rows = eyes.submissions.filter(share__in=shares).order_by().values_list(*alike)
    return [Figure(*row) for row in rows.annotate(count=Count("pk"))]


def job_row(share: JobShare, figures: list[Figure], eyes: Eyes) -> JobRow:
    """One job of the list."""
    job = share.job
    openings = ngettext("%d opening", "%d openings", job.openings) % job.openings
    running = [one for one in figures if one.is_open]
    return JobRow(
        title=job.title,
        url=eyes.address("job", share.pk, view=""),
        line=" · ".join(part for part in (job.location or job.city, job.get_type_display(), openings) if part),
        state="" if job.status == Job.Status.OPEN else job.get_status_display(),
        shared=share.shared,
        waiting=sum(one.count for one in figures if one.is_waiting) if eyes.settings_of(share).judging else 0,
        in_process=sum(one.count for one in running if one.decision != Submission.Decision.DECLINED),
        submitted=sum(one.count for one in figures),
        parts=parts_of(running, eyes),
    )


def parts_of(running: list[Figure], eyes: Eyes) -> list[dict[str, Any]]:
    """The pipeline as parts of a bar; stages that clients do not see are one part."""
    order = {pk: index - 1000 for index, pk in enumerate(eyes.settings.stage_order)}
    inside = _("With %s") % eyes.member.agency.name
    parts: dict[tuple[int, str], dict[str, Any]] = {}
    for one in running:
        name = eyes.settings.stage_name(one.stage_id, one.stage)
        key = (order.get(one.stage_id, one.position), name) if one.clients_see else (-2000, inside)
        kind = one.kind if one.clients_see else "sourced"
        parts.setdefault(key, {"label": key[1], "kind": kind, "count": 0})["count"] += one.count
    return [parts[key] for key in sorted(parts)]
