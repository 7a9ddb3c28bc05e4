"""What owners are told of the agency's files: a virus was found, the room runs out."""

from datetime import timedelta

from django.urls import reverse

from portico.messaging.alerting import tell_owners
from portico.records.models import Document
from portico.records.quotas import MB, Room

VIRUS_AGAIN = timedelta(hours=1)
FULL_AGAIN = timedelta(days=30)


def virus_found(document: Document) -> None:
    """A file was taken away."""
    adder = document.added_by
    tell_owners(
        document.agency,
        "messaging/emails/virus_found",
        {"document": document.name, "virus": document.virus, "adder": adder.name if adder else ""},
        at_most_every=VIRUS_AGAIN,
        links={"main": document.agency.address(reverse("backoffice:document", args=[document.pk]))},
    )


def nearly_full(room: Room) -> None:
    """Most of the room for files is taken: once, and not again for a month."""
    tell_owners(
        room.agency,
        "messaging/emails/nearly_full",
        {"percent": min(100, int(room.share * 100)), "used": room.used // MB, "quota": room.quota // MB},
        at_most_every=FULL_AGAIN,
    )
