"""The reader's own page: themselves, their organization, who looks after them, and of what they hear."""

from dataclasses import dataclass
from typing import Any

from portico.agencies.mailbox import mail_key
from portico.agencies.models import Member
from portico.client_portal.reading.consultant import Consultant, consultant_of
from portico.clients.models import Contact
from portico.messaging.choices import NotificationChoice
from portico.pipeline.choices import FOR_CLIENTS


@dataclass(slots=True)
class ProfilePage:
    """What stands on it beside the forms."""

    name: str
    email: str
    contact_email: str
    role: str
    organization: str
    facts: list[dict[str, str]]
    consultant: Consultant
    duties: list[dict[str, str]]
    preview: bool = False


def own_contact(member: Member) -> Contact | None:
    """The agency's record of them."""
    return Contact.objects.visible_to(member).select_related("organization__owner__user", "owner__user").first()


def read_profile(member: Member, contact: Contact | None) -> ProfilePage:
    """The page."""
    organization = contact.organization if contact else None
    place = " ".join(part for part in (organization.postal_code, organization.city) if part) if organization else ""
    found: list[tuple[str, Any]] = []
    if organization is not None:
        found = [("street", organization.street), ("place", place), ("country", organization.country)]
        found += [("phone", organization.phone), ("website", organization.website)]
    other = contact.email if contact and mail_key(contact.email) != member.user.email_key else ""
    return ProfilePage(
        name=member.name,
        email=member.email,
        contact_email=other,
        role=member.role_name,
        organization=organization.name if organization else "",
        facts=[{"name": name, "text": str(text)} for name, text in found if text],
        consultant=consultant_of(member),
        duties=[{"label": str(kind.label), "note": str(kind.note)} for kind in FOR_CLIENTS if not kind.ways],
    )


def present_choices(member: Member) -> dict[str, str]:
    """What they chose, for the form."""
    usual = {kind.event: str(kind.ways[0]) for kind in FOR_CLIENTS if kind.ways}
    chosen = NotificationChoice.objects.visible_to(member).filter(member=member, event__in=usual)
    return usual | dict(chosen.values_list("event", "how"))
