"""Deleting a record for good: only where nothing hangs on it. Everything else is archived."""

from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from portico.agencies.models import Member
from portico.kit.rules import RuleBroken
from portico.records import search
from portico.records.events import record
from portico.records.models import Document, EventSubject, Note
from portico.records.subjects import kind_of


def what_hangs_on(row: models.Model) -> list[str]:
    """What would be lost with the row, in words; an empty list: it may go."""
    hanging = []
    for relation in row._meta.related_objects:
        related: Any = relation.related_model
        if not relation.many_to_many and related._base_manager.filter(**{relation.field.name: row}).exists():
            hanging.append(str(related._meta.verbose_name_plural))
    if getattr(row, "member_id", None):
        hanging.append(_("a portal access"))
    for model in (Note, Document):
        if model.objects.filter(kind=kind_of(row), object_id=row.pk).exists():
            hanging.append(str(model._meta.verbose_name_plural))
    return sorted(set(hanging))


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
