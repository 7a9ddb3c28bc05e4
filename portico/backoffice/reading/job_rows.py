"""The rows of the list of jobs: as many queries for fifty jobs as for one, each of them compiled once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Min, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from portico.agencies.models import Member
from portico.jobs.models import Job, JobQuerySet
from portico.kit.lists import COUNT_LIMIT, PAGE_SIZE, beyond, is_long, number, up_to_limit
from portico.kit.prepared import figures, prepared
from portico.pipeline.models import Application, Arrival, Submission
from portico.portals.models import JobShare

FIELDS = (
    "pk", "title", "location", "city", "type", "status", "archived", "organization", "organization__name",
    "owner__user__name", "owner__user__email", "changed",
)  # fmt: skip
TONES = {"open": "ok", "on_hold": "warn", "filled": "brand"}


@dataclass(slots=True)
class Row:
    """One row of the list."""

    pk: int
    title: str
    place: str
    type: str
    status: str
    archived: datetime | None
    organization_pk: int
    organization: str
    owner: str
    changed: datetime
    sorted_by: Any = None
    """What the list is sorted by, where it is none of these."""
    in_process: int = 0
    new: int = 0
    is_shared: bool = False
    client_since: datetime | None = None
    """Since when the client owes the first answer."""

    @property
    def is_active(self) -> bool:
        """Whether it is being worked on."""
        return self.status in Job.ACTIVE and self.archived is None

    @property
    def state(self) -> str | Promise:
        """Its state, in words."""
        return _("Archived") if self.archived else Job.Status(self.status).label

    @property
    def tone(self) -> str:
        """How that is to be taken."""
        return "neutral" if self.archived else TONES.get(self.status, "neutral")


def fields_for(order: str) -> tuple[str, ...]:
    """What is read of each row, with what the list is sorted by at the end, unless it is there anyway."""
    return FIELDS if order in FIELDS else (*FIELDS, order)


def rows_of(found: Iterable[tuple[Any, ...]]) -> list[Row]:
    """The rows of what was read by fields_for an order."""
    types, rows = {kind.value: str(kind.label) for kind in Job.Type}, []
    for values in found:
        pk, title, location, city, kind, status, archived, at, organization, owner, mail, changed, *order = values
        who = owner or mail or ""
        rows.append(
            Row(pk, title, location or city, types[kind], status, archived, at, organization, who, changed, *order)
        )
    return rows


def narrowed(member: Member, values: dict[str, Any], *, archived: bool) -> JobQuerySet:
    """Jobs with these values."""
    return Job.objects.visible_to(member).filter(archived__isnull=not archived, **values)


@prepared
def jobs(member: Member, *asked: Any, by: tuple[str, ...], field: str, down: bool, archived: bool) -> QuerySet[Any]:
    """A page of the jobs narrowed `by` fields, whose values come first; then the row beyond which it lies."""
    rows = narrowed(member, dict(zip(by, asked, strict=False)), archived=archived)
    return beyond(rows, field, down=down, mark=asked[len(by) :])[: PAGE_SIZE + 1].values_list(*fields_for(field))


@prepared
def beyond_limit(member: Member, *asked: Any, by: tuple[str, ...], archived: bool) -> QuerySet[Any]:
    """One row, if there are more than are counted on every page."""
    rows = narrowed(member, dict(zip(by, asked, strict=True)), archived=archived).order_by("changed", "pk")
    return rows[COUNT_LIMIT : COUNT_LIMIT + 1].values_list("pk")


@prepared
def amount(member: Member, *asked: Any, by: tuple[str, ...], archived: bool) -> QuerySet[Any]:
    """How many there are."""
    return figures(narrowed(member, dict(zip(by, asked, strict=True)), archived=archived), amount=Count("pk"))


def amount_text(member: Member, asked: dict[str, Any], *, archived: bool, exact: bool = False) -> str:
    """How many there are: exact up to 10,000, beyond that only when somebody asks."""
    by, values = tuple(asked), tuple(asked.values())
    whose = ("jobs", member.pk, by, values, archived)
    if not exact and is_long(whose, lambda: beyond_limit(member, *values, by=by, archived=archived)):
        return up_to_limit(COUNT_LIMIT + 1)
    found = amount.first(member, *values, by=by, archived=archived)
    return number(found[0] if found else 0)


@prepared
def running_on(member: Member, jobs: list[int]) -> QuerySet[Any]:
    """How many candidates are in process on each of these."""
    rows = Application.objects.visible_to(member).open().filter(job__in=jobs)
    return rows.order_by().values_list("job").annotate(Count("pk"))


@prepared
def new_on(member: Member, jobs: list[int]) -> QuerySet[Any]:
    """How many came in on each through the careers pages, and nobody has looked at yet."""
    rows = Arrival.objects.visible_to(member).fresh().filter(application__job__in=jobs)
    return rows.order_by().values_list("application__job").annotate(Count("pk"))


@prepared
def live_on(member: Member, jobs: list[int]) -> QuerySet[Any]:
    """Which of these the client sees."""
    return JobShare.objects.visible_to(member).live().filter(job__in=jobs).order_by().values_list("job", flat=True)


@prepared
def awaited_on(member: Member, jobs: list[int]) -> QuerySet[Any]:
    """Since when the client owes a first answer on each of these."""
    rows = Submission.objects.visible_to(member).filter(application__job__in=jobs).shown().waiting()
    return rows.order_by().values_list("application__job").annotate(Min("submitted"))


def complete(rows: Iterable[Row], member: Member) -> None:
    """The rows with their figures."""
    there = {row.pk: row for row in rows}
    numbers = list(there)
    if not numbers:
        return
    for pk, count in running_on(member, numbers):
        there[pk].in_process = count
    for pk, count in new_on(member, numbers):
        there[pk].new = count
    for pk in live_on(member, numbers):
        there[pk].is_shared = True
    for pk, since in awaited_on(member, numbers):
        there[pk].client_since = since
