"""How a note, a document or an event names the record it hangs on: its kind and its number."""

from collections.abc import Callable
from functools import cache
from typing import Any, ClassVar

from django.apps import apps
from django.db import models

from portico.agencies.doors import Owned, OwnedQuerySet

PARTLY_SEEN: list[str] = []
"""Kinds of records that roles limited to their own desk see only in part: they read no event about the others."""

MONEY_FILES: list[Callable[[], models.QuerySet[Any, Any]]] = []
"""The numbers of documents that speak of pay, as packages above name them: only those who see money open them."""


def kind_of(row: models.Model | type[models.Model]) -> str:
    """The kind of a record, like candidates.candidate."""
    return label_of(row._meta)


@cache
def label_of(kind: Any) -> str:
    """Options make it up each time they are asked."""
    return str(kind.label_lower)


def model_of(kind: str) -> type[models.Model]:
    """The model behind a kind."""
    return apps.get_model(kind)


class AttachedQuerySet[M: models.Model](OwnedQuerySet[M]):
    """Rows that hang on a record."""

    def on(self, row: models.Model) -> "AttachedQuerySet[M]":
        """Those of one record."""
        return self.filter(kind=kind_of(row), object_id=row.pk)


class Attached(Owned):
    """A row that hangs on one record of any kind."""

    kind = models.CharField(max_length=60)
    object_id = models.BigIntegerField()

    class Meta:
        abstract = True
        indexes: ClassVar = [models.Index(fields=["kind", "object_id"])]

    def subject(self) -> Any:
        """The record this hangs on, or None where it is gone."""
        return model_of(self.kind)._base_manager.filter(pk=self.object_id).first()
