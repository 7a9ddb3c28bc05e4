"""Notes: what recruiters jot down, and take back."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from portico.agencies.models import Member
from portico.kit.rules import RuleBroken
from portico.kit.times import now
from portico.records.events import record
from portico.records.locking import hold
from portico.records.models import Note
from portico.records.subjects import kind_of


@transaction.atomic
def write_note(
    row: Any, *, text: str, by: Member | None, at: datetime | None = None, reference: str = "", author: str = ""
) -> Note:
    """Jot something down on a record. An imported note keeps its date, its author's name and where it came from."""
    if not reference:  # What is imported is put onto rows that the import holds.
        hold(row)
    note = Note(
        agency_id=row.agency_id,
        kind=kind_of(row),
        object_id=row.pk,
        author=by,
        author_name=author or (by.name if by else ""),
        text=text,
        written=at or now(),
        imported=bool(reference),
        reference=reference,
    )
    note.save()
    return note


@transaction.atomic
def delete_note(note: Note, *, by: Member) -> None:
    """Take a note back: its author may, for good. The timeline keeps that there was one."""
    if note.author_id != by.pk:
        raise RuleBroken(_("Only its author can delete a note."))
    row = note.subject()
    if row is not None:
        record(row, "note.deleted", by=by)
    note.delete()
