"""What is asked of the database, and how it would go about it were its tables large."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

from django.db import connection

TURNS = count()
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
        # The driver keeps statements ready, and with them the plan of the last time: each question is another one.
        word = f"EXPLAIN QUERY PLAN /* {next(TURNS)} */" if connection.vendor == "sqlite" else "EXPLAIN"
        cursor.execute(f"{word} {sql}", parameters)
        return [str(row[-1]) for row in cursor.fetchall()]
