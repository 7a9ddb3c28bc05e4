"""Sharing a job with the active portal contacts of its organization."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from portico.agencies.models import Member
from portico.agencies.roles import May
from portico.clients.models import Contact, Organization
from portico.jobs.models import Job
from portico.kit.prepared import prepared
from portico.kit.rules import RuleBroken
from portico.portals.fields import chosen
from portico.portals.models import JobShare, Portal, Seat
from portico.portals.settings import NARROWING
from portico.records.editing import save_changes
from portico.records.events import record


@dataclass(frozen=True, slots=True)
class Missing:
    """A precondition of sharing that does not hold: a code for the page to link by, and a sentence."""

    code: str
    said: str


@prepared
def portal_of(organization: int) -> QuerySet[Any]:
    """Whether an organization's portal is on, and whether anybody can come in."""
    seats = Seat.objects.filter(portal=OuterRef("pk")).in_force()
    rows = Portal.objects.filter(organization=organization).order_by("pk").annotate(visited=Exists(seats))
    return rows.values_list("active", "visited")[:1]


def missing(job: Job) -> list[Missing]:
    """Why this job cannot be shared; nothing: it can."""
    found = []
    contact, organization = job.primary_contact, job.organization
    if not job.is_active:
        found.append(Missing("job_inactive", _("The job is not active. Open it first.")))
    if contact is None:
        found.append(Missing("no_contact", _("The job has no primary contact.")))
    elif contact.organization_id is None:
        found.append(
            Missing("contact_homeless", _("The primary contact %s belongs to no organization.") % contact.name)
        )
    elif contact.organization_id != organization.pk:
        found.append(
            Missing(
                "contact_elsewhere",
                _("The primary contact %s belongs to another organization than the job.") % contact.name,
            )
        )
    there = portal_of.first(organization.pk)
    if there is not None and not there[0]:
        found.append(Missing("portal_off", _("The client portal of %s is switched off.") % organization.name))
    elif there is None or not there[1]:
        found.append(
            Missing("nobody_active", _("Nobody at %s is active on the client portal yet.") % organization.name)
        )
    return found


def check(job: Job) -> None:
    """Refuse where a precondition of sharing does not hold."""
    lacking = missing(job)
    if lacking:
        raise RuleBroken(" ".join(one.said for one in lacking))


def check_narrows(values: dict[str, bool]) -> None:
    """Refuse what would show or allow more than the portal does."""
    for name, value in values.items():
        if name not in NARROWING or value is not (name == "watermark"):
            raise RuleBroken(_("A share can only show and allow less than its portal."))


@transaction.atomic
def prepare_share(
    job: Job,
    *,
    by: Member,
    fields: list[str],
    downloads: bool = False,
    show_pay: bool = False,
    expires: datetime | None = None,
    seats: Iterable[Seat] = (),
    values: dict[str, bool] | None = None,
) -> JobShare:
    """Say what the client will see of the job: nothing before it is published, at once where it is shared already.

    `seats`: people with chosen jobs only, who see this one too. `values`: what the share takes away of the portal's
    settings; None: as it is."""
    check(job)
    # No key is changed: who publishes the share in this moment only has to see that the job is there.
    job = Job.objects.select_for_update(of=("self",), no_key=True).select_related("organization").get(pk=job.pk)
    portal = Portal.of(job.organization, by=by)
    share = JobShare.objects.select_for_update().filter(portal=portal, job=job).first()
    about: dict[str, Any] = {"about": [job, job.organization], "job": job.title, "organization": job.organization.name}
    if not by.may(May.SEE_MONEY):
        show_pay = share is not None and share.show_pay
    shown = chosen(fields, before=share.fields if share is not None else [], by=by)
    fresh: dict[str, Any] = {"fields": shown, "downloads": downloads, "show_pay": show_pay, "expires": expires}
    check_narrows(values or {})
    fresh |= {} if values is None else {"values": values}
    if share is None:
        share = JobShare(agency_id=job.agency_id, portal=portal, job=job, shared_by=by, **fresh)
        share.save()
        record(share, "jobshare.prepared", by=by, **about)
    elif any(getattr(share, name) != value for name, value in fresh.items()):
        for name, value in fresh.items():
            setattr(share, name, value)
        share.save(update_fields=list(fresh))
        record(share, "jobshare.changed", by=by, **about)
    if share.status == JobShare.Status.ENDED:
        share.become(JobShare.Status.DRAFT, by=by, verb="jobshare.prepared", **about)
    let_see(share, seats)
    return share


def let_see(share: JobShare, seats: Iterable[Seat]) -> None:
    """Give people who see chosen jobs only this one, too."""
    for seat in seats:
        if seat.portal_id == share.portal_id and not seat.all_jobs:
            seat.shares.add(share)


@transaction.atomic
def share_job(
    job: Job,
    *,
    by: Member,
    fields: list[str],
    downloads: bool = False,
    show_pay: bool = False,
    expires: datetime | None = None,
) -> JobShare:
    """Put the job onto its organization's portal, for everybody active there. Sharing again changes what is shown."""
    share = prepare_share(job, by=by, fields=fields, downloads=downloads, show_pay=show_pay, expires=expires)
    if share.status != JobShare.Status.LIVE:
        share.publish(by=by)
    return share


def shares_in_question(job: Job, organization: Organization, contact: Contact | None) -> list[JobShare]:
    """The shares somebody must decide about before the job's organization or primary contact changes."""
    if (organization.pk, contact.pk if contact else None) == (job.organization_id, job.primary_contact_id):
        return []
    shares = JobShare.objects.filter(job=job, status__in=JobShare.SHARED)
    return list(shares.select_related("portal__organization", "job"))


@transaction.atomic
def end_shares(shares: list[JobShare], *, by: Member) -> None:
    """Stop showing the job to those it was shared with."""
    for share in shares:
        share.end(by=by)


@transaction.atomic
def change_job(
    job: Job, changes: dict[str, Any], *, team: Iterable[int], end: bool, seen: str, by: Member
) -> list[str]:
    """Save a job's changed fields and its team; `end` stops sharing where client or contact change.

    A share does not follow the job: without `end` the same people go on seeing it.
    """
    organization = changes.get("organization", job.organization)
    contact = changes.get("primary_contact", job.primary_contact)
    there = Job.objects.select_for_update().get(pk=job.pk)
    questioned = shares_in_question(there, organization, contact)
    changed = save_changes(job, changes, seen=seen, by=by)
    if end:
        end_shares(questioned, by=by)
    job.refresh_from_db()
    job.set_team(list(Member.objects.filter(agency=job.agency_id, pk__in=team).select_related("user")), by=by)
    job.make_findable()
    return changed
