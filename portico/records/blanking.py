"""Taking the words out of events of an erased person: the one way in which the audit log may lose anything.

What happened, when, on which record and by which number stays, and so does the fingerprint, so the chain still holds.
The salt goes with the words, so the fingerprint gives nothing away. Which events were blanked is an event of its own:
the verifier takes a blanked one without it for a changed one.
"""

from collections.abc import Iterable, Mapping
from itertools import batched
from typing import Any

from django.db import models, transaction

from portico.agencies.models import Agency
from portico.kit.times import now
from portico.records.events import Happening, record_many
from portico.records.history import Event

BLANKED = "audit.blanked"
"""The event that names the blanked ones by number; it is never blanked itself."""


def blank(changes: Mapping[int, Mapping[str, Any]]) -> int:
    """Put what is given in place of an event's `by_name` and `details`; where from, and the salt, go in any case."""
    if not changes:
        return 0
    rows: models.QuerySet[Event] = models.QuerySet(Event)
    at = now()
    with transaction.atomic():
        there = rows.filter(pk__in=list(changes)).exclude(verb=BLANKED).values_list("agency_id", "pk")
        by_agency: dict[int, list[int]] = {}
        for agency, pk in there.order_by("pk"):
            rows.filter(pk=pk).update(**changes[pk], salt="", address="", agent="", blanked=at)
            by_agency.setdefault(agency, []).append(pk)
        for agency, numbers in by_agency.items():
            note(agency, numbers)
    return sum(len(numbers) for numbers in by_agency.values())


def note(agency: int, numbers: Iterable[int]) -> None:
    """Write down which events were blanked; on no timeline, for it is of no use there."""
    row = Agency(pk=agency)
    record_many(
        [Happening(row, BLANKED, details={"events": list(some)}, unseen=True) for some in batched(numbers, 500)]
    )
