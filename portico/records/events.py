"""What happened: one row per deed, shown on the timeline of every record it is about."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from itertools import batched
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext

from portico.agencies.models import Member
from portico.kit.inserting import insert_told, stored
from portico.kit.times import now
from portico.records.fingerprints import at_text, digest, new_salt, sign, words_of
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


@dataclass(frozen=True, slots=True)
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

    source = origin()
    for batch in batched(happenings, BATCH):
        at = now()
        numbers = insert_told(Event, TOLD, [line_of(one, one.at or at, source) for one in batch], **asdict(source))
        moment = stored(EventSubject, "at")
        places = [
            (one.row.agency_id, number, kind, pk, moment(one.at or at))  # type: ignore[attr-defined]
            for one, number in zip(batch, numbers, strict=True)
            if not one.unseen
            for kind, pk in subjects(one)
        ]
        insert_told(EventSubject, ("agency_id", "event_id", "kind", "object_id", "at"), places)


TOLD = (
    *("agency_id", "verb", "by_id", "by_name", "at", "imported", "details"),
    *("kind", "object_id", "salt", "words", "digest"),
)


def line_of(one: Happening, at: datetime, source: Origin) -> tuple[Any, ...]:
    """An event's columns TOLD, with its fingerprints."""
    from portico.records.models import Event

    agency: int = one.row.agency_id  # type: ignore[attr-defined]
    by, name, kind, pk = one.by.pk if one.by else None, one.by_name, kind_of(one.row), one.row.pk
    name, salt = name or (one.by.name if one.by else ""), new_salt()
    words = words_of(salt, name, source.address, source.agent, one.details)
    support = (source.support_id, source.support)
    digested = digest(agency, one.verb, by, at_text(at), one.imported, kind, pk, *support, words)
    told = (agency, one.verb, by, name, stored(Event, "at")(at), one.imported, stored(Event, "details")(one.details))
    return (*told, kind, pk, salt, words, digested)


def subjects(one: Happening) -> list[tuple[str, int]]:
    """On whose timelines it stands."""
    if not one.about:
        return [(kind_of(one.row), one.row.pk)]
    return sorted({(kind_of(row), row.pk) for row in [one.row, *one.about] if row is not None})


def note(row: models.Model, verb: str, *, by: Member | None, **details: Any) -> None:
    """Write something down for the audit log only: it stands on no timeline."""
    record_many([Happening(row, verb, by=by, details=details, unseen=True)])
