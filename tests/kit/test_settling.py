"""A web process keeps little of the database's file in its own memory."""

import pytest
from django.db import connection
from django.db.backends.signals import connection_created

from portico.kit.serving import keep_few_pages, settle


def cache_size() -> int:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA cache_size")
        return int(cursor.fetchone()[0])


@pytest.mark.django_db
@pytest.mark.only_on("sqlite")
def test_each_connection_of_a_web_process_keeps_few_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("collect", "freeze", "set_threshold"):
        monkeypatch.setattr(f"portico.kit.serving.gc.{name}", lambda *_limits: None)
    before = cache_size()
    settle()
    try:
        assert cache_size() == before == -32000
        connection_created.send(sender=type(connection), connection=connection)
        assert cache_size() == -4000
    finally:
        connection_created.disconnect(keep_few_pages)
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA cache_size={before}")
