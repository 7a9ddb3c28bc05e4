"""The timeline of one record: what happened to it and what was jotted down on it, newest first."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.exceptions import BadRequest
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from portico.agencies.models import Member
from portico.records.events import SENTENCES, sentence
from portico.records.models import Event, EventSubject, Note

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


def timeline(row: Model, member: Member, before: str | None = None, limit: int = 30) -> list[Entry]:
    """The newest entries of a record that the member may see, or those before a key; two queries. Mails are events."""
    events = EventSubject.objects.visible_to(member).on(row).select_related("event")
    notes = Note.objects.visible_to(member).on(row)
    newest_events = earlier(events, EVENT, before, at="at", pk="event_id")[:limit]
    newest_notes = earlier(notes, NOTE, before, at="written", pk="pk")[:limit]
    found = [(one.at, EVENT, one.event_id, entry_of_event(one)) for one in newest_events]
    found += [(note.written, NOTE, note.pk, entry_of_note(note)) for note in newest_notes]
    found.sort(key=lambda one: one[:3], reverse=True)
    return [entry for *_order, entry in found[:limit]]


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


def entry_text(event: Event) -> str:
    """What happened, as a line of its own."""
    text = sentence(event.verb, event.details)
    return text[:1].upper() + text[1:]


def entry_of_event(subject: EventSubject) -> Entry:
    """What happened, in words."""
    event = subject.event
    icon, tone = LOOKS.get(event.verb.rpartition(".")[2], OTHERWISE)
    if event.verb.startswith("document."):
        icon = "file-text"
    return Entry(
        at=subject.at,
        who=who(who_said(event), event.imported),
        text=entry_text(event),
        icon=icon,
        tone=tone,
        body=body_of(event.verb, event.details),
        imported=event.imported,
        key=key_of(subject.at, EVENT, subject.event_id),
    )


def body_of(verb: str, details: dict[str, Any]) -> str:
    """A remark or a mail's text, unless the sentence already says it."""
    pattern = str(SENTENCES.get(verb, ""))
    for name in ("remark", "reason", "text"):
        value = details.get(name)
        if value and isinstance(value, str) and f"{{{name}}}" not in pattern:
            return value
    return ""


def entry_of_note(note: Note) -> Entry:
    """What somebody jotted down."""
    return Entry(
        at=note.written,
        who=who(note.author_name, note.imported),
        text=_("Note"),
        icon="sticky-note",
        tone="",
        body=note.text,
        imported=note.imported,
        key=key_of(note.written, NOTE, note.pk),
    )


def who_said(event: Event) -> str:
    """The member; with who of the support acted in their place."""
    if not event.support:
        return event.by_name
    return _("%(who)s (support) for %(name)s") % {"name": event.by_name, "who": event.support}


def who(name: str, imported: bool) -> str:
    """Who did it, as far as it is known."""
    if imported:
        return _("%s (imported)") % name if name else _("Imported")
    return name or _("Portico")
