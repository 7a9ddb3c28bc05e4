"""Rows by the hundred thousand, as fast as each database takes them: only what varies is told for each."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models, transaction

from portico.kit.statistics import count_anew

type Row = tuple[Any, ...]
type Kind = type[models.Model]


@contextmanager
def loading() -> Iterator[None]:
    """Without the care that a database takes of rows that people write; all of it is back afterwards."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for pragma in ("foreign_keys=OFF", "synchronous=OFF", "cache_size=-500000"):
                cursor.execute(f"PRAGMA {pragma}")
        else:
            for setting in ("session_replication_role = replica", "synchronous_commit = off", "work_mem = '128MB'"):
                cursor.execute(f"SET {setting}")
    yield
    count()
    connection.close()


def count() -> None:
    """Let the database know how much there is, as it would find out by itself."""
    if connection.vendor == "sqlite":
        count_anew(all_tables=True)
        return
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def load(kind: Kind, names: Sequence[str], rows: Iterable[Row], /, **same: Any) -> None:
    """Rows that differ in the columns `names` (as the database takes them), with `same` in all, and else as new."""
    table = kind._meta.db_table
    fixed = defaults(kind, set(names), same)
    columns = [column_of(kind, name) for name in (*names, *fixed)]
    tail = tuple(fixed.values())
    write(table, columns, (row + tail for row in rows) if tail else rows)


def load_pairs(table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Rows of a table between two others."""
    write(table, columns, rows)


def derive(kind: Kind, source: Kind, where: str = "", /, *values: Any, same: dict[str, Any], **taken: str) -> None:
    """One row for each of another table's: columns as SQL says them of it (called `s`), or the same in all."""
    fixed = defaults(kind, set(taken), same)
    columns = [column_of(kind, name) for name in (*taken, *fixed)]
    told = ", ".join([*taken.values(), *(["%s"] * len(fixed))])
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{kind._meta.db_table}" ({names_of(columns)}) SELECT {told}'
            f' FROM "{source._meta.db_table}" s {where} ORDER BY s.id',
            [*fixed.values(), *values],
        )


def defaults(kind: Kind, told: set[str], same: dict[str, Any]) -> dict[str, Any]:
    """What the other columns hold, as the database takes it."""
    found = {}
    for field in kind._meta.concrete_fields:
        if field.attname in told or field.primary_key:
            continue
        value = same[field.attname] if field.attname in same else field.get_default()
        found[field.attname] = field.get_db_prep_save(value, connection)
    return found


def write(table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
    """All rows in one go."""
    connection.ensure_connection()
    with transaction.atomic():
        raw: Any = connection.connection
        if connection.vendor == "sqlite":
            marks = ", ".join("?" * len(columns))
            raw.executemany(f'INSERT INTO "{table}" ({names_of(columns)}) VALUES ({marks})', rows)
            return
        with raw.cursor() as cursor, cursor.copy(f'COPY "{table}" ({names_of(columns)}) FROM STDIN') as copy:
            for row in rows:
                copy.write_row(row)


def column_of(kind: Kind, name: str) -> str:
    """Where a field stands in its table."""
    field: Any = kind._meta.get_field(name)
    return str(field.column)


def names_of(columns: Sequence[str]) -> str:
    """As SQL lists them."""
    return ", ".join(f'"{column}"' for column in columns)


def count_on(kinds: Iterable[Kind]) -> None:
    """The next rows get the numbers after those that were told; SQLite does so by itself."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(kinds)):
            cursor.execute(statement)


def moment(value: Any) -> Any:
    """A time as the database takes it."""
    return connection.ops.adapt_datetimefield_value(value)
