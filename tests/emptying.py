"""Tests that commit are cleaned up by emptying all tables; for the audit log its guards step aside meanwhile."""

from collections.abc import Iterable
from typing import Any

from django.db import connection

from portico.records.append_only import EVENT, SEAL, without


def let_tests_empty_the_log() -> None:
    """Have Django's `flush` drop the triggers first; they are made anew right after it, as after every migration."""
    operations = type(connection.ops)
    flush = operations.execute_sql_flush

    def execute(self: Any, sql_list: Iterable[str]) -> Any:
        first = [line for table in (EVENT, SEAL) for line in without(table, connection.vendor)]
        return flush(self, [*first, *sql_list])

    operations.execute_sql_flush = execute  # type: ignore[method-assign]
