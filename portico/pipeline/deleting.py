"""Deleting a record for good: only where nothing hangs on it. Everything else is archived."""

from typing import Any

from django.db import models, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from portico.agencies.models import Member
from portico.kit.prepared import prepared
from portico.kit.rules import RuleBroken
from portico.records import search
from portico.records.events import record
from portico.records.models import Document, EventSubject, Note
from portico.records.subjects import kind_of, model_of


def what_hangs_on(row: models.Model) -> list[str]:
    """What would be lost with the row, in words; an empty list: it may go."""
    kinds = [relation.related_model for relation in pointing_at(type(row))] + [Note, Document]
    there = holding.first(row.pk, kind=kind_of(row)) or ()
    hanging = [str(kind._meta.verbose_name_plural) for kind, is_there in zip(kinds, there, strict=False) if is_there]
    if getattr(row, "member_id", None):
        hanging.append(_("a portal access"))
    return sorted(set(hanging))


def pointing_at(model: Any) -> list[Any]:
    """The relations by which other rows hang on one of this kind."""
    return [relation for relation in model._meta.related_objects if not relation.many_to_many]


@prepared
def holding(pk: int, *, kind: str) -> QuerySet[Any]:
    """Of a row, for everything that can hang on it, whether anything does: one query for all of them."""
    model: Any = model_of(kind)
    own = OuterRef("pk")
    found = [Exists(one.related_model._base_manager.filter(**{one.field.name: own})) for one in pointing_at(model)]
    found += [Exists(one._base_manager.filter(kind=kind, object_id=own)) for one in (Note, Document)]
    named = {f"hangs_{number}": one for number, one in enumerate(found)}
    rows: QuerySet[Any] = model._base_manager.filter(pk=pk).annotate(**named).values_list(*named)
    return rows


@transaction.atomic
def delete(row: Any, *, by: Member) -> None:
    """Delete a record nothing hangs on; the audit log keeps that it was there."""
    hanging = what_hangs_on(row)
    if hanging:
        raise RuleBroken(_("This cannot be deleted, because it has %s. Archive it instead.") % ", ".join(hanging))
    record(row, "record.deleted", by=by, kind=str(row._meta.verbose_name), name=str(row))
    search.forget(row)
    EventSubject.objects.filter(kind=kind_of(row), object_id=row.pk).exclude(event__verb="record.deleted").delete()
    row.delete()
