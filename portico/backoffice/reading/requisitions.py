"""What the desk shows of requisitions and proposed changes."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from portico.agencies.models import Member
from portico.agencies.roles import May
from portico.candidates.naming import called
from portico.jobs.models import Job, Requisition, RequisitionVersion
from portico.jobs.requisitions import FIELDS
from portico.jobs.twins import twin_jobs, twin_requisitions
from portico.kit.addresses import address
from portico.kit.prepared import figures, prepared
from portico.portals.job_changes import JobChange
from portico.portals.request_mails import owner_of
from portico.portals.sharing import Missing, missing

TONES = {
    "draft": "neutral",
    "submitted": "warn",
    "in_review": "info",
    "changes_requested": "neutral",
    "on_hold": "neutral",
    "approved": "ok",
    "declined": "danger",
    "withdrawn": "neutral",
    "open": "warn",
    "accepted": "ok",
    "partly_accepted": "ok",
}
LONG = ("description", "qualifications", "requirements", "note")


@dataclass(frozen=True, slots=True)
class Twin:
    """Something that may be the same."""

    title: str
    url: str
    note: str


@dataclass(frozen=True, slots=True)
class RequisitionPage:
    """One requisition, as it was handed in last."""

    tone: str
    facts: list[tuple[str, str]]
    texts: list[tuple[str, str]]
    difference: list[dict[str, str]]
    """What became different since the time before."""
    times: int
    twins: list[Twin]
    missing: list[Missing]
    """Why the job could not be shared at once."""
    owner: str
    """Who would own the job."""


def read_requisition(row: Requisition, member: Member) -> RequisitionPage:
    """One requisition for this reader; pay only for those who see it."""
    versions = list(RequisitionVersion.objects.visible_to(member).filter(requisition=row).order_by("-number")[:2])
    names = [name for name in FIELDS if name != "pay" or member.may(May.SEE_MONEY)]
    said: dict[str, str] = versions[0].values if versions else {}
    before: dict[str, str] = versions[1].values if len(versions) > 1 else said
    changed = [name for name in names if said.get(name, "") != before.get(name, "")]
    would_be = Job(organization=row.organization, primary_contact=row.requester, status=Job.Status.OPEN)
    return RequisitionPage(
        tone=TONES[row.status],
        facts=[(str(FIELDS[name]), said[name]) for name in names if name not in {"title", *LONG} and said.get(name)],
        texts=[(str(FIELDS[name]), said[name]) for name in LONG if said.get(name)],
        difference=[
            {"label": str(FIELDS[name]), "before": before.get(name, ""), "after": said.get(name, "")}
            for name in changed
        ],
        times=versions[0].number if versions else 0,
        twins=twins_of(row, member) if row.status not in Requisition.OVER else [],
        missing=missing(would_be) if row.status not in Requisition.OVER else [],
        owner=(owner_of(row.organization) or member).name,
    )


def twins_of(row: Requisition, member: Member) -> list[Twin]:
    """Other open requisitions and active jobs of the organization with such a title, of those the reader sees."""
    found = [
        Twin(one.title, reverse("backoffice:requisition", args=[one.pk]), f"{_('Requisition')}, {one.requester.name}")
        for one in twin_requisitions(row, Requisition.objects.visible_to(member))
    ]
    jobs = Job.objects.visible_to(member).active().filter(organization=row.organization_id).exclude(requisition=row.pk)
    return found + [
        Twin(one.title, reverse("backoffice:job", args=[one.pk]), f"{_('Job')}, {one.get_status_display()}")
        for one in twin_jobs(row, jobs.order_by("-changed")[:200])
    ]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the job's page shows of its requisition and of open proposals."""

    requisition_url: str
    requester: str
    changes: list[Twin]


@prepared
def requisition_of(member: Member, job: int) -> QuerySet[Any]:
    """The requisition that became a job."""
    rows = Requisition.objects.visible_to(member).filter(job=job).order_by("pk")[:1]
    return rows.values_list("pk", "requester__first_name", "requester__last_name", "requester__email")


@prepared
def changes_to(member: Member, job: int) -> QuerySet[Any]:
    """What clients would have different in a job."""
    rows = JobChange.objects.visible_to(member).open().filter(share__job=job).order_by("pk")
    return rows.values_list("pk", "asked_by__user__name", "asked_by__user__email")


def asked_of(job: Job, member: Member) -> Asked | None:
    """Where a job came from, and what its client would have different now."""
    row, changes = requisition_of.first(member, job.pk), changes_to(member, job.pk)
    if row is None and not changes:
        return None
    found = [Twin(name or mail or "", address("backoffice:job_change", pk), "") for pk, name, mail in changes]
    if row is None:
        return Asked("", "", found)
    return Asked(address("backoffice:requisition", row[0]), called(*row[1:]), found)


def waiting_count(member: Member) -> int:
    """How many requisitions wait for the agency, of those this person sees: the badge in the menu."""
    found = waiting_figure.first(member)
    return found[0] if found else 0


@prepared
def waiting_figure(member: Member) -> QuerySet[Any]:
    """Those that wait, counted."""
    return figures(Requisition.objects.visible_to(member).waiting(), waiting=Count("pk"))


def tabs(show: str, counts: dict[str, int], changes: int) -> list[dict[str, Any]]:
    """The views of the page on requisitions."""
    here = reverse("backoffice:requisition_list")
    labels = [
        ("waiting", _("Waiting for us")),
        ("client", _("With the client")),
        ("on_hold", _("On hold")),
        ("over", _("Decided")),
    ]
    views: list[dict[str, Any]] = [
        {"label": label, "url": f"{here}?show={key}", "count": counts[key], "current": key == show}
        for key, label in labels
    ]
    url = reverse("backoffice:job_change_list")
    return [*views, {"label": _("Changes to jobs"), "url": url, "count": changes, "current": show == "changes"}]
