"""What happened: one row per deed, shown on the timeline of every record it is about."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from itertools import batched
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext

from portico.agencies.models import Member
from portico.kit.inserting import insert_told, stored
from portico.kit.times import now
from portico.records.fingerprints import at_text, digest, new_salt, rest_of, sign, words_with
from portico.records.origins import Origin, origin
from portico.records.subjects import kind_of

BATCH = 500
SENTENCES: dict[str, Any] = {}
"""Verb → sentence with {placeholders} that the event's details fill, like "moved {candidate} to {stage}"."""


MONEY_VERBS: set[str] = set()
"""Verbs whose events speak of pay: only those who see money read them."""


class _Details(dict[str, Any]):
    """Fills a sentence; what an old event lacks is a dash."""

    def __missing__(self, key: str) -> str:
        return "–"


def say(sentences: dict[str, Any]) -> None:
    """Teach the timeline a package's verbs."""
    SENTENCES.update(sentences)


def sentence(verb: str, details: dict[str, Any]) -> str:
    """What happened, in words. User text is only ever filled in, never read as a pattern."""
    pattern = str(SENTENCES.get(verb) or verb.replace(".", " ").replace("_", " "))
    flat = {key: value for key, value in details.items() if isinstance(value, str | int | float)}
    return pattern.format_map(_Details(flat)) if pattern else gettext("changed")


@transaction.atomic
def record(
    row: models.Model,
    verb: str,
    *,
    by: Member | None,
    about: Iterable[models.Model | None] = (),
    at: datetime | None = None,
    imported: bool = False,
    **details: Any,
) -> Any:
    """Write down that something happened to `row`; it also shows on the timelines of `about`.

    `details` are plain values (text, numbers, lists); rows are stored as their names.
    """
    from portico.records.models import Event, EventSubject

    plain = {
        key: value if isinstance(value, str | int | float | bool | list | dict | None) else str(value)
        for key, value in details.items()
    }
    event = Event(
        agency_id=row.agency_id,  # type: ignore[attr-defined]
        verb=verb,
        by=by,
        by_name=by.name if by else "",
        at=at or now(),
        imported=imported,
        details=plain,
        kind=kind_of(row),
        object_id=row.pk,
        **asdict(origin()),
    )
    sign(event)
    event.save()
    subjects = {(kind_of(one), one.pk) for one in [row, *about] if one is not None}
    EventSubject.objects.bulk_create(
        EventSubject(agency_id=event.agency_id, event=event, kind=kind, object_id=pk, at=event.at)
        for kind, pk in sorted(subjects)
    )
    return event


@dataclass(slots=True)
class Happening:
    """One of many things that happened, as `record_many` takes them. `by_name`: who, where it is no member."""

    row: models.Model
    verb: str
    by: Member | None = None
    about: Sequence[models.Model | None] = ()
    at: datetime | None = None
    imported: bool = False
    by_name: str = ""
    details: dict[str, Any] = field(default_factory=dict)
    unseen: bool = False
    """It stands in the audit log and on no timeline."""


@transaction.atomic
def record_many(happenings: Iterable[Happening]) -> None:
    """The same as `record` for many things at once, as an import needs it. Details must be plain values already."""
    from portico.records.models import Event, EventSubject

    source, moment = origin(), stored(Event, "at")
    for batch in batched(happenings, BATCH):
        at = now()
        times = [one.at or at for one in batch]
        stood = [moment(one) for one in times]
        lines = list(event_lines(batch, times, stood, source))
        numbers = insert_told(Event, TOLD, lines, **asdict(source))
        places = [
            (line[0], number, kind, pk, when)
            for one, line, number, when in zip(batch, lines, numbers, stood, strict=True)
            if not one.unseen
            for kind, pk in (subjects(one) if one.about else [line[OF_WHAT]])
        ]
        insert_told(EventSubject, ("agency_id", "event_id", "kind", "object_id", "at"), places)


TOLD = (
    *("agency_id", "verb", "by_id", "by_name", "at", "imported", "details"),
    *("kind", "object_id", "salt", "words", "digest"),
)
OF_WHAT = slice(7, 9)
"""Kind and number in such a line."""


def event_lines(
    batch: Sequence[Happening], times: list[datetime], stood: list[Any], source: Origin
) -> Iterator[tuple[Any, ...]]:
    """The events' columns TOLD, with their fingerprints. Details that are one and the same are written out once."""
    from portico.records.models import Event

    stand = stored(Event, "details")
    known: dict[tuple[int, str], tuple[Any, str]] = {}
    for one, at, stood_at in zip(batch, times, stood, strict=True):
        row, by, salt = one.row, one.by, new_salt()
        name, same = one.by_name or (by.name if by else ""), id(one.details)
        if (same, name) not in known:
            rest = rest_of(name, source.address, source.agent, one.details)
            known[same, name] = (stand(one.details), rest)
        details, rest = known[same, name]
        agency: int = row.agency_id  # type: ignore[attr-defined]
        kind, pk, by_id, words = kind_of(row), row.pk, by.pk if by else None, words_with(salt, rest)
        support = (source.support_id, source.support)
        mark = digest(agency, one.verb, by_id, at_text(at), one.imported, kind, pk, *support, words)
        yield (agency, one.verb, by_id, name, stood_at, one.imported, details, kind, pk, salt, words, mark)


def subjects(one: Happening) -> list[tuple[str, int]]:
    """On whose timelines it stands."""
    return sorted({(kind_of(row), row.pk) for row in [one.row, *one.about] if row is not None})


def note(row: models.Model, verb: str, *, by: Member | None, **details: Any) -> None:
    """Write something down for the audit log only: it stands on no timeline."""
    record_many([Happening(row, verb, by=by, details=details, unseen=True)])
