"""Requisition → job → share: what happens when the agency says yes."""

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from portico.agencies.models import Member
from portico.agencies.roles import May
from portico.jobs import request_mails
from portico.jobs.models import Job, Requisition
from portico.portals.fields import USUAL, offered
from portico.portals.models import JobShare, Portal, Seat
from portico.portals.request_mails import owner_of
from portico.portals.sharing import missing, prepare_share
from portico.records.events import record

CARRIED = ("title", "pay_from", "pay_to", "pay_currency", "pay_per")
IN_HOUSE = ("cost_center", "purchase_order", "time_approver", "note")
"""What the client said that is not for candidates: it becomes internal notes of the job."""


@transaction.atomic
def approve(requisition: Requisition, *, by: Member, share: bool = False, seen: str = "") -> Job:
    """Make the job that was asked for and prepare its share; `share`: put it onto the client's portal at once.

    The requester becomes its primary contact; the organization's own consultant, else who approves, owns it.
    """
    requisition.approve(by=by, seen=seen)
    job = job_from(requisition, by)
    job.add(by=by, team=[] if job.owner_id == by.pk else [by])
    requisition.job = job
    requisition.save(update_fields=["job", "changed"])
    record(job, "job.requested", by=by, requisition=requisition.title, who=requisition.requester.name)
    prepared = put_on_portal(job, requisition, by=by, now=share)
    is_live = prepared is not None and prepared.is_live
    path = reverse("client_portal:job", args=[prepared.pk]) if prepared and is_live else ""
    request_mails.tell(requisition, "shared" if is_live else "approved", path)
    return job


def job_from(requisition: Requisition, by: Member) -> Job:
    """The job as the requisition asks for it; not saved."""
    words = requisition.in_words()
    inside = [f"{label}: {words[name]}" for name, label in in_house_labels().items() if words[name]]
    place = " · ".join(part for part in (requisition.place, _("Remote possible") if requisition.remote else "") if part)
    return Job(
        agency_id=requisition.agency_id,
        organization=requisition.organization,
        primary_contact=requisition.requester,
        status=Job.Status.OPEN,
        type=requisition.employment or Job.Type.PERMANENT,
        location=place,
        openings=max(1, requisition.headcount),
        target=requisition.start,
        description=description_of(requisition),
        internal_notes="\n".join(inside),
        owner=owner_of(requisition.organization) or by,
        **{name: getattr(requisition, name) for name in CARRIED},
    )


def in_house_labels() -> dict[str, str]:
    """The words in front of what stays inside."""
    labels = (_("Cost center"), _("Purchase order"), _("Who approves hours"), _("The client's note"))
    return dict(zip(IN_HOUSE, labels, strict=True))


def description_of(requisition: Requisition) -> str:
    """One text of the three the client wrote."""
    parts = [requisition.description]
    if requisition.qualifications:
        parts.append(f"{_('Qualifications')}\n{requisition.qualifications}")
    if requisition.requirements:
        parts.append(f"{_('Other requirements')}\n{requisition.requirements}")
    return "\n\n".join(part.strip() for part in parts if part.strip())


def put_on_portal(job: Job, requisition: Requisition, *, by: Member, now: bool) -> JobShare | None:
    """Prepare the job's share with the usual fields, or publish it; None where the job cannot be shared (yet)."""
    if not by.may(May.SHARE) or missing(job):
        return None
    portal = Portal.of(job.organization, by=by)
    fields = [name for name in USUAL if name in portal.settings.fields and name in offered(by)]
    seats = Seat.objects.filter(portal=portal, contact=requisition.requester)
    share = prepare_share(job, by=by, fields=fields, seats=seats)
    if now:
        share.publish(by=by)
    return share
