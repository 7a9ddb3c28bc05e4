"""PostgreSQL plans a statement once for each connection, not each time it is asked.

Portico asks the same few hundred statements again and again, and planning one takes several times as long as answering
it. A statement is prepared when a connection asks it for the fifth time (`prepare_threshold` in the settings). It is
planned anew by itself when an index or a column is added; only a column whose type changes breaks it, and updates do
not change types under running processes.
"""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

MOST = 400
"""Statements that a connection keeps: those of all pages that somebody looks at in a day. The driver's own hundred
would be thrown out by the next page, again and again."""


def keep_plans(*, connection: BaseDatabaseWrapper, **_: Any) -> None:
    """Keep more of them than the driver does."""
    if connection.vendor == "postgresql":
        connection.connection.prepared_max = MOST
