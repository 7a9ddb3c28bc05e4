"""The person at the agency whom a client contact can ask."""

from dataclasses import dataclass

from django.db.models import QuerySet

from portico.agencies.models import Member
from portico.clients.models import Contact
from portico.kit.prepared import prepared


@dataclass(frozen=True, slots=True)
class Consultant:
    """Name and mail address, as the agency's mails carry them anyway."""

    name: str
    email: str


def from_member(*members: Member | None) -> Consultant | None:
    """The first of these who still works at the agency."""
    for member in members:
        if member is not None and member.is_in and member.is_staff:
            return Consultant(member.name, member.email)
    return None


@prepared
def own_contact(member: Member) -> QuerySet[Contact]:
    """The reader's own contact, with who looks after them and after their organization."""
    return Contact.objects.visible_to(member).select_related("owner__user", "organization__owner__user")[:1]


def consultant_of(member: Member) -> Consultant:
    """Who looks after this contact or their organization; else the agency itself."""
    contact: Contact | None = own_contact.first(member)
    organization = contact.organization if contact else None
    found = from_member(contact.owner if contact else None, organization.owner if organization else None)
    agency = member.agency
    return found or Consultant(agency.name, agency.reply_to or agency.sender_email)
