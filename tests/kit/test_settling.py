"""A web process keeps little of the database's file in its own memory, and leaves tidying up to others."""

import pytest
from django.db import connection
from django.db.backends.signals import connection_created

from portico.kit.serving import MAPPED, TRIM, keep_room, read_much_write_little, settle


def kept(name: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {name}")
        return int(cursor.fetchone()[0])


@pytest.mark.django_db
@pytest.mark.only_on("sqlite")
def test_each_connection_of_a_web_process_keeps_few_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("collect", "freeze", "set_threshold"):
        monkeypatch.setattr(f"portico.kit.serving.gc.{name}", lambda *_limits: None)
    before, moves = kept("cache_size"), kept("wal_autocheckpoint")
    settle()
    try:
        assert (kept("cache_size"), kept("wal_autocheckpoint")) == (before, moves) == (-32000, 1000)
        connection_created.send(sender=type(connection), connection=connection)
        assert (kept("cache_size"), kept("wal_autocheckpoint")) == (-4000, 4000)
    finally:
        connection_created.disconnect(read_much_write_little)
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA cache_size={before}")
            cursor.execute(f"PRAGMA wal_autocheckpoint={moves}")


def test_the_c_library_is_told_to_keep_room_where_it_can_be(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[int, int]] = []

    class Library:
        def mallopt(self, *option: int) -> None:
            told.append(option)  # type: ignore[arg-type]

    monkeypatch.setattr("portico.kit.serving.ctypes.CDLL", lambda _name: Library())
    keep_room()
    assert told == [TRIM, MAPPED]

    monkeypatch.setattr("portico.kit.serving.ctypes.CDLL", lambda _name: object())
    keep_room()
    assert len(told) == 2
