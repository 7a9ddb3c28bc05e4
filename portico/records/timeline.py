"""The timeline of one record: what happened to it and what was jotted down on it, newest first."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.exceptions import BadRequest
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from portico.agencies.models import Member
from portico.kit.prepared import prepared
from portico.records.events import SENTENCES, sentence
from portico.records.models import Event, EventSubject, Note
from portico.records.subjects import kind_of

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
EVENT, NOTE = 1, 0
"""Which comes first of two things of the same instant."""

# The last word of a verb decides how it looks: icon and tone.
LOOKS: dict[str, tuple[str, str]] = {
    "added": ("plus", ""),
    "prepared": ("plus", ""),
    "changed": ("pencil", ""),
    "role_changed": ("user-check", ""),
    "scope_changed": ("eye", ""),
    "team_changed": ("users", ""),
    "archived": ("archive", ""),
    "restored": ("archive-restore", ""),
    "merged": ("merge", ""),
    "deleted": ("trash-2", ""),
    "linked": ("link", ""),
    "unlinked": ("unlink", ""),
    "moved": ("arrow-right", "info"),
    "open": ("rotate-ccw", "info"),
    "opened": ("circle-dot", "info"),
    "rejected": ("circle-x", "danger"),
    "declined": ("circle-x", "danger"),
    "withdrawn": ("undo-2", "warn"),
    "closed": ("circle-x", ""),
    "job_closed": ("circle-x", ""),
    "on_hold": ("pause", "warn"),
    "filled": ("circle-check", "ok"),
    "approved": ("circle-check", "ok"),
    "placed": ("award", "ok"),
    "submitted": ("send", "violet"),
    "kept_in_view": ("star", ""),
    "rated": ("star", "info"),
    "remarked": ("message-square", "info"),
    "viewed": ("eye", ""),
    "downloaded": ("download", ""),
    "sent": ("mail", ""),
    "retried": ("mail", ""),
    "parked": ("mail-x", "danger"),
    "bounced": ("mail-x", "danger"),
    "held": ("mail-x", "warn"),
    "works_again": ("mail", "ok"),
    "shared": ("share-2", "violet"),
    "live": ("share-2", "violet"),
    "paused": ("pause", "warn"),
    "ended": ("ban", "warn"),
    "invited": ("user-plus", "info"),
    "invited_again": ("user-plus", "info"),
    "joined": ("user-check", "ok"),
    "active": ("user-check", "ok"),
    "expired": ("clock", "warn"),
    "revoked": ("ban", "danger"),
    "suspended": ("ban", "warn"),
    "looked": ("eye", ""),
    "message_sent": ("message-square", ""),
    "accepted": ("circle-check", "ok"),
    "told_no": ("mail", ""),
    "hidden": ("eye-off", ""),
    "shown": ("eye", ""),
    "signed_in": ("log-in", ""),
    "imported": ("import", ""),
}
OTHERWISE = ("circle", "")


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing on a timeline. `key` of the last entry, given as `before`, brings the next ones."""

    at: datetime
    who: str
    text: str
    icon: str
    tone: str
    body: str
    imported: bool
    key: str


@dataclass(frozen=True, slots=True)
class Happened:
    """What a line says of an event."""

    at: datetime
    event_id: int
    verb: str
    by_name: str
    imported: bool
    details: dict[str, Any]
    support: str


EVENT_FIELDS = ("at", "event", "event__verb", "event__by_name", "event__imported", "event__details", "event__support")
NOTE_FIELDS = ("written", "pk", "author_name", "imported", "text")


def timeline(row: Model, member: Member, before: str | None = None, limit: int = 30) -> list[Entry]:
    """The newest entries of a record that the member may see, or those before a key; two queries. Mails are events."""
    kind = kind_of(row)
    if before:
        events: Any = earlier(events_on(member, kind, row.pk), EVENT, before, at="at", pk="event_id")[:limit]
        notes: Any = earlier(notes_on(member, kind, row.pk), NOTE, before, at="written", pk="pk")[:limit]
        events, notes = events.values_list(*EVENT_FIELDS), notes.values_list(*NOTE_FIELDS)
    else:
        events, notes = (
            newest_events(member, kind, row.pk, limit=limit),
            newest_notes(member, kind, row.pk, limit=limit),
        )
    found = [(one[0], EVENT, one[1], entry_of_event(Happened(*one))) for one in events]
    found += [(one[0], NOTE, one[1], entry_of_note(*one)) for one in notes]
    found.sort(key=lambda one: one[:3], reverse=True)
    return [entry for *_order, entry in found[:limit]]


def events_on(member: Member, kind: str, number: int) -> QuerySet[EventSubject]:
    """What stands on a record's timeline, as far as the member may see it."""
    return EventSubject.objects.visible_to(member).filter(kind=kind, object_id=number)


def notes_on(member: Member, kind: str, number: int) -> QuerySet[Note]:
    """What was jotted down on a record."""
    return Note.objects.visible_to(member).filter(kind=kind, object_id=number)


@prepared
def newest_events(member: Member, kind: str, number: int, *, limit: int) -> QuerySet[Any]:
    """The newest events on a record."""
    rows = earlier(events_on(member, kind, number), EVENT, None, at="at", pk="event_id")
    return rows[:limit].values_list(*EVENT_FIELDS)


@prepared
def newest_notes(member: Member, kind: str, number: int, *, limit: int) -> QuerySet[Any]:
    """The newest notes on a record."""
    rows = earlier(notes_on(member, kind, number), NOTE, None, at="written", pk="pk")
    return rows[:limit].values_list(*NOTE_FIELDS)


def earlier(rows: QuerySet[Any], rank: int, before: str | None, *, at: str, pk: str) -> QuerySet[Any]:
    """Rows in the timeline's order, from just after the entry with this key."""
    rows = rows.order_by(f"-{at}", f"-{pk}")
    if not before:
        return rows
    time, theirs, number = parse(before)
    same = Q(**{at: time})
    if rank > theirs:
        same &= Q(pk__in=[])
    elif rank == theirs:
        same &= Q(**{f"{pk}__lt": number})
    return rows.filter(Q(**{f"{at}__lt": time}) | same)


def key_of(at: datetime, rank: int, number: int) -> str:
    """The place of an entry in the order."""
    return f"{(at - EPOCH) // MICROSECOND}.{rank}.{number}"


def parse(key: str) -> tuple[datetime, int, int]:
    """The place a key stands for; anything else is a bad request."""
    try:
        passed, rank, number = (int(part) for part in key[:60].split("."))
        at = EPOCH + passed * MICROSECOND
    except (ValueError, OverflowError):
        raise BadRequest("before") from None
    if abs(number) > 2**62:
        raise BadRequest("before")
    return at, rank, number


def entry_text(event: Event | Happened) -> str:
    """What happened, as a line of its own."""
    text = sentence(event.verb, event.details)
    return text[:1].upper() + text[1:]


def entry_of_event(event: Happened) -> Entry:
    """What happened, in words."""
    icon, tone = LOOKS.get(event.verb.rpartition(".")[2], OTHERWISE)
    if event.verb.startswith("document."):
        icon = "file-text"
    return Entry(
        at=event.at,
        who=who(who_said(event), event.imported),
        text=entry_text(event),
        icon=icon,
        tone=tone,
        body=body_of(event.verb, event.details),
        imported=event.imported,
        key=key_of(event.at, EVENT, event.event_id),
    )


def body_of(verb: str, details: dict[str, Any]) -> str:
    """A remark or a mail's text, unless the sentence already says it."""
    pattern = str(SENTENCES.get(verb, ""))
    for name in ("remark", "reason", "text"):
        value = details.get(name)
        if value and isinstance(value, str) and f"{{{name}}}" not in pattern:
            return value
    return ""


def entry_of_note(written: datetime, number: int, author: str, imported: bool, text: str) -> Entry:
    """What somebody jotted down."""
    return Entry(
        at=written,
        who=who(author, imported),
        text=_("Note"),
        icon="sticky-note",
        tone="",
        body=text,
        imported=imported,
        key=key_of(written, NOTE, number),
    )


def who_said(event: Event | Happened) -> str:
    """The member; with who of the support acted in their place."""
    if not event.support:
        return event.by_name
    return _("%(who)s (support) for %(name)s") % {"name": event.by_name, "who": event.support}


def who(name: str, imported: bool) -> str:
    """Who did it, as far as it is known."""
    if imported:
        return _("%s (imported)") % name if name else _("Imported")
    return name or _("Portico")
