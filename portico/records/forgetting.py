"""Taking away for good what hangs on a record of an erased person: words, files, and the names in its history."""

from collections import Counter
from collections.abc import Collection, Iterable
from itertools import batched
from typing import Any

from django.db import models, transaction

from portico.kit.storing import forget
from portico.records.blanking import BLANKED, blank
from portico.records.models import Document, Event, EventSubject, Note, PageImage, SearchEntry

SAFE_DETAILS = {
    "before",
    "count",
    "days",
    "document_id",
    "fields",
    "job",
    "kind",
    "organization",
    "purpose",
    "stage",
    "start",
    "version",
    "way",
}
"""What an event on a person's timeline may go on saying: nothing of it is about the person."""
BEFORE_IS_A_STAGE = {"application.moved"}


def forget_attachments(kind: str, ids: Collection[int], called: str) -> Counter[str]:
    """Notes, documents, search entries go; what happened stays, about a number instead of a name."""
    gone: Counter[str] = Counter()
    for some in batched(ids, 500):
        on = {"kind": kind, "object_id__in": some}
        gone["documents"] += forget_documents(Document.objects.filter(**on))
        gone["notes"] += Note.objects.filter(**on).delete()[0]
        SearchEntry.objects.filter(**on).delete()
        gone["events"] += forget_events(kind, some, called)
    return gone


def forget_documents(documents: "models.QuerySet[Document]") -> int:
    """The files, their pictures and their words."""
    keys = [key for pair in documents.values_list("key", "quarantined") for key in pair]
    keys += PageImage.objects.filter(document__in=documents).values_list("key", flat=True)
    count = documents.count()
    documents.delete()
    drop_files(keys)
    return count


def drop_files(keys: Iterable[str]) -> None:
    """Delete files of the store as soon as their rows are gone for good."""
    there = [key for key in keys if key]
    transaction.on_commit(lambda: forget(there))


def forget_events(kind: str, ids: Collection[int], called: str) -> int:
    """The history of these rows keeps who at the agency did what when, and speaks of nobody any more."""
    events = Event.objects.filter(subjects__in=EventSubject.objects.filter(kind=kind, object_id__in=ids)).distinct()
    changed: dict[int, dict[str, Any]] = {}
    for event in events.exclude(verb=BLANKED).only("pk", "verb", "details"):
        plain = {name: _plain(event.verb, name, value, called) for name, value in event.details.items()}
        if plain != event.details:
            changed[event.pk] = {"details": plain}
    return blank(changed)


def _plain(verb: str, name: str, value: Any, called: str) -> Any:
    """One detail: a number, a word of the agency's own, or a pseudonym."""
    if isinstance(value, bool | int | float | None):
        return value
    if name in {"candidate", "person", "name", "other"}:
        return called
    if name == "before" and verb not in BEFORE_IS_A_STAGE:
        return "–"
    return value if name in SAFE_DETAILS else "–"


def forget_who(member_id: int, called: str) -> None:
    """What this person did themselves was done by a number."""
    blank({pk: {"by_name": called} for pk in Event.objects.filter(by=member_id).values_list("pk", flat=True)})


def relations_of(model: type[models.Model]) -> list[Any]:
    """Every foreign key of another model to this one, also those without a name of their own to come back by."""
    return [
        field
        for field in model._meta.get_fields(include_hidden=True)
        if (field.one_to_many or field.one_to_one)
        and field.auto_created
        and not field.concrete
        and isinstance(field.related_model, type)
        and not field.related_model._meta.auto_created
    ]
