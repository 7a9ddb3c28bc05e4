"""Sharing a job with the active portal contacts of its organization."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from portico.agencies.models import Member
from portico.clients.models import Contact, Organization
from portico.jobs.models import Job
from portico.kit.rules import RuleBroken
from portico.portals.fields import known
from portico.portals.models import JobShare, Portal, Seat
from portico.records.events import record


@dataclass(frozen=True, slots=True)
class Missing:
    """A precondition of sharing that does not hold: a code for the page to link by, and a sentence."""

    code: str
    said: str


def missing(job: Job) -> list[Missing]:
    """Why this job cannot be shared; nothing: it can."""
    found = []
    contact, organization = job.primary_contact, job.organization
    if not job.is_active:
        found.append(Missing("job_inactive", _("The job is not active. Open it first.")))
    if contact is None:
        found.append(Missing("no_contact", _("The job has no primary contact.")))
    elif contact.organization_id is None:
        found.append(Missing("contact_homeless", _("The primary contact %s belongs to no organization.") % contact.name))
    elif contact.organization_id != organization.pk:
        found.append(Missing("contact_elsewhere", _("The primary contact %s belongs to another organization than the job.") % contact.name))
    portal = Portal.objects.filter(organization=organization).first()
    if portal is not None and not portal.active:
        found.append(Missing("portal_off", _("The client portal of %s is switched off.") % organization.name))
    elif portal is None or not Seat.objects.filter(portal=portal).in_force().exists():
        found.append(Missing("nobody_active", _("Nobody at %s is active on the client portal yet.") % organization.name))
    return found


@transaction.atomic
def share_job(
    job: Job, *, by: Member, fields: list[str], downloads: bool = False, show_pay: bool = False, expires: datetime | None = None
) -> JobShare:
    """Put the job onto its organization's portal, for everybody active there. Sharing again changes what is shown."""
    lacking = missing(job)
    if lacking:
        raise RuleBroken(" ".join(one.said for one in lacking))
    portal = Portal.of(job.organization, by=by)
    share = JobShare.objects.select_for_update().filter(portal=portal, job=job).first()
    is_new = share is None
    if share is None:
        share = JobShare(agency_id=job.agency_id, portal=portal, job=job, shared_by=by, status=JobShare.Status.LIVE)
    share.fields, share.downloads, share.show_pay, share.expires = known(fields), downloads, show_pay, expires
    share.save()
    if not is_new and share.status != JobShare.Status.LIVE:
        share.resume(by=by)
    else:
        verb = "jobshare.shared" if is_new else "jobshare.changed"
        record(share, verb, by=by, about=[job, job.organization], job=job.title, organization=job.organization.name)
    return share


def shares_in_question(job: Job, organization: Organization, contact: Contact | None) -> list[JobShare]:
    """The shares somebody must decide about before the job's organization or primary contact changes."""
    if (organization.pk, contact.pk if contact else None) == (job.organization_id, job.primary_contact_id):
        return []
    shares = JobShare.objects.filter(job=job, status__in=[JobShare.Status.LIVE, JobShare.Status.PAUSED])
    return list(shares.select_related("portal__organization", "job"))


@transaction.atomic
def end_shares(shares: list[JobShare], *, by: Member) -> None:
    """Stop showing the job to those it was shared with."""
    for share in shares:
        share.end(by=by)
