"""What a client contact changes about themselves: it stands in the agency's records at once, and the agency is told."""

from typing import Any

from django.db import transaction
from django.urls import reverse

from portico.access.account import change_name
from portico.agencies.models import Member
from portico.clients.models import Contact
from portico.messaging.writing import write
from portico.records.editing import save_changes

OWN = ["first_name", "last_name", "title", "phone"]


@transaction.atomic
def change_own_details(contact: Contact, changes: dict[str, Any], *, seen: str, by: Member) -> list[str]:
    """Save what they changed of name, title and phone; `seen` is what their form showed. Returns the fields changed."""
    about = [contact.organization]
    wanted = {name: value for name, value in changes.items() if name in OWN}
    changed = save_changes(
        contact, wanted, seen=seen, by=by, verb="contact.changed_own", about=about, contact=contact.name
    )
    if not changed:
        return []
    contact.make_findable()
    if {"first_name", "last_name"} & set(changed):
        change_name(by.user, contact.name)
    for reader in owners_of(contact):
        write(
            contact.agency,
            to=reader.email,
            to_name=reader.name,
            template="portals/emails/contact_changed_own",
            context={"name": reader.name, "contact": contact.name},
            links={"main": contact.agency.address(reverse("backoffice:contact", args=[contact.pk]))},
            about=[contact],
            member=reader,
        )
    return changed


def owners_of(contact: Contact) -> list[Member]:
    """Who looks after this contact: its owner, else the organization's."""
    organization = contact.organization.owner if contact.organization else None
    found = [one for one in (contact.owner, organization) if one is not None and one.is_in]
    return found[:1]
