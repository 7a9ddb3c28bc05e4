"""The database itself refuses to change or delete the audit log, whoever asks: by triggers, on SQLite and PostgreSQL.

Allowed of an event: to be sealed, once; and to be blanked, which takes away its words, where from and its salt, and is
seen by `blanked`. Everything else of it, and all of a seal, stays as it was written. After every `migrate` they are
made anew, for SQLite drops a table's triggers when it rebuilds the table.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection as default
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

EVENT, SEAL = "records_event", "records_auditseal"
STAYS = {
    EVENT: [
        *("id", "agency_id", "verb", "by_id", "at", "imported", "kind", "object_id"),
        *("support_id", "support", "words", "digest"),
    ],
    SEAL: ["id", "agency_id", "number", "at", "first", "last", "count", "previous", "head"],
}
"""Columns that never change."""
BLANKABLE = ["by_name", "details", "address", "agent", "salt"]
NO = "The audit log is append-only."


def differ(column: str, vendor: str) -> str:
    """Whether a column is about to change."""
    unequal = "IS NOT" if vendor == "sqlite" else "IS DISTINCT FROM"
    return f'NEW."{column}" {unequal} OLD."{column}"'


def refused(table: str, vendor: str) -> str:
    """When an UPDATE is refused."""
    fixed = " OR ".join(differ(column, vendor) for column in STAYS[table])
    if table == SEAL:
        return fixed
    words = " OR ".join(differ(column, vendor) for column in BLANKABLE)
    sealed_anew = f'(OLD."seal" IS NOT NULL AND {differ("seal", vendor)})'
    unmarked = f'(({words}) AND (NEW."blanked" IS NULL OR NEW."salt" <> \'\'))'
    unblanked = '(OLD."blanked" IS NOT NULL AND NEW."blanked" IS NULL)'
    return " OR ".join([fixed, sealed_anew, unmarked, unblanked])


def sqlite(table: str) -> list[str]:
    """The triggers of a table, in SQLite's words."""
    stop = f"BEGIN SELECT RAISE(ABORT, '{NO}'); END"
    return [
        *without(table, "sqlite"),
        f"CREATE TRIGGER {table}_changed BEFORE UPDATE ON {table} WHEN {refused(table, 'sqlite')} {stop}",
        f"CREATE TRIGGER {table}_deleted BEFORE DELETE ON {table} {stop}",
    ]


def postgresql(table: str) -> list[str]:
    """The triggers of a table, in PostgreSQL's words."""
    stop = "EXECUTE FUNCTION audit_log_refuses()"
    return [
        *without(table, "postgresql"),
        f"CREATE OR REPLACE FUNCTION audit_log_refuses() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN RAISE EXCEPTION '{NO}' USING ERRCODE = 'restrict_violation'; END $$",
        f"CREATE TRIGGER {table}_changed BEFORE UPDATE ON {table} FOR EACH ROW"
        f" WHEN ({refused(table, 'postgresql')}) {stop}",
        f"CREATE TRIGGER {table}_deleted BEFORE DELETE ON {table} FOR EACH ROW {stop}",
        f"CREATE TRIGGER {table}_emptied BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {stop}",
    ]


def without(table: str, vendor: str) -> list[str]:
    """Drop the triggers of a table."""
    on = f" ON {table}" if vendor == "postgresql" else ""
    names = ["changed", "deleted", *(["emptied"] if vendor == "postgresql" else [])]
    return [f"DROP TRIGGER IF EXISTS {table}_{name}{on}" for name in names]


def protect(connection: BaseDatabaseWrapper) -> None:
    """Make the triggers of both tables."""
    make = sqlite if connection.vendor == "sqlite" else postgresql
    with connection.cursor() as cursor:
        for table in (EVENT, SEAL):
            for statement in make(table):
                cursor.execute(statement)


@contextmanager
def open_for_deleting() -> Iterator[None]:
    """For one transaction the triggers step aside, so that a whole agency can be deleted; others see them all along."""
    with transaction.atomic():
        with default.cursor() as cursor:
            for statement in [*without(EVENT, default.vendor), *without(SEAL, default.vendor)]:
                cursor.execute(statement)
        yield
        if default.vendor == "postgresql":
            with default.cursor() as cursor:  # a table with checks still to be made takes no trigger
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        protect(default)


def protect_after_migrating(*, using: str, plan: Any = (), **_more: Any) -> None:
    """Called by Django at the end of `migrate`."""
    connection = connections[using]
    tables = connection.introspection.table_names()
    if EVENT in tables and SEAL in tables:
        protect(connection)
