"""Values of the database in Python's kinds, read without the ceremony that costs more than the row's query."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from json import loads
from typing import Any

from django.db import models
from django.db.models.expressions import Col

type Read = Callable[[Any], Any]
type Converters = dict[int, tuple[list[Any], Any]]


def instant(value: Any) -> Any:
    """A time as SQLite keeps it, in UTC."""
    if value is None:
        return None
    read = datetime.fromisoformat(value) if type(value) is str else value
    return read.replace(tzinfo=UTC) if read.tzinfo is None else read


def aware(raw: bytes) -> datetime:
    """The same from the driver, as it comes."""
    try:
        return datetime.fromisoformat(f"{raw.decode()}+00:00")
    except ValueError:
        read: datetime = instant(raw.decode())
        return read


def told(value: Any) -> Any:
    """What a column of JSON says; mostly nothing, or the same words as in the row before."""
    if value is None:
        return None
    words = words_of(value) if len(value) < SHORT else None
    return loads(value) if words is None else words.copy()


SHORT = 500


@lru_cache(maxsize=500)
def words_of(value: str) -> list[Any] | dict[str, Any] | None:
    """A list of words, or nothing at all; None where there is more to it, which nobody may share."""
    read = loads(value)
    plain = isinstance(read, list) and all(type(one) is str for one in read)
    return read if plain or read == {} else None


def truth(value: Any) -> Any:
    """Yes or no that was worked out in a query: SQLite says 1 or 0."""
    return bool(value) if value in (1, 0) else value


def watch_driver() -> None:
    """Let SQLite's driver make times itself, for each column that is declared as one: Django's takes three calls."""
    import sqlite3

    from django.db.backends.sqlite3 import base  # noqa: F401 (tells the driver its own way when it is loaded)

    sqlite3.register_converter("datetime", aware)


def quick_ways(converters: Converters, connection: Any) -> dict[int, Read]:
    """Of the ways in which Django reads columns, those that have a shorter one; it is taken out of the others."""
    if connection.vendor != "sqlite":
        return {}
    ways: dict[int, Read] = {}
    for at, (steps, column) in list(converters.items()):
        way = quick_way(steps, column, connection)
        if way is not None:
            del converters[at]
            if way is not as_it_is:
                ways[at] = way
    return ways


def quick_way(steps: Sequence[Any], column: Any, connection: Any) -> Read | None:
    """The shorter way, if there is one; `as_it_is` where the driver has read the column already."""
    if len(steps) != 1:
        return None
    field, plain = column.output_field, type(column) is Col
    if steps[0] == connection.ops.convert_datetimefield_value:
        return as_it_is if plain else instant
    if steps[0] == getattr(connection.ops, "convert_booleanfield_value", None):
        return as_it_is if plain else truth
    if plain and type(field) is models.JSONField and field.decoder is None and steps[0] == field.from_db_value:
        return told
    return None


def as_it_is(value: Any) -> Any:
    """Nothing to do."""
    return value


def converted(rows: Sequence[Any], ways: Iterable[tuple[int, Read]]) -> Sequence[Any]:
    """The rows, with these columns read."""
    if len(rows) == 1:
        row = list(rows[0])
        for at, way in ways:
            row[at] = way(row[at])
        return [tuple(row)]
    columns: list[Any] = list(zip(*rows, strict=True))
    for at, way in ways:
        columns[at] = map(way, columns[at])
    return list(zip(*columns, strict=True))


def by_converters(rows: Iterable[Any], converters: Converters, connection: Any) -> Iterator[list[Any]]:
    """The rows with the columns read that only Django knows to read, as its compilers do."""
    for row in map(list, rows):
        for at, (steps, column) in converters.items():
            value = row[at]
            for step in steps:
                value = step(value, column, connection)
            row[at] = value
        yield row
