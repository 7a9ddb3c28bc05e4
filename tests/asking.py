"""Clients who ask for people, for the tests of requisitions."""

from typing import Any

from portico.agencies.models import Member
from portico.agencies.roles import Role
from portico.jobs.models import Requisition
from portico.portals import requesting
from portico.portals.job_changes import JobChange
from portico.portals.models import JobShare
from portico.records.editing import shown
from tests.world import Acme, Cast

SAID: dict[str, Any] = {
    "title": "Day porter",
    "description": "Keep the doors by day.",
    "qualifications": "Two years at a front desk",
    "headcount": 2,
    "place": "Leeds",
    "pay_from": 30000,
    "pay_to": 34000,
    "pay_currency": "GBP",
    "pay_per": "year",
}


def colleague(world: Acme) -> Member:
    """Another requester at Northwind."""
    return Cast(world.agency, "acme.example").contact("Carl", "Ohm", world.northwind, Role.REQUESTER)[1]


def stranger(world: Acme) -> Member:
    """A requester at the other client."""
    return Cast(world.agency, "acme.example").contact("Hana", "Sato", world.helix, Role.REQUESTER)[1]


def draft(world: Acme, by: Member | None = None, **said: Any) -> Requisition:
    """A requisition that nobody but its writer sees."""
    row = requesting.begin(by or world.petra)
    for name, value in {**SAID, **said}.items():
        setattr(row, name, value)
    row.save()
    return row


def handed_in(world: Acme, by: Member | None = None, **said: Any) -> Requisition:
    """A requisition that the agency sees."""
    row = draft(world, by, **said)
    requesting.hand_in(row, by=by or world.petra)
    return row


def proposal(world: Acme, by: Member | None = None, **changes: Any) -> JobChange:
    """Changes proposed to the shared job."""
    share = JobShare.objects.get(pk=world.share.pk)
    seen = shown(share.job, list(changes))
    return JobChange.propose(share, changes, seen=seen, by=by or world.petra, note="Please")
