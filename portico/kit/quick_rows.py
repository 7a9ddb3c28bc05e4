"""Rows of the database as objects, made without the ceremony of `__init__`, which costs more than the row's query."""

from collections.abc import Collection
from functools import cache
from typing import Any, Self

from django.db import models
from django.db.models.base import ModelState
from django.db.models.signals import post_init, pre_init
from django.utils.encoding import force_str


class QuickRows(models.Model):
    """A model whose rows, as they come from the database, are taken as they are."""

    class Meta:
        abstract = True

    @classmethod
    def from_db(
        cls, db: str | None, field_names: Collection[str], values: Collection[Any], *, fetch_mode: Any = None
    ) -> Self:
        """The object of a row; where somebody listens to objects being made, Django makes it."""
        plain = cls.__init__ is models.Model.__init__
        if not plain or post_init.has_listeners(cls) or pre_init.has_listeners(cls):
            return super().from_db(db, field_names, values, fetch_mode=fetch_mode)
        new = cls.__new__(cls)
        new.__dict__.update(zip(field_names, values, strict=True))
        state = new._state = ModelState()
        state.adding, state.db = False, db
        if fetch_mode is not None:
            state.fetch_mode = fetch_mode
        return new

    def _get_FIELD_display(self, field: Any) -> Any:
        """The words for a choice; they are looked up hundreds of times a page."""
        value = getattr(self, field.attname)
        words = _choices(field)
        return force_str(words.get(value, value), strings_only=True) if isinstance(value, str | int) else value


@cache
def _choices(field: Any) -> dict[Any, Any]:
    return dict(field.flatchoices)
