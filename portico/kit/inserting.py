"""Writing thousands of rows: one statement for all of them, where Django's own way takes several times as long.

SQLite is told the statement once and then only values; PostgreSQL takes them all in one. No save() is called: whoever
uses this has looked at the rows before, also that they stand beside no other agency's rows.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, lru_cache
from itertools import batched
from operator import itemgetter
from typing import Any

from django.db import connection, models, transaction
from django.db.models.base import ModelState
from django.utils.timezone import make_aware

type Line = Sequence[Any]

MOST_VALUES = 30_000
"""Parameters of one statement; SQLite takes 32,766."""
ROUND = 50
"""Rows go in so many at once or a multiple of it, and lists are filled up likewise: a few statements for all."""


def fresh[M: models.Model](kind: type[M], /, **values: Any) -> M:
    """A new row like `kind(**values)`, in a tenth of the time: no signals, nothing checked."""
    row = kind.__new__(kind)
    plain, made = defaults_of(kind)
    held = row.__dict__
    state = held["_state"] = ModelState()
    held.update(plain)
    for name, make in made:
        if name not in values:
            held[name] = make()
    held.update(values)
    for name, column in neighbors_of(kind):
        if name in values:
            other = state.fields_cache[name] = held.pop(name)
            held[column] = None if other is None else other.pk
    return row


@cache
def neighbors_of(kind: type[models.Model]) -> list[tuple[str, str]]:
    """The fields that point to other rows, and where the others' numbers stand."""
    fields = kind._meta.concrete_fields
    return [(field.name, field.attname) for field in fields if type(field) is models.ForeignKey]


@cache
def defaults_of(kind: type[models.Model]) -> tuple[dict[str, Any], list[tuple[str, Callable[[], Any]]]]:
    """What stands in a new row's columns: plain values, and those that are made anew for each row."""
    plain: dict[str, Any] = {}
    made: list[tuple[str, Callable[[], Any]]] = []
    for field in kind._meta.concrete_fields:
        if callable(field.default) and field.has_default():
            made.append((str(field.attname), field.get_default))
        else:
            plain[field.attname] = field.get_default()
    return plain, made


@dataclass(frozen=True, slots=True)
class Shape:
    """How the rows of a model stand in its table: all columns but the number."""

    columns: tuple[str, ...]
    read: Callable[[dict[str, Any]], tuple[Any, ...]]
    """The values of a row, in the order of the columns."""
    converters: tuple[tuple[int, Callable[[Any], Any]], ...]
    """What has to be put into the database's own form, by its place among the columns."""

    def lines(self, rows: Iterable[models.Model]) -> list[Line]:
        """The rows as the database takes them."""
        read, converters = self.read, self.converters
        if not converters:
            return [read(row.__dict__) for row in rows]
        lines: list[Line] = []
        for row in rows:
            line = list(read(row.__dict__))
            for at, convert in converters:
                if line[at] is not None:
                    line[at] = convert(line[at])
            lines.append(line)
        return lines


@cache
def shape_of(kind: type[models.Model], _vendor: str) -> Shape:
    """The shape of a model's rows on this kind of database."""
    fields = [field for field in kind._meta.concrete_fields if not field.primary_key]
    converters = [(at, convert) for at, field in enumerate(fields) if (convert := converter(field))]
    columns = tuple(str(field.column) for field in fields)
    return Shape(columns, itemgetter(*(str(field.attname) for field in fields)), tuple(converters))


def insert_many[M: models.Model](rows: Sequence[M], *, conflict: str = "") -> Sequence[M]:
    """Insert new rows and give them their numbers. With `conflict` (as ON CONFLICT goes on) they get none."""
    if not rows:
        return rows
    kind, alias = type(rows[0]), connection.alias
    shape = shape_of(kind, connection.vendor)
    numbers = insert_lines(kind._meta.db_table, shape.columns, shape.lines(rows), conflict=conflict)
    if not conflict:
        for row, number in zip(rows, numbers, strict=True):
            row.__dict__["id"] = number
    for row in rows:
        row._state.adding = False
        row._state.db = alias
    return rows


def insert_told(
    kind: type[models.Model], names: Sequence[str], lines: Iterable[Line], /, *, conflict: str = "", **same: Any
) -> Sequence[int]:
    """Insert rows of which nobody needs an object; their numbers. `lines` hold the columns `names`, as `stored`.

    `same`: what stands in all of them. The other columns are as in a new row.
    """
    told, rest = set(names), dict(same)
    plain, made = defaults_of(kind)
    rest |= {name: value for name, value in plain.items() if name not in told and name not in same and name != "id"}
    rest |= {name: make() for name, make in made if name not in told and name not in same}
    tail = tuple(None if value is None else stored(kind, name)(value) for name, value in rest.items())
    columns = columns_of(kind)
    return insert_lines(
        kind._meta.db_table,
        [columns[name] for name in (*names, *rest)],
        [(*line, *tail) for line in lines],
        conflict=conflict,
    )


@cache
def columns_of(kind: type[models.Model]) -> dict[str, str]:
    """The columns of a table by the names of their fields."""
    return {str(field.attname): str(field.column) for field in kind._meta.concrete_fields}


def stored(kind: type[models.Model], name: str) -> Callable[[Any], Any]:
    """How values of a column stand in this database."""
    return _stored(kind, name, connection.vendor)


@cache
def _stored(kind: type[models.Model], name: str, _vendor: str) -> Callable[[Any], Any]:
    field = next(one for one in kind._meta.concrete_fields if one.attname == name)
    return converter(field) or (lambda value: value)


def insert_pairs(table: str, columns: tuple[str, str], pairs: Iterable[tuple[int, int]]) -> None:
    """Rows of a table between two others; those that are there already stay."""
    insert_lines(table, columns, list(pairs), conflict="DO NOTHING")


def insert_lines(table: str, columns: Sequence[str], lines: Sequence[Line], *, conflict: str = "") -> Sequence[int]:
    """Insert rows as the database takes them; the new rows' numbers in their order, none with `conflict`."""
    if not lines:
        return ()
    if connection.vendor == "sqlite" and not conflict:
        return told_once(table, columns, lines)
    numbers: list[int] = []
    for batch in batched(lines, max(1, MOST_VALUES // len(columns))):
        for piece in pieces(batch) if connection.vendor == "sqlite" else [batch]:
            numbers += all_at_once(table, columns, piece, conflict)
    return numbers


def pieces(lines: Sequence[Line]) -> list[Sequence[Line]]:
    """A round number of them and the rest: SQLite keeps each statement that it was told, and a large one takes much."""
    whole = len(lines) // ROUND * ROUND
    return [piece for piece in (lines[:whole], lines[whole:]) if piece]


@transaction.atomic
def told_once(table: str, columns: Sequence[str], lines: Sequence[Line]) -> Sequence[int]:
    """On SQLite: one statement, and its values row by row.

    Whoever writes there has the database for himself, so the next free numbers are his. Not for a table with a search
    index beside it, which writes down all that it was told at the end of every statement.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        (last,) = cursor.fetchone() or (0,)
        numbers = range(last + 1, last + 1 + len(lines))
        columns = (*columns, "id")
        numbered: Any = ((*line, number) for line, number in zip(lines, numbers, strict=True))
        cursor.executemany(f"{insertion(table, columns)} {places(columns)}", numbered)
        return numbers


def all_at_once(table: str, columns: Sequence[str], lines: Sequence[Line], conflict: str) -> list[int]:
    """One statement with all values in it."""
    sql = insertion(table, columns) + ", ".join([places(columns)] * len(lines))
    sql += f" ON CONFLICT {conflict}" if conflict else " RETURNING id"
    with connection.cursor() as cursor:
        cursor.execute(sql, [value for line in lines for value in line])
        return [] if conflict else [number for (number,) in cursor.fetchall()]


def insertion(table: str, columns: Sequence[str]) -> str:
    """Its beginning."""
    quote = connection.ops.quote_name
    return f"INSERT INTO {quote(table)} ({', '.join(map(quote, columns))}) VALUES "


def places(columns: Sequence[Any]) -> str:
    """Where the values of one row go."""
    return f"({', '.join(['%s'] * len(columns))})"


def numbers_by(kind: type[models.Model], agency_id: int, column: str, wanted: Iterable[str]) -> list[tuple[str, int]]:
    """The numbers of an agency's rows in one of whose text columns something wanted stands, each with that text.

    Blank text is nothing that is looked for, and is left out as `condition=~Q(reference="")` says it: SQLite takes an
    index with a condition only for a query in the same words, and would read all of the agency's rows otherwise.
    """
    quote = connection.ops.quote_name
    found: list[tuple[str, int]] = []
    for batch in batched(dict.fromkeys(wanted), MOST_VALUES // ROUND * ROUND):
        batch += batch[-1:] * (-len(batch) % ROUND)
        sql = f"SELECT {quote(column)}, id FROM {quote(kind._meta.db_table)}"
        sql += f" WHERE agency_id = {agency_id:d} AND NOT ({quote(column)} = '') AND {quote(column)} IN {places(batch)}"
        with connection.cursor() as cursor:
            cursor.execute(sql, batch)
            found += cursor.fetchall()
    return found


def converter(field: "models.Field[Any, Any]") -> Callable[[Any], Any] | None:
    """How a field's values go into the database; None: as they are."""
    if type(field) is models.DateTimeField and connection.vendor == "sqlite":
        return utc_text
    if type(field) is models.JSONField and connection.vendor == "sqlite" and field.encoder is None:
        return json.dumps
    if isinstance(field, models.JSONField | models.DecimalField | models.DateField):
        return lambda value: field.get_db_prep_save(value, connection)
    return None


def utc_text(value: datetime) -> str:
    """An instant as Django keeps it in SQLite."""
    if value.tzinfo is not UTC:
        value = (make_aware(value) if value.tzinfo is None else value).astimezone(UTC)
    return _text(value)


@lru_cache(maxsize=256)
def _text(value: datetime) -> str:
    """Rows of a batch were mostly added at one moment."""
    return value.replace(tzinfo=None).isoformat(" ")
