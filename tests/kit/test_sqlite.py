"""Who waits to write in SQLite gets in as soon as there is a gap, and is told when there is none for too long."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings
from django.db import OperationalError, connection, connections

from portico.kit.sqlite.base import DatabaseWrapper

pytestmark = [pytest.mark.only_on("sqlite"), pytest.mark.django_db]


@pytest.fixture
def waiter(tmp_path: Path) -> Iterator[DatabaseWrapper]:
    """A connection that waits two seconds, to a database of its own."""
    told = {**connections.settings["default"], "NAME": str(tmp_path / "one.sqlite3")}
    one = DatabaseWrapper({**told, "OPTIONS": {**told["OPTIONS"], "timeout": 2}}, alias="one")
    with one.cursor() as cursor:
        cursor.execute("CREATE TABLE noted (word text)")
    one.inc_thread_sharing()
    yield one
    one.close()


def other(waiter: DatabaseWrapper) -> sqlite3.Connection:
    """Somebody else at the same database."""
    return sqlite3.connect(waiter.settings_dict["NAME"], isolation_level=None, check_same_thread=False)


def write(waiter: DatabaseWrapper, word: str) -> None:
    """As a verb writes."""
    waiter.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    with waiter.cursor() as cursor:
        cursor.execute("INSERT INTO noted VALUES (%s)", [word])
    waiter.commit()
    waiter.set_autocommit(True)


def patience(waiter: DatabaseWrapper) -> int:
    """Milliseconds that a single statement waits."""
    with waiter.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        return int(cursor.fetchone()[0])


def test_the_site_uses_it() -> None:
    assert settings.DATABASES["default"]["ENGINE"] == "portico.kit.sqlite"
    assert connection.vendor == "sqlite"


def test_it_gets_in_when_the_other_is_done(waiter: DatabaseWrapper) -> None:
    with closing(other(waiter)) as busy:
        busy.execute("BEGIN IMMEDIATE")
        busy.execute("INSERT INTO noted VALUES ('first')")
        ends = threading.Timer(0.3, busy.commit)
        ends.start()
        write(waiter, "second")
        ends.join()

        assert busy.execute("SELECT word FROM noted").fetchall() == [("first",), ("second",)]
    assert patience(waiter) == 2000


def test_it_gets_in_between_the_batches_of_somebody_who_hardly_pauses(waiter: DatabaseWrapper) -> None:
    waiter.settings_dict["OPTIONS"]["timeout"] = 10
    written, over = threading.Event(), threading.Event()

    def batches() -> None:
        with closing(other(waiter)) as busy:
            while not over.is_set():
                busy.execute("BEGIN IMMEDIATE")
                written.set()
                time.sleep(0.1)
                busy.commit()
                time.sleep(0.03)

    importing = threading.Thread(target=batches)
    importing.start()
    try:
        written.wait(5)
        for number in range(5):  # each within its ten seconds
            write(waiter, f"note {number}")
    finally:
        over.set()
        importing.join()


def test_it_says_so_when_there_is_no_gap_in_time(waiter: DatabaseWrapper) -> None:
    with closing(other(waiter)) as busy:
        busy.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        with pytest.raises(OperationalError, match="locked"):
            write(waiter, "never")
        assert time.monotonic() - began >= 2
        busy.rollback()

    waiter.set_autocommit(True)
    assert patience(waiter) == 2000
    write(waiter, "after all")


def test_what_is_not_waiting_is_told_at_once(waiter: DatabaseWrapper) -> None:
    write(waiter, "one")
    begin = waiter._start_transaction_under_autocommit
    begin()
    with pytest.raises(OperationalError, match="within a transaction"):
        begin()
    assert patience(waiter) == 2000
