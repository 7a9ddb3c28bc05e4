"""SQLite chooses its indexes by what its tables hold; it is told after an update, and from time to time."""

import pytest
from django.db import connection

from portico.candidates.models import Candidate
from portico.kit import statistics
from portico.kit.inserting import insert_many
from portico.kit.statistics import Growing, after_an_update
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


def test_of_the_search_index_itself_nothing_is_believed(acme: Acme) -> None:
    def way() -> str:
        with connection.cursor() as cursor:
            cursor.execute("EXPLAIN QUERY PLAN DELETE FROM records_search_data WHERE id >= 1 AND id <= 2")
            return str(cursor.fetchone()[-1])

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM records_search_data WHERE id > 10")  # as on a new site
        cursor.execute("ANALYZE")
    assert way() == "SCAN records_search_data"

    after_an_update(plan=["a migration"])

    assert way() == "SEARCH records_search_data USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)"
    assert "records_searchentry" in known()
    assert not [name for name in known() if name.startswith("records_search_")]


def test_processes_that_have_it_open_hear_of_it(acme: Acme) -> None:
    def version() -> int:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA schema_version")
            return int(cursor.fetchone()[0])

    before = version()
    look_over_database.call()

    assert version() > before


def test_a_long_import_counts_when_there_are_ten_times_as_many_rows_and_at_its_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    growing, at = Growing(), list[int]()
    monkeypatch.setattr(statistics, "count_anew", lambda: at.append(growing.rows))
    for _batch in range(150):
        growing.add(500)
    growing.end()

    assert at == [5_000, 50_000, 75_000]


def test_a_short_import_counts_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    growing, told = Growing(), list[int]()
    monkeypatch.setattr(statistics, "count_anew", lambda: told.append(1))
    growing.add(400)
    growing.end()

    assert told == []


def test_what_is_unique_is_expected_once_although_most_rows_have_nothing_there(acme: Acme) -> None:
    people = [Candidate(agency=acme.agency, first_name="Many", last_name=f"One {at}") for at in range(300)]
    for one in people:
        one.keep_in_step()
    insert_many(people)

    def expected() -> int:
        """For one member, as SQLite has counted it: candidates with no member are one value to it."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT name FROM pragma_index_list('candidates_candidate') WHERE origin = 'u'")
            ((name,),) = cursor.fetchall()
            cursor.execute("SELECT stat FROM sqlite_stat1 WHERE idx = %s", [name])
            return int(cursor.fetchone()[0].split()[1])

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    assert expected() > 10

    after_an_update(plan=["a migration"])

    assert expected() == 1
