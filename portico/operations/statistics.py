"""SQLite chooses its indexes by what it knows of its tables, and knows only what it was told to count.

Without that, whole tables are read where an index would do. PostgreSQL counts by itself.
"""

from typing import Any

from django.db import connection

LOOKED_AT = 2000
"""Rows looked at of each index: enough to tell them apart, and done in a moment however much there is."""


def count_anew(*, all_tables: bool = False) -> None:
    """Count what has changed much since the last time, or everything."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA analysis_limit={LOOKED_AT}")
            cursor.execute("ANALYZE" if all_tables else "PRAGMA optimize=0x10002")


def after_an_update(plan: list[Any] | None = None, **kwargs: Any) -> None:
    """New indexes are known of at once."""
    if plan:
        count_anew(all_tables=True)
