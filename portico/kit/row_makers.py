"""What becomes of a compiled query's rows: tuples, single values, objects with those beside them.

Objects are made by a function that knows their columns and neighbors from when the query was compiled: a page makes
hundreds of them, and going through both anew for each one took longer than the query.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import Any, Self

from django.db.models.fields.mixins import FieldCacheMixin
from django.db.models.query import FlatValuesListIterable, ModelIterable, ValuesListIterable

from portico.kit.quick_rows import RowState, is_plain

type Made = Callable[[Iterable[Any]], list[Any]]
type Make = Callable[[Any], Any]


def making(rows: Any, compiler: Any) -> Made:
    """How this queryset's rows are made. Neither it nor its compiler is kept, unless Django must make the rows."""
    kind = rows._iterable_class
    if kind is ValuesListIterable:
        return tuples
    if kind is FlatValuesListIterable:
        return singles
    plain = kind is ModelIterable and not rows._known_related_objects and not rows._fetch_mode.track_peers
    if plain and not _of_parents(compiler.klass_info):
        return Maker(rows, compiler).rows
    return lambda found: list(kind(Answer(rows, compiler, found)))


def tuples(found: Iterable[Any]) -> list[Any]:
    """Rows as they are: `values_list`."""
    return list(map(tuple, found))


def singles(found: Iterable[Any]) -> list[Any]:
    """The one column of each: `values_list(flat=True)`."""
    return [row[0] for row in found]


class Part:
    """The columns of an answer that hold one object, and the objects beside it, as RelatedPopulator has them."""

    def __init__(self, info: dict[str, Any], select: Any, db: str, mode: Any) -> None:
        self.model, self.db, self.mode = info["model"], db, mode
        self.first, self.last = info["select_fields"][0], info["select_fields"][-1] + 1
        self.names = [column[0].target.attname for column in select[self.first : self.last]]
        self.key = self.first + self.names.index(self.model._meta.pk.attname)
        self.beside = [
            (Part(other, select, db, mode), other["local_setter"], other["remote_setter"])
            for other in info.get("related_klass_infos", [])
        ]

    def all(self) -> "Iterator[Part]":
        """This one and those beside it."""
        yield self
        for other, _local, _remote in self.beside:
            yield from other.all()

    def make(self, row: Any) -> Any:
        """The object in this row, whoever listens to objects being made; None where there is none."""
        if row[self.key] is None:
            return None
        new = self.model.from_db(self.db, self.names, row[self.first : self.last], fetch_mode=self.mode)
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
        self.models = {one.model for one in self.part.all()}

    def rows(self, found: Iterable[Any]) -> list[Any]:
        """The objects."""
        make = self.quick if all(map(is_plain, self.models)) else self.part.make
        made = []
        for row in found:
            one = make(row)
            for name, at in self.added:
                setattr(one, name, row[at])
            made.append(one)
        return made

    @cached_property
    def quick(self) -> Make:
        """What makes an object of a row while nobody listens."""
        return quickly(self.part)


def quickly(part: Part) -> Make:
    """What makes the object in a row, or None, with those beside it; all that can be looked up is looked up here."""
    kind, db, mode, key, names = part.model, part.db, part.mode, part.key, part.names
    columns, new = slice(part.first, part.last), object.__new__
    cached, told = list[tuple[Make, str, Any]](), list[tuple[Make, Any, Any]]()
    for other, local, remote in part.beside:
        if getattr(local, "__func__", None) is FieldCacheMixin.set_cached_value:
            tells = remote if hasattr(remote, "__self__") else None  # Else Django's own way of doing nothing.
            cached.append((quickly(other), local.__self__.cache_name, tells))
        else:
            told.append((quickly(other), local, remote))

    def make(row: Any) -> Any:
        if row[key] is None:
            return None
        one, state = new(kind), new(RowState)
        one.__dict__ = values = dict(zip(names, row[columns], strict=True))
        values["_state"] = state
        state.db, state.fetch_mode = db, mode
        state.fields_cache = beside = {}
        for neighbor, name, tells in cached:
            beside[name] = found = neighbor(row)
            if tells and found is not None:
                tells(found, one)
        for neighbor, local, remote in told:
            local(one, found := neighbor(row))
            if found is not None:
                remote(found, one)
        return one

    return make


def _of_parents(info: dict[str, Any]) -> bool:
    """Whether an object is spread over several tables."""
    related = info.get("related_klass_infos", [])
    return any(other["from_parent"] or _of_parents(other) for other in related)


class Answer:
    """What came back, in the place of the queryset, of its query and of its compiler: Django makes its rows of it."""

    def __init__(self, rows: Any, compiler: Any, found: Iterable[Any]) -> None:
        self.rows, self.found = rows, found
        self.query = self
        self.select, self.klass_info = compiler.select, compiler.klass_info
        self.annotation_col_map = compiler.annotation_col_map

    def __getattr__(self, name: str) -> Any:
        return getattr(self.rows if hasattr(self.rows, name) else self.rows.query, name)

    def get_compiler(self, using: str) -> Self:
        """This one."""
        return self

    def execute_sql(self, **_how: Any) -> Iterable[Any]:
        """It was."""
        return self.found

    def results_iter(self, results: Any = None, tuple_expected: bool = False, **_how: Any) -> Iterator[Any]:
        """The rows, in Python's values."""
        return map(tuple, self.found) if tuple_expected else iter(self.found)
