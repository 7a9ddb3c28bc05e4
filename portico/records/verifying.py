"""Verifying the audit log: every fingerprint and every seal is made again and compared."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, groupby
from pathlib import Path
from typing import Any

from portico.agencies.models import Agency
from portico.kit.times import now
from portico.records.audit import AuditSeal
from portico.records.blanking import BLANKED
from portico.records.events import record
from portico.records.fingerprints import digest_of, words_of
from portico.records.history import Event
from portico.records.sealing import head_of, heads

SHOWN = 20
"""Findings that are told of one agency."""


@dataclass(slots=True)
class Verified:
    """What was found out about one agency's log."""

    host: str
    seals: int = 0
    events: int = 0
    unsealed: int = 0
    blanked: int = 0
    """Events whose words an erasure took away, as is on record."""
    broken: list[str] = field(default_factory=list)
    """What is wrong, the first first."""

    def finds(self, said: str) -> None:
        """Something is not as it was written."""
        if len(self.broken) < SHOWN:
            self.broken.append(said)

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {name: getattr(self, name) for name in self.__slots__} | {"ok": not self.broken}


def verify(agency: Agency, *, since: int = 1) -> Verified:
    """Look at an agency's whole log, or at its seals from number `since` on and what is not sealed yet. Reads only."""
    found = Verified(agency.host)
    seals = AuditSeal.objects.filter(agency=agency).order_by("number")
    before = seals.filter(number__lt=since).last()
    number, previous = (before.number, before.head) if before else (0, "")
    named, blanked = blanked_on_record(agency), set[int]()
    rows = Event.objects.filter(agency=agency)
    sealed = groupby(rows.filter(seal__gte=since).order_by("seal", "pk").iterator(5000), key=lambda one: one.seal or 0)
    under, events = next(sealed, (0, iter(())))
    for seal in seals.filter(number__gte=since).iterator():
        for missing in range(number + 1, seal.number):
            found.finds(f"seal {missing} is missing")
        while under and under < seal.number:
            found.finds(f"event {next(events).pk} says that it is in seal {under}, which is not there")
            under, events = next(sealed, (0, iter(())))
        mine: Iterator[Event] = iter(())
        if under == seal.number:
            mine = events
        check_seal(seal, previous, [(one.pk, look(one, found, blanked)) for one in mine], found)
        if under == seal.number:
            under, events = next(sealed, (0, iter(())))
        number, previous = seal.number, seal.head
        found.seals += 1
    for lost, more in chain([(under, events)] if under else [], sealed):
        found.finds(f"event {next(iter(more)).pk} says that it is in seal {lost}, which is not there")
    for one in rows.unsealed().iterator(5000):
        look(one, found, blanked)
        found.unsealed += 1
    found.blanked = len(blanked)
    for pk in sorted(blanked - named):
        found.finds(f"event {pk} was blanked, and no erasure is on record for it")
    return found


def blanked_on_record(agency: Agency) -> set[int]:
    """The events that erasures say they blanked."""
    notes = Event.objects.filter(agency=agency, verb=BLANKED).values_list("details", flat=True)
    return {pk for details in notes.iterator() for pk in details.get("events", [])}


def look(event: Event, found: Verified, blanked: set[int]) -> str:
    """Compare one event with its fingerprints; returns its digest."""
    found.events += 1
    if digest_of(event) != event.digest:
        found.finds(f"event {event.pk} ({event.verb}) was changed")
    elif event.blanked is not None:
        blanked.add(event.pk)
    elif words_of(event.salt, event.by_name, event.address, event.agent, event.details) != event.words:
        found.finds(f"event {event.pk} ({event.verb}): its words were changed")
    return event.digest


def check_seal(seal: AuditSeal, previous: str, events: list[tuple[int, str]], found: Verified) -> None:
    """Compare a seal with the one before it and with its events."""
    said = f"seal {seal.number} (events {seal.first} to {seal.last})"
    if seal.previous != previous:
        found.finds(f"{said} does not follow the seal before it")
    if len(events) < seal.count:
        found.finds(f"{said}: {seal.count - len(events)} of its {seal.count} events are missing")
    elif len(events) > seal.count:
        found.finds(f"{said}: {len(events) - seal.count} events were slipped in")
    elif head_of(seal, events) != seal.head:
        found.finds(f"{said}: its events are not those that were sealed, or not in their order")


def compare(agency: Agency, head: list[Any], found: Verified) -> None:
    """Compare with a head that was written down elsewhere: so one notices that the end of the log is gone."""
    number, was = head
    seal = AuditSeal.objects.filter(agency=agency, number=number).first()
    if seal is None:
        found.finds(f"the end of the log is gone: seal {number} was there when the anchor was written")
    elif seal.head != was:
        found.finds(f"seal {number} is not the one that the anchor names: the log was written anew")


def read_anchor(path: Path) -> dict[str, list[Any]]:
    """The heads in an anchor file, or in a backup's manifest."""
    said = json.loads(path.read_text(encoding="utf-8")).get("heads", {})
    if not isinstance(said, dict) or not all(isinstance(one, list) and len(one) == 2 for one in said.values()):
        raise ValueError("no heads")
    return said


def write_anchor(path: Path) -> None:
    """Write the present heads down; of agencies that are no longer here the old one stays."""
    kept = read_anchor(path) if path.exists() else {}
    draft = path.with_name(f"{path.name}.partial")
    draft.write_text(json.dumps({"made": now().isoformat(), "heads": {**kept, **heads()}}, indent=1), encoding="utf-8")
    draft.replace(path)


def note(agency: Agency, found: Verified) -> None:
    """The check itself is on record."""
    if found.broken:
        record(agency, "audit.broken", by=None, said=found.broken[0], findings=len(found.broken))
    else:
        record(agency, "audit.verified", by=None, events=found.events, seals=found.seals)
