"""Moving what hangs on one record to another, so that a merge loses nothing."""

from collections.abc import Callable

from django.db import models, transaction

from portico.records import search
from portico.records.models import Document, EventSubject, Note
from portico.records.subjects import kind_of

type Mover = Callable[[models.Model, models.Model], None]

MOVERS: list[Mover] = []


def moves_along(mover: Mover) -> Mover:
    """Register what else has to move when records merge: packages above name what they hang on records (mails)."""
    MOVERS.append(mover)
    return mover


@transaction.atomic
def move_attachments(from_row: models.Model, to_row: models.Model) -> None:
    """Notes, documents, events and whatever is registered move; what told of both records is told once."""
    before = {"kind": kind_of(from_row), "object_id": from_row.pk}
    after = {"kind": kind_of(to_row), "object_id": to_row.pk}
    Note.objects.filter(**before).update(**after)
    Document.objects.filter(**before).update(**after)
    theirs = EventSubject.objects.filter(**before)
    theirs.filter(event__in=EventSubject.objects.filter(**after).values("event")).delete()
    theirs.update(**after)
    for mover in MOVERS:
        mover(from_row, to_row)
    search.documents_changed(before["kind"], from_row.pk)
    search.documents_changed(after["kind"], to_row.pk)
