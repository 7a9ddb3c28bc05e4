"""Sealing: an agency's events are bound into a chain, so that none can be changed, taken out or slipped in unseen.

Each seal's head is SHA-256 over the head before it, what stands in the seal, and the number and digest of each of its
events in their order. Whoever knows one head can tell whether anything up to there was touched.
"""

from collections.abc import Iterable
from hashlib import sha256

from django.db import transaction

from portico.agencies.models import Agency
from portico.records.audit import AuditSeal
from portico.records.fingerprints import at_text
from portico.records.history import Event

MOST = 5000
"""Events in one seal."""


def head_of(seal: AuditSeal, events: Iterable[tuple[int, str]]) -> str:
    """The head of a seal over these events (number and digest)."""
    numbers = f"{seal.agency_id}\n{seal.number}\n{seal.first}\n{seal.last}\n{seal.count}"
    said = sha256(f"{seal.previous}\n{at_text(seal.at)}\n{numbers}\n".encode())
    for pk, digest in events:
        said.update(f"{pk}:{digest}\n".encode())
    return said.hexdigest()


@transaction.atomic
def seal_some(agency_id: int) -> int:
    """Make the next seal; returns how many events it took in."""
    if not Event.objects.filter(agency=agency_id, seal=None).exists():
        return 0
    Agency.objects.select_for_update(no_key=True).get(
        pk=agency_id
    )  # Of two at once, the second goes on from the first.
    events = list(Event.objects.filter(agency=agency_id).unsealed().values_list("pk", "digest")[:MOST])
    if not events:
        return 0
    before = AuditSeal.objects.filter(agency=agency_id).order_by("number").last()
    seal = AuditSeal(
        agency_id=agency_id,
        number=before.number + 1 if before else 1,
        first=events[0][0],
        last=events[-1][0],
        count=len(events),
        previous=before.head if before else "",
    )
    seal.head = head_of(seal, events)
    seal.save()
    Event.objects.put_under(seal.number, [pk for pk, _digest in events])
    return len(events)


def seal_all(agency_id: int) -> int:
    """Seal everything that has happened at an agency up to now."""
    sealed = 0
    while some := seal_some(agency_id):
        sealed += some
    return sealed


def seal_everywhere() -> int:
    """Seal what happened at every agency."""
    return sum(seal_all(agency) for agency in list(Agency.objects.values_list("pk", flat=True)))


def heads() -> dict[str, list[int | str]]:
    """The newest head of each agency, by its host name: number and hash."""
    found: dict[str, list[int | str]] = {}
    for host, pk in Agency.objects.order_by("host").values_list("host", "pk"):
        last = AuditSeal.objects.filter(agency=pk).order_by("number").last()
        if last:
            found[host] = [last.number, last.head]
    return found
