"""A client asks for people: what the portal allows and demands, files beside it, handing it in."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from portico.agencies.models import Member
from portico.agencies.roles import May, Side
from portico.clients.models import Contact
from portico.jobs.models import Job, Requisition
from portico.jobs.requisitions import FIELDS
from portico.jobs.twins import alike, twin_requisitions
from portico.kit.rules import RuleBroken
from portico.portals import request_mails
from portico.portals.models import JobShare, Portal, Seat
from portico.portals.settings import PortalSettings
from portico.records.editing import save_changes
from portico.records.files import Upload, take_in
from portico.records.models import Document

MOST_FILES = 10
MEANT_BY: dict[str, tuple[str, ...]] = {"pay": ("pay_from", "pay_to"), "time_approver": ("time_approver_id",)}
"""Fields behind the names that settings demand; any of them is enough."""


def portal_of(member: Member) -> Portal | None:
    """The portal a client contact is in, while it is on."""
    return Portal.objects.visible_to(member).select_related("organization", "agency").first()


def may_ask(member: Member, portal: Portal | None) -> bool:
    """Whether this person may ask for people on this portal."""
    return portal is not None and member.may(May.REQUEST) and portal.settings.requisitions


def check(member: Member) -> Portal:
    """The portal, or a refusal where it takes no requisitions from this person."""
    portal = portal_of(member)
    if portal is None or not may_ask(member, portal):
        raise RuleBroken(_("Requisitions are not taken on this portal. Ask your consultant."))
    return portal


def begin(member: Member) -> Requisition:
    """An empty requisition of this person, not yet saved."""
    portal = check(member)
    own = Contact.objects.visible_to(member).filter(organization=portal.organization_id).first()
    if own is None:
        raise RuleBroken(_("Requisitions are not taken on this portal. Ask your consultant."))
    return Requisition(agency_id=member.agency_id, organization=portal.organization, requester=own)


def colleagues(portal: Portal) -> list[tuple[int, str]]:
    """The people of a portal who can come in: whom one may name as approving hours."""
    seats = Seat.objects.filter(portal=portal).in_force().select_related("contact")
    return sorted(((seat.contact_id, seat.contact.name) for seat in seats), key=lambda one: one[1].casefold())


def lacking(requisition: Requisition, settings: PortalSettings) -> list[str]:
    """What the portal demands and the requisition does not say yet, by the names of settings.REQUEST_FIELDS."""
    names = [name for name in ("title", *settings.request_fields) if name in FIELDS]
    return [name for name in names if not any(getattr(requisition, field) for field in MEANT_BY.get(name, (name,)))]


@transaction.atomic
def change(requisition: Requisition, changes: dict[str, Any], *, seen: str, by: Member) -> None:
    """Save what was written, while it can be changed; handing it in at the same moment waits for it."""
    Requisition.objects.select_for_update(of=("self",)).get(pk=requisition.pk).check_changeable(by)
    save_changes(requisition, changes, seen=seen, by=by, quiet=True)


@transaction.atomic
def hand_in(requisition: Requisition, *, by: Member) -> None:
    """Submit it, for the first time or again, and tell the agency."""
    portal = check(by)
    missing = lacking(requisition, portal.settings)
    if missing:
        names = ", ".join(str(FIELDS[name]) for name in missing)
        raise RuleBroken(_("Still missing: %s") % names)
    again = requisition.submitted is not None
    requisition.submit(by=by)
    request_mails.requisition_news(requisition, "resubmitted" if again else "submitted", by)


@transaction.atomic
def withdraw(requisition: Requisition, *, by: Member) -> None:
    """Take it back; the agency hears of it where it knew of it."""
    requisition.withdraw(by=by)
    if requisition.submitted is not None:
        request_mails.requisition_news(requisition, "withdrawn", by)


@transaction.atomic
def remark(requisition: Requisition, *, text: str, by: Member) -> None:
    """A client's remark, which the agency hears of."""
    requisition.remark(text=text, by=by)
    request_mails.requisition_news(requisition, "remark", by)


def clone(requisition: Requisition, *, by: Member) -> Requisition:
    """A draft of one's own that says what an earlier one said."""
    return requisition.clone(by=by, requester=begin(by).requester)


def twins_for_client(requisition: Requisition, member: Member) -> list[str]:
    """What this client sees that may be the same: titles with where they stand."""
    others = twin_requisitions(requisition, Requisition.objects.visible_to(member))
    shares = JobShare.objects.visible_to(member).filter(job__status__in=Job.ACTIVE).select_related("job")
    jobs = [share.job for share in shares if alike(requisition.title, share.job.title)]
    return [f"{one.title} ({one.get_status_display()}, {one.requester.name})" for one in others] + [
        _("%s (one of your jobs)") % job.title for job in jobs
    ]


def attach(requisition: Requisition, upload: Upload, *, by: Member) -> Document:
    """Put a file beside it, while it can be changed."""
    requisition.check_changeable(by)
    if papers(requisition).count() >= MOST_FILES:
        raise RuleBroken(_("No more than %d files can be put beside a requisition.") % MOST_FILES)
    return take_in(upload, on=requisition, by=by, kind=Document.Kind.JOB_DESCRIPTION)


def detach(requisition: Requisition, document: Document, *, by: Member) -> None:
    """Take a file away again, while it can be changed."""
    requisition.check_changeable(by)
    document.archive(by=by)


def papers(requisition: Requisition) -> QuerySet[Document, Any]:
    """The files the client put beside it; what the agency keeps there stays inside."""
    rows = Document.objects.on(requisition).filter(agency_id=requisition.agency_id, archived__isnull=True)
    return rows.filter(added_by__side=Side.CLIENT).order_by("added", "pk")
