"""Whom mail does not reach: addresses it came back from, and whose they are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from portico.agencies.models import Member
from portico.candidates.models import Candidate
from portico.clients.models import Contact
from portico.kit.prepared import prepared
from portico.messaging.models import Unreachable


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at such an address."""

    name: str
    kind: str
    url: str


@dataclass(frozen=True, slots=True)
class Line:
    """One address, as the list shows it."""

    pk: int
    address: str
    people: list[Person]
    reason: str
    since: datetime
    times: int


def lines_of(member: Member, rows: Iterable[Unreachable]) -> list[Line]:
    """The addresses with their people, as far as the reader sees them."""
    rows = list(rows)
    people = people_at(member, [row.email_key for row in rows])
    return [
        Line(row.pk, row.email_key, people.get(row.email_key, []), row.reason, row.dead_since, row.times)
        for row in rows
        if row.dead_since is not None
    ]


def people_at(member: Member, keys: list[str]) -> dict[str, list[Person]]:
    """Candidates and contacts by their mailbox."""
    found: dict[str, list[Person]] = {}
    kinds: list[tuple[Any, str]] = [(Candidate, "candidate"), (Contact, "contact")]
    for model, kind in kinds:
        for row in model.objects.visible_to(member).filter(email_key__in=keys, merged_into__isnull=True)[:200]:
            person = Person(str(row.name), kind, reverse(f"backoffice:{kind}", args=[row.pk]))
            found.setdefault(row.email_key, []).append(person)
    return found


def unreachable_at(member: Member, row: Any) -> Unreachable | None:
    """What to say on the page of somebody whose address receives no mail. A row may know (`unreached`) that it does."""
    key = getattr(row, "email_key", "") if getattr(row, "unreached", True) else ""
    return dead_address.first(member, key) if key else None


@prepared
def dead_address(member: Member, key: str) -> QuerySet[Any]:
    """What is known of an address that receives no mail."""
    return Unreachable.objects.visible_to(member).dead().filter(email_key=key).order_by("pk")[:1]


@prepared
def dead_addresses(member: Member) -> QuerySet[Any]:
    """Addresses that receive no mail, the longest so first."""
    rows = Unreachable.objects.visible_to(member).dead().order_by("dead_since")
    return rows[:500].values_list("email_key", "dead_since")


def unreached(member: Member) -> tuple[int, datetime | None]:
    """How many of the reader's own people, and of nobody's, mail does not reach; and since when."""
    since: dict[str, datetime | None] = dict(dead_addresses(member))
    if not since:
        return 0, None
    mine = Q(owner=member) | Q(owner__isnull=True)
    keys: list[str] = []
    for model in (Candidate, Contact):
        rows: Any = model.objects.visible_to(member).filter(mine, email_key__in=list(since), archived__isnull=True)
        keys += rows.filter(merged_into__isnull=True).values_list("email_key", flat=True)[:500]
    times = [since[key] for key in keys]
    return len(times), min((time for time in times if time is not None), default=None)
