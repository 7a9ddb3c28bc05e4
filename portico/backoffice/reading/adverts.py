"""How a job stands towards the public: its advert, who read it, and where applicants came from."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from portico.agencies.models import Member
from portico.candidates.settings import settings_of
from portico.jobs.models import Advert, Job
from portico.kit.addresses import address
from portico.kit.prepared import prepared
from portico.kit.times import day
from portico.pipeline.models import Application


@dataclass(frozen=True, slots=True)
class Source:
    """Where applicants came from, and how many."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class AdvertRead:
    """The advert, as the desk shows it."""

    written: bool
    label: str
    tone: str
    note: str
    can_end: bool
    can_publish: bool
    public_url: str
    preview_url: str
    views: int
    published: str
    until: str
    applications: int
    sources: list[Source]


def read_advert(row: Advert, member: Member) -> AdvertRead:
    """The advert of a job, or that there is none yet."""
    careers = settings_of(row.agency_id).careers
    label, tone, note = state_of(row, careers=careers)
    sources = [Source(name or _("Added by the agency"), count) for name, count in sources_of(member, row.job_id)]
    shows = row.is_live and bool(row.pk) and careers
    path = address("careers:job", row.pk, row.slug) if shows else ""
    return AdvertRead(
        written=bool(row.pk),
        label=label,
        tone=tone,
        note=note,
        can_end=row.status == Advert.Status.LIVE,
        can_publish=row.status != Advert.Status.LIVE,
        public_url=row.agency.address(path) if path else "",
        preview_url=address("careers:preview", row.pk) if row.pk else "",
        views=row.views,
        published=day(row.published),
        until=day(row.valid_until),
        applications=sum(one.count for one in sources),
        sources=sources,
    )


@prepared
def sources_of(member: Member, job: int) -> QuerySet[Any]:
    """Where a job's applicants came from, most of them first."""
    rows: QuerySet[Any] = Application.objects.visible_to(member).filter(job=job).order_by().values_list("source")
    counted: QuerySet[Any] = rows.annotate(count=Count("pk")).order_by("-count", "source")[:12]
    return counted


@prepared
def adverts_of(member: Member, job: int) -> QuerySet[Any]:
    """The advert of a job."""
    return Advert.objects.visible_to(member).filter(job=job).order_by("pk")[:1]


def advert_on(job: Job, member: Member) -> Advert:
    """A job's advert, or a first draft of one."""
    job.agency = member.agency
    found: Advert = adverts_of.first(member, job.pk) or Advert.draft_of(job)
    found.job, found.agency = job, member.agency
    return found


def state_of(row: Advert, *, careers: bool) -> tuple[str, str, str]:
    """The state as people name it, its tone, and what is to be said. `careers`: whether there are such pages."""
    if not row.pk:
        return _("Not written"), "neutral", _("Nobody outside reads of this job yet.")
    if row.status == Advert.Status.DRAFT:
        return _("Draft"), "neutral", _("Nobody outside reads it yet.")
    if row.status == Advert.Status.ENDED:
        return _("Ended"), "neutral", _("Its address says that the job is no longer open.")
    if row.is_over:
        return _("Expired"), "warn", _("Its last day has passed. Choose a later one to show it again.")
    if row.job.status != Job.Status.OPEN or row.job.archived:
        return _("Paused"), "warn", _("It comes back when the job is open again.")
    if not careers:
        return _("Hidden"), "warn", _("Your careers pages are off.")
    return _("Live"), "ok", ""
