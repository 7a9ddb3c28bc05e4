"""Waiting for one's turn to write.

SQLite lets one write at a time and has no queue. Who finds it busy asks again, by itself only every tenth of a second
after a while: an import, which pauses for less than that between its batches, is met at work again and again, and a
recruiter who saves a note meanwhile waits for seconds.
"""

import random
import sqlite3
import time
from typing import Any

from django.db import OperationalError
from django.db.backends.sqlite3 import base

FROM, TO = 0.004, 0.012
"""Seconds between two questions; not always the same, so that two who wait do not ask at the same moments."""


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection whose transactions wait for their turn with a short breath."""

    connection: sqlite3.Connection

    def _start_transaction_under_autocommit(self) -> None:
        waits = float(self.settings_dict["OPTIONS"].get("timeout", 5.0))
        end = time.monotonic() + waits
        self._ask_for(0)
        try:
            while not self._begun(give_up=time.monotonic() >= end):
                time.sleep(random.uniform(FROM, TO))
        finally:
            self._ask_for(waits)

    def _ask_for(self, seconds: float) -> None:
        with self.wrap_database_errors:
            self.connection.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}")

    def _begun(self, *, give_up: bool) -> bool:
        start: Any = super()._start_transaction_under_autocommit  # type: ignore[misc]
        try:
            start()
        except OperationalError as error:
            if give_up or not is_busy(error):
                raise
            return False
        return True


def is_busy(error: OperationalError) -> bool:
    """Whether somebody else is writing."""
    code = getattr(error.__cause__, "sqlite_errorcode", 0)
    return code & 0xFF == sqlite3.SQLITE_BUSY
