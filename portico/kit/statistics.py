"""SQLite chooses its indexes by what it knows of its tables, and knows only what it was told to count.

Without that, whole tables are read where an index would do. PostgreSQL counts by itself.
"""

from typing import Any

from django.db import connection, transaction

from portico.kit.trouble import by_the_way

LOOKED_AT = 2000
"""Rows looked at of each index: enough to tell them apart, and done in a moment however much there is."""
FIRST_LOOK = 5_000
"""Rows after which a long piece of writing has changed what is known."""
FORGET = (
    "DELETE FROM sqlite_stat1 WHERE EXISTS (SELECT 1 FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%'"
    " AND tbl LIKE name || '\\_%' ESCAPE '\\')"
)
"""What was counted of a search index's inner tables. Told that there are two rows, as at first, SQLite reads all of
them from end to end each time a part of the index is merged, and is slower with each record."""
ONCE = """
UPDATE sqlite_stat1 SET stat = substr(stat, 1, instr(stat, ' ')) || '1'
WHERE stat LIKE '% %' AND idx IN (
    SELECT list.name FROM sqlite_master AS one, pragma_index_list(one.name) AS list
    WHERE one.type = 'table' AND list."unique" AND NOT list.partial
    AND (SELECT COUNT(*) FROM pragma_index_info(list.name)) = 1
)"""
"""What is unique occurs once. SQLite counts the rows that have nothing there as one value with thousands of rows, and
then reads all applications of an agency to find those of the one candidate who is signed in."""
TELL = ("CREATE VIEW counted_anew AS SELECT 1", "DROP VIEW counted_anew")
"""Processes that have the database open go by what they knew when they opened it, until something in it is built."""
READ_AGAIN = "PRAGMA writable_schema = RESET"
"""For one's own process building is not enough: what was forgotten stays in its memory."""


def count_anew(*, all_tables: bool = False) -> None:
    """Count what has changed much since the last time, or everything."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA analysis_limit={LOOKED_AT}")
        cursor.execute("ANALYZE" if all_tables else "PRAGMA optimize=0x10002")
        with transaction.atomic():
            if is_counted(cursor):
                cursor.execute(FORGET)
                cursor.execute(ONCE)
            for statement in TELL:
                cursor.execute(statement)
        cursor.execute(READ_AGAIN)


def is_counted(cursor: Any) -> bool:
    """Whether anything was ever counted."""
    cursor.execute("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat1'")
    return cursor.fetchone() is not None


def after_an_update(plan: list[Any] | None = None, **kwargs: Any) -> None:
    """New indexes are known of at once."""
    if plan:
        count_anew(all_tables=True)


class Growing:
    """Counts anew while very many rows are written: after the first thousands, and for each ten times as many."""

    def __init__(self) -> None:
        self.rows, self.next = 0, FIRST_LOOK

    def add(self, rows: int) -> None:
        """So many more were written; not inside of a transaction."""
        self.rows += rows
        if self.rows >= self.next:
            self.count()
            self.next *= 10

    def end(self) -> None:
        """That was all."""
        if self.rows >= FIRST_LOOK:
            self.count()

    def count(self) -> None:
        """Without it the writing goes on, only slower."""
        with by_the_way("what the database's tables hold"):
            count_anew()
