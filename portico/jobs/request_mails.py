"""Mails to clients about what they asked for. They say that there is news, never what was said."""

from typing import TYPE_CHECKING

from django.urls import reverse

from portico.agencies.models import Member
from portico.messaging.writing import write

if TYPE_CHECKING:
    from portico.jobs.requisitions import Requisition


def reader_of(requisition: "Requisition") -> Member | None:
    """Who asked for it, while they can come in."""
    member = requisition.requester.member
    return member if member is not None and member.is_in else None


def tell(requisition: "Requisition", what: str, address: str = "") -> None:
    """Mail the one who asked for it; `address`: where the news is, else the requisition's own page."""
    reader = reader_of(requisition)
    if reader is None:
        return
    path = address or reverse("client_portal:requisition", args=[requisition.pk])
    write(
        requisition.agency,
        to=reader.email,
        to_name=reader.name,
        template="jobs/emails/requisition_news",
        context={"name": reader.name, "title": requisition.title, "what": what},
        links={"main": requisition.agency.address(path)},
        about=[requisition, requisition.organization],
        member=reader,
    )


def answered(requisition: "Requisition") -> None:
    """The agency asked for changes, declined it or put it on hold."""
    tell(requisition, requisition.status)


def remarked(requisition: "Requisition") -> None:
    """The agency wrote a remark."""
    tell(requisition, "remark")


def approved(requisition: "Requisition", address: str = "") -> None:
    """The agency said yes; `address`: the job, where it is shared already."""
    tell(requisition, "shared" if address else "approved", address)
