"""The jobs that are shared with the reader: their list, with search, and each one's figures."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portico.client_portal.reading.consultant import Consultant, consultant_of
from portico.client_portal.reading.eyes import Eyes
from portico.jobs.models import Job
from portico.kit.lists import Order, read_page, words_asked
from portico.pipeline.models import Application, Submission
from portico.pipeline.submissions import AWAITED
from portico.portals.models import JobShare, JobShareQuerySet

ORDERS = {
    "waiting": Order(gettext_lazy("Waiting for you"), "-waiting"),
    "shared": Order(gettext_lazy("Newest"), "-shared"),
    "title": Order(gettext_lazy("Title"), "job__title"),
}
ACTIVE = Q(job__status__in=Job.ACTIVE)


@dataclass(slots=True)
class JobRow:
    """A shared job in the list."""

    title: str
    url: str
    line: str
    state: str
    inactive: bool
    shared: datetime
    waiting: int
    in_process: int
    submitted: int
    parts: list[dict[str, Any]]


@dataclass(slots=True)
class JobsPage:
    """My Jobs, or All Jobs."""

    jobs: list[JobRow]
    active: int
    all: int
    show: str
    query: str
    sort: str
    orders: list[tuple[str, str]]
    previous: str
    next: str
    consultant: Consultant
    url: str
    all_url: str
    preview: bool
    desk_url: str


def read_jobs(eyes: Eyes, params: QueryDict) -> JobsPage:
    """The list as the address asks: ?show=all for inactive ones too, ?q=…, ?sort=…"""
    show = "all" if params.get("show") == "all" else ""
    query = words_asked(params)
    counts = eyes.shares.aggregate(active=Count("pk", filter=ACTIVE), all=Count("pk"))
    chosen = eyes.shares if show else eyes.shares.filter(ACTIVE)
    if query:
        there = Q(job__title__icontains=query) | Q(job__location__icontains=query) | Q(job__city__icontains=query)
        chosen = chosen.filter(there)
    page = read_page(with_waiting(chosen, eyes), params, ORDERS, "waiting")
    asked = {"show": show, "q": query, "sort": page.sort if page.sort != "waiting" else ""}
    return JobsPage(
        jobs=job_rows(list(page.rows), eyes),
        **counts,
        show=show,
        query=query,
        sort=page.sort,
        orders=[(key, str(order.label)) for key, order in ORDERS.items()],
        previous=eyes.address("jobs", **asked, before=page.previous) if page.previous else "",
        next=eyes.address("jobs", **asked, after=page.next) if page.next else "",
        consultant=consultant_of(eyes.member),
        url=eyes.address("jobs", view=""),
        all_url=eyes.address("jobs", view="", show="all"),
        preview=eyes.preview,
        desk_url=reverse("backoffice:start") if eyes.preview else "",
    )


def with_waiting(shares: JobShareQuerySet, eyes: Eyes) -> JobShareQuerySet:
    """The shares with how many candidates wait in each, so that those can stand first."""
    here = eyes.waiting().filter(share=OuterRef("pk")).order_by().values("share").annotate(n=Count("pk"))
    counted = shares.annotate(waiting=Coalesce(Subquery(here.values("n")), 0))
    return counted.select_related("job").defer("job__internal_notes")


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
        inactive=not job.is_active,
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
