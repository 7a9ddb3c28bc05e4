"""SQLite chooses its indexes by what its tables hold; it is told after an update, and from time to time."""

import pytest
from django.db import connection

from portico.operations.statistics import after_an_update
from portico.operations.tasks import look_over_database
from tests.world import Acme

pytestmark = [pytest.mark.only_on("sqlite"), pytest.mark.django_db]


def known() -> set[str]:
    """The tables of which it knows how full they are."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE sqlite_master")
        cursor.execute("SELECT DISTINCT tbl FROM sqlite_stat1")
        return {name for (name,) in cursor.fetchall()}


def test_after_an_update_every_table_is_counted(acme: Acme) -> None:
    assert "pipeline_application" not in known()
    after_an_update(plan=[])
    assert "pipeline_application" not in known()
    after_an_update(plan=["a migration"])
    assert "pipeline_application" in known()


def test_each_hour_what_has_grown_is_counted_again(acme: Acme) -> None:
    look_over_database.call()
    assert "candidates_candidate" in known()
