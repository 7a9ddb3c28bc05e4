"""Calendar feeds: a secret address per person, at which calendars read, and never write, what concerns them."""

from collections.abc import Callable

from django.db import transaction

from portico.access import links
from portico.access.models import AccessLink, Purpose
from portico.agencies.models import Agency, Member
from portico.kit.calendars import Entry
from portico.records.events import record

ENTRIES: list[Callable[[Member], list[Entry]]] = []
"""What packages above put into somebody's calendar, as that person may see it."""


def feed_of(member: Member) -> AccessLink | None:
    """The person's feed, if they have one."""
    return AccessLink.objects.filter(member=member, purpose=Purpose.CALENDAR, status=AccessLink.Status.OPEN).first()


@transaction.atomic
def make_feed(member: Member) -> str:
    """A new secret address; the one before is dead. Returns its token, which is nowhere else."""
    AccessLink.objects.filter(member=member, purpose=Purpose.CALENDAR).end(AccessLink.Status.REPLACED, by=member)
    _link, token = links.issue(member, Purpose.CALENDAR, by=member)
    record(member, "feed.made", by=member, person=member.name)
    return token


@transaction.atomic
def end_feed(member: Member) -> None:
    """The address is dead."""
    if AccessLink.objects.filter(member=member, purpose=Purpose.CALENDAR).end(AccessLink.Status.REVOKED, by=member):
        record(member, "feed.ended", by=member, person=member.name)


def reader_of(agency: Agency, token: str) -> tuple[AccessLink, Member] | None:
    """Whose feed this is, as long as the address is good and the person is in."""
    link = links.find(agency, token, Purpose.CALENDAR)
    if link is None or link.member is None or links.state_of(link) != "open":
        return None
    link.member.agency = agency
    return link, link.member


def entries_for(member: Member) -> list[Entry]:
    """Everything in somebody's calendar."""
    return [entry for entries in ENTRIES for entry in entries(member)]
