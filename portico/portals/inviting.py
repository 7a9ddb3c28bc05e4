"""Inviting a contact to their organization's client portal, and what happens when the contact changes."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from portico.access import inviting
from portico.agencies.mailbox import mail_key
from portico.agencies.models import Member
from portico.agencies.roles import CLIENT_ROLES, Role, Side
from portico.clients.models import Contact
from portico.kit.rules import RuleBroken
from portico.portals.guarding import check_domain
from portico.portals.models import JobShare, Portal, Seat
from portico.records.editing import save_changes
from portico.records.events import record


@dataclass(frozen=True, slots=True)
class Lacks:
    """What a contact lacks before they can be invited."""

    code: str
    said: str


def lacks(contact: Contact) -> list[Lacks]:
    """Why this contact cannot be invited to the client portal; nothing: they can."""
    found = []
    if not contact.has_valid_email:
        found.append(Lacks("email", _("A valid email address is missing.")))
    if contact.organization is None:
        found.append(Lacks("organization", _("An organization is missing.")))
    if contact.archived:
        found.append(Lacks("archived", _("The contact is archived.")))
    return found


@transaction.atomic
def invite_contact(
    contact: Contact, *, by: Member, role: str = Role.REVIEWER, all_jobs: bool = True, shares: Iterable[JobShare] = ()
) -> Member:
    """Mail the contact a way into their organization's portal. The portal is opened with the first invitation."""
    missing = lacks(contact)
    if missing or contact.organization is None:
        raise RuleBroken(_("This contact cannot be invited. %s") % " ".join(lack.said for lack in missing))
    if role not in CLIENT_ROLES:
        raise RuleBroken(_("Choose a role of the client portal."))
    portal = Portal.of(contact.organization, by=by)
    if not portal.active:
        raise RuleBroken(_("The client portal of %s is switched off.") % portal.organization.name)
    check_domain(portal, contact.email)
    if contact.member and contact.member.is_in:
        raise RuleBroken(_("%s is on the client portal already.") % contact.name)
    member = inviting.invite(
        contact.agency,
        contact.email,
        contact.name,
        Side.CLIENT,
        role,
        by=by,
        member=contact.member,
        about=[contact, portal.organization],
    )
    contact.member = member
    contact.save(update_fields=["member", "changed"])
    seat, _new = Seat.objects.update_or_create(
        contact=contact,
        defaults={"agency_id": contact.agency_id, "portal": portal, "member": member, "all_jobs": all_jobs},
    )
    seat.shares.set([] if all_jobs else [share for share in shares if share.portal_id == portal.pk])
    record(contact, "contact.invited", by=by, about=[portal.organization], contact=contact.name, role=member.role_name)
    return member


@transaction.atomic
def invite_person(
    portal: Portal,
    *,
    by: Member,
    contact: Contact | None,
    first_name: str,
    last_name: str,
    title: str,
    email: str,
    **scope: Any,
) -> Member:
    """Invite a contact of the organization, or somebody new, who becomes one; the same address is the same contact."""
    if contact is None:
        rows = Contact.objects.filter(organization=portal.organization, email_key=mail_key(email)).current()
        contact = rows.select_related("member__user", "organization", "agency").order_by("pk").first()
    if contact is None:
        organization = portal.organization
        facts = {"first_name": first_name, "last_name": last_name, "title": title, "email": email.strip()}
        contact = Contact(agency_id=portal.agency_id, organization=organization, owner=organization.owner, **facts)
        contact.add(by=by)
    return invite_contact(contact, by=by, **scope)


@transaction.atomic
def give_back(contact: Contact, place: Member, *, by: Member) -> bool:
    """Give suspended access back. Who moved or has another address is invited anew (true), to no more than they saw."""
    seat = Seat.objects.select_related("portal").filter(contact=contact).first()
    moved = seat is not None and seat.portal.organization_id != contact.organization_id
    if not moved and place.user.email_key == contact.email_key:
        inviting.restore(place, by)
        return False
    scope: dict[str, Any] = {"all_jobs": seat.all_jobs, "shares": list(seat.shares.all())} if seat else {}
    invite_contact(contact, by=by, role=place.role, **scope)
    return True


def joined(member: Member) -> None:
    """A contact accepted the invitation: their record says so. (Runs in the transaction of joining.)"""
    contact = Contact.objects.filter(member=member).select_related("organization").first()
    if contact is not None:
        record(contact, "contact.joined", by=member, about=[contact.organization], contact=contact.name)


@transaction.atomic
def change_contact(contact: Contact, changes: dict[str, Any], *, seen: str, by: Member) -> bool:
    """Save a contact's changed fields. True where their portal access was suspended by it.

    Who moves to another organization, or loses the mail address, must not keep looking into the old one: access is
    suspended until the recruiter decides.
    """
    before = (contact.organization_id, contact.email_key)
    save_changes(contact, changes, seen=seen, by=by)
    contact.refresh_from_db()
    contact.make_findable()
    member = contact.member
    if member is None or (contact.organization_id, contact.email_key) == before:
        return False
    if member.status in {Member.Status.ACTIVE, Member.Status.INVITED}:
        inviting.suspend(member, by=by, reason=_("The organization or the email address of the contact changed."))
        return True
    return False


@transaction.atomic
def change_role(seat: Seat, role: str, *, by: Member) -> None:
    """Let a contact judge candidates, or only look."""
    if role not in CLIENT_ROLES:
        raise RuleBroken(_("Choose a role of the client portal."))
    member = seat.member
    if member.role == role:
        return
    member.role = role
    member.save(update_fields=["role"])
    record(seat.contact, "contact.role_changed", by=by, contact=seat.contact.name, role=member.role_name)
