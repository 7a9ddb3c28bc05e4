"""What is asked of the database, and how it would go about it were its tables large."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

LARGE = ("enable_seqscan", "enable_sort", "enable_incremental_sort", "enable_bitmapscan")
"""Ways that PostgreSQL only takes because the tests' tables are small."""


@contextmanager
def asked() -> Iterator[list[tuple[str, Any]]]:
    """The SELECTs that were sent meanwhile."""
    sent: list[tuple[str, Any]] = []

    def note(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().startswith("SELECT"):
            sent.append((sql, parameters))
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(note):
        yield sent


def plan_of(sql: str, parameters: Any, *, avoid: tuple[str, ...] = LARGE[:1]) -> list[str]:
    """How the database goes about it when tables are large."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for way in avoid:
                cursor.execute(f"SET LOCAL {way} = off")
        cursor.execute(f"EXPLAIN {'QUERY PLAN ' if connection.vendor == 'sqlite' else ''}{sql}", parameters)
        return [str(row[-1]) for row in cursor.fetchall()]
