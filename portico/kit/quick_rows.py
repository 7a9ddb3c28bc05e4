"""Rows of the database as objects, made without the ceremony of `__init__`, which costs more than the row's query."""

from collections.abc import Collection, Iterable
from functools import cache
from typing import Any, Self

from django.db import models
from django.db.models.base import ModelState
from django.db.models.query import ModelIterable
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
        if not is_plain(cls):
            return super().from_db(db, field_names, values, fetch_mode=fetch_mode)
        new: Self = taken_as_it_is(cls, db, field_names, values, fetch_mode)
        return new

    def _get_FIELD_display(self, field: Any) -> Any:
        """The words for a choice; they are looked up hundreds of times a page."""
        value = getattr(self, field.attname)
        words = _choices(field)
        return force_str(words.get(value, value), strings_only=True) if isinstance(value, str | int) else value


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
    new._state = state = ModelState()
    known: dict[str, Any] = {"adding": False, "db": db, "fields_cache": {}}
    state.__dict__.update(known if fetch_mode is None else {**known, "fetch_mode": fetch_mode})
    return new


class Part:
    """The columns of an answer that hold one object, and the objects beside it, as Django's RelatedPopulator has them.

    All that is the same for each row is worked out once: hundreds of rows of three objects are made for a page.
    """

    def __init__(self, info: dict[str, Any], select: Any, db: str, mode: Any) -> None:
        self.model, self.db, self.mode = info["model"], db, mode
        self.first, self.last = info["select_fields"][0], info["select_fields"][-1] + 1
        self.names = [column[0].target.attname for column in select[self.first : self.last]]
        self.key = self.first + self.names.index(self.model._meta.pk.attname)
        self.beside = [
            (Part(other, select, db, mode), other["local_setter"], other["remote_setter"])
            for other in info.get("related_klass_infos", [])
        ]
        self.plain = False

    def begin(self) -> None:
        """Look whether somebody listens to objects being made by now."""
        self.plain = is_plain(self.model)
        for other, _local, _remote in self.beside:
            other.begin()

    def make(self, row: Any) -> Any:
        """The object in this row; None where there is none."""
        if row[self.key] is None:
            return None
        values = row[self.first : self.last]
        if self.plain:
            new = taken_as_it_is(self.model, self.db, self.names, values, self.mode)
        else:
            new = self.model.from_db(self.db, self.names, values, fetch_mode=self.mode)
        for other, local, remote in self.beside:
            found = other.make(row)
            local(new, found)
            if found is not None:
                remote(found, new)
        return new


class Maker:
    """Makes objects of rows as ModelIterable does."""

    def __init__(self, rows: Any, compiler: Any) -> None:
        self.part = Part(compiler.klass_info, compiler.select, rows.db, rows._fetch_mode)
        self.added = list((compiler.annotation_col_map or {}).items())

    def rows(self, found: Iterable[Any]) -> list[Any]:
        """The objects."""
        self.part.begin()
        made = []
        for row in found:
            one = self.part.make(row)
            for name, at in self.added:
                setattr(one, name, row[at])
            made.append(one)
        return made


def maker_of(rows: Any, compiler: Any) -> Maker | None:
    """For plain objects; everything else is left to Django."""
    plain = rows._iterable_class is ModelIterable and not rows._known_related_objects
    plain = plain and not rows._fetch_mode.track_peers and not _of_parents(compiler.klass_info)
    return Maker(rows, compiler) if plain else None


def _of_parents(info: dict[str, Any]) -> bool:
    """Whether an object is spread over several tables."""
    related = info.get("related_klass_infos", [])
    return any(other["from_parent"] or _of_parents(other) for other in related)


@cache
def _choices(field: Any) -> dict[Any, Any]:
    return dict(field.flatchoices)
