"""The jobs that are shared with the reader: their list, with search, and each one's figures."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portico.client_portal.reading.consultant import Consultant, consultant_of
from portico.client_portal.reading.eyes import Eyes
from portico.jobs.models import Job
from portico.kit.lists import PAGE_SIZE, Order, Page, beyond, page_of, place_asked, read_page, words_asked
from portico.kit.prepared import figures, prepared
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
    active, total = amounts.first(eyes)
    page = found_jobs(eyes, params, show, query) if query else first_jobs(eyes, params, show)
    asked = {"show": show, "q": query, "sort": page.sort if page.sort != "waiting" else ""}
    return JobsPage(
        jobs=job_rows(list(page.rows), eyes),
        active=active,
        all=total,
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


@prepared
def amounts(eyes: Eyes) -> QuerySet[Any]:
    """How many jobs are active, and how many there are."""
    return figures(eyes.shares, active=Count("pk", filter=ACTIVE), all=Count("pk"))


@prepared
def shares_from(eyes: Eyes, *mark: Any, show: str, field: str, down: bool) -> QuerySet[Any]:
    """The jobs of one page: active ones or all, in this order, beyond a row."""
    shares = eyes.shares if show else eyes.shares.filter(ACTIVE)
    return beyond(with_waiting(shares, eyes), field, down=down, mark=mark)[: PAGE_SIZE + 1]


def first_jobs(eyes: Eyes, params: QueryDict, show: str) -> Page:
    """A page of the whole list."""
    place = place_asked(params, ORDERS, "waiting")
    found = shares_from(eyes, *place.mark, show=show, field=place.field, down=place.falls)
    return page_of(found, place, str)  # how many there are is said by the tabs


def found_jobs(eyes: Eyes, params: QueryDict, show: str, query: str) -> Page:
    """A page of the jobs in which these words stand."""
    there = Q(job__title__icontains=query) | Q(job__location__icontains=query) | Q(job__city__icontains=query)
    chosen = eyes.shares if show else eyes.shares.filter(ACTIVE)
    return read_page(with_waiting(chosen.filter(there), eyes), params, ORDERS, "waiting")


LISTED = ["title", "location", "city", "type", "openings", "status", "archived"]


def with_waiting(shares: JobShareQuerySet, eyes: Eyes) -> JobShareQuerySet:
    """The shares with how many candidates wait in each, so that those can stand first."""
    here = eyes.waiting().filter(share=OuterRef("pk")).order_by().values("share").annotate(n=Count("pk"))
    counted = shares.annotate(waiting=Coalesce(Subquery(here.values("n")), 0))
    own = ["agency", "portal", "shared", "values"]
    return counted.select_related("job").only(*own, *(f"job__{name}" for name in LISTED))


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
    found: dict[int, list[Figure]] = {}
    for figure in figures_of([share.pk for share in shares], eyes):
        found.setdefault(figure.share, []).append(figure)
    return [job_row(share, found.get(share.pk, []), eyes) for share in shares]


def figures_of(shares: list[int], eyes: Eyes) -> list[Figure]:
    """How many candidates stand where."""
    return [Figure(*row) for row in alike(eyes, shares)] if shares else []


@prepared
def alike(eyes: Eyes, shares: list[int]) -> QuerySet[Any]:
    """How many candidates of these shares stand alike."""
    stage = "application__stage__"
    names = [
        "share",
        "application__stage",
        "application__status",
        "decision",
        f"{stage}name",
        f"{stage}kind",
        f"{stage}position",
        f"{stage}clients_see",
    ]
    rows: Any = eyes.submissions.filter(share__in=shares).order_by().values_list(*names)
    return rows.annotate(count=Count("pk"))  # type: ignore[no-any-return]


def job_row(share: JobShare, found: list[Figure], eyes: Eyes) -> JobRow:
    """One job of the list."""
    job = share.job
    openings = ngettext("%d opening", "%d openings", job.openings) % job.openings
    running = [one for one in found if one.is_open]
    return JobRow(
        title=job.title,
        url=eyes.address("job", share.pk, view=""),
        line=" · ".join(part for part in (job.location or job.city, job.get_type_display(), openings) if part),
        state="" if job.status == Job.Status.OPEN else job.get_status_display(),
        inactive=not job.is_active,
        shared=share.shared,
        waiting=sum(one.count for one in found if one.is_waiting) if eyes.settings_of(share).judging else 0,
        in_process=sum(one.count for one in running if one.decision != Submission.Decision.DECLINED),
        submitted=sum(one.count for one in found),
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
