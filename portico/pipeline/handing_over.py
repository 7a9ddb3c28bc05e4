"""Handing everything of one teammate over to another, as when somebody leaves."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from portico.access import members
from portico.agencies.models import Member
from portico.candidates.models import Candidate
from portico.clients.models import Contact, Organization
from portico.jobs.models import Job, Requisition
from portico.kit.rules import RuleBroken
from portico.records.events import record

OWNED: dict[str, Any] = {"jobs": Job, "candidates": Candidate, "organizations": Organization, "contacts": Contact}


def holdings(member: Member) -> dict[str, int]:
    """How many jobs, candidates, organizations and contacts a teammate owns, archived ones too."""
    return {name: model.objects.filter(agency=member.agency_id, owner=member).count() for name, model in OWNED.items()}


@transaction.atomic
def hand_over(giver: Member, taker: Member, *, by: Member) -> dict[str, int]:
    """Make `taker` the owner of all that was `giver`'s and put them on the same job teams; every record tells of it."""
    if taker.pk == giver.pk or not taker.is_in or not taker.is_staff or taker.agency_id != giver.agency_id:
        raise RuleBroken(_("Choose a teammate who is active."))
    moved: list[Any] = []
    counts: dict[str, Any] = {}
    for name, model in OWNED.items():
        theirs = model.objects.filter(agency=giver.agency_id, owner=giver)
        rows = list(theirs.select_for_update(of=("self",)).only("pk", "agency_id").order_by("pk"))
        theirs.update(owner=taker)
        moved += rows
        counts[name] = len(rows)
    moved += _take_seats(giver, taker)
    Requisition.objects.filter(agency=giver.agency_id, handler=giver).undecided().update(handler=taker)
    if moved:
        record(giver, "member.handed_over", by=by, about=[taker, *moved], giver=giver.name, taker=taker.name, **counts)
    return counts


@transaction.atomic
def see_off(member: Member, *, by: Member, reason: str = "", taker: Member | None = None) -> None:
    """End a teammate's access, and hand what was theirs to the taker in the same moment."""
    members.deactivate(member, by=by, reason=reason)
    if taker is not None:
        hand_over(member, taker, by=by)


def _take_seats(giver: Member, taker: Member) -> list[Job]:
    """The taker sits on the giver's job teams from now on."""
    jobs = list(Job.objects.filter(agency=giver.agency_id, team=giver).only("pk", "agency_id"))
    for job in jobs:
        job.team.add(taker)
        job.team.remove(giver)
    return jobs
