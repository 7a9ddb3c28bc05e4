"""The person at the agency whom a client contact can ask."""

from dataclasses import dataclass

from portico.agencies.models import Member
from portico.clients.models import Contact


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


def consultant_of(member: Member) -> Consultant:
    """Who looks after this contact or their organization; else the agency itself."""
    related = ["owner__user", "organization__owner__user"]
    contact = Contact.objects.visible_to(member).select_related(*related).first()
    organization = contact.organization if contact else None
    found = from_member(contact.owner if contact else None, organization.owner if organization else None)
    agency = member.agency
    return found or Consultant(agency.name, agency.reply_to or agency.sender_email)
