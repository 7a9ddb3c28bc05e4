"""Rows of the database as objects, made without the ceremony of `__init__`, which costs more than the row's query."""

from collections.abc import Collection, Iterable
from functools import cache
from operator import attrgetter, itemgetter
from typing import Any, Self

from django.db import models
from django.db.models.base import ModelState, ModelStateFetchModeDescriptor, ModelStateFieldsCacheDescriptor
from django.db.models.signals import class_prepared, post_init, pre_init
from django.dispatch import receiver

from portico.kit.quick_locals import language


class RowState:
    """What Django keeps beside an object, for one that is a row already: like its ModelState, which besides empties
    itself when it goes, and that took as long as making it."""

    db: str | None = None
    adding = False
    fields_cache: Any = ModelStateFieldsCacheDescriptor()
    fetch_mode: Any = ModelStateFetchModeDescriptor()
    peers = ()
    __getstate__ = ModelState.__getstate__


class QuickRows(models.Model):
    """A model whose rows, as they come from the database, are taken as they are."""

    class Meta:
        abstract = True

    @classmethod
    def from_db(
        cls, db: str | None, field_names: Collection[str], values: Collection[Any], *, fetch_mode: Any = None
    ) -> Self:
        """The object of a row; where somebody listens to objects being made, Django makes it."""
        if not is_plain(cls):
            return super().from_db(db, field_names, values, fetch_mode=fetch_mode)
        new: Self = taken_as_it_is(cls, db, field_names, values, fetch_mode)
        return new

    def _get_FIELD_display(self, field: Any) -> Any:
        """The words for a choice; they are looked up hundreds of times a page."""
        value = getattr(self, field.attname)
        return words_of(field, language()).get(value, value) if isinstance(value, str | int) else value


@receiver(class_prepared)
def know_the_key(*, sender: Any, **_: Any) -> None:
    """Let a row say its `pk` without looking up each time which of its columns that is."""
    if issubclass(sender, QuickRows) and not sender._meta.abstract:
        sender.pk = property(attrgetter(sender._meta.pk.attname), models.Model.pk.fset)


class Columns:
    """Several columns that are asked of a row together (`columns`)."""

    def __init__(self, *names: str) -> None:
        self.held, self.asked = itemgetter(*names), attrgetter(*names)


def columns(row: models.Model, wanted: Columns) -> Any:
    """Them, without Django's way to each, which takes ten times as long; what was not read is read, as ever."""
    try:
        return wanted.held(row.__dict__)
    except KeyError:
        return wanted.asked(row)


def is_plain(model: Any) -> bool:
    """Whether its rows may be taken as they are: nothing happens when one is made."""
    return _is_plain(model, len(pre_init.receivers), len(post_init.receivers))


@cache
def _is_plain(model: Any, *_listeners: int) -> bool:
    plain = issubclass(model, QuickRows) and model.__init__ is models.Model.__init__
    return plain and not post_init.has_listeners(model) and not pre_init.has_listeners(model)


def taken_as_it_is(model: Any, db: str | None, names: Iterable[str], values: Iterable[Any], fetch_mode: Any) -> Any:
    """The object of a row of a plain model."""
    new = model.__new__(model)
    new.__dict__.update(zip(names, values, strict=True))
    new._state = state = RowState()
    known: dict[str, Any] = {"db": db, "fields_cache": {}}
    state.__dict__.update(known if fetch_mode is None else {**known, "fetch_mode": fetch_mode})
    return new


def words_of(field: Any, language: str | None) -> dict[Any, str]:
    """What a field's choices are called in a language; kept at the field, which is quicker than a cache of all."""
    kept: dict[str | None, dict[Any, str]] = field.__dict__.setdefault("words_by_language", {})
    if language not in kept:
        kept[language] = {value: str(label) for value, label in field.flatchoices}
    return kept[language]
