"""PostgreSQL plans what a page asks once for each connection, and again by itself when the table changed."""

import pytest
from django.db import connection

from portico.agencies.models import Agency
from portico.candidates.models import Candidate
from portico.kit.planned import MOST
from tests.world import Acme

pytestmark = [pytest.mark.django_db, pytest.mark.only_on("postgresql")]


def ask(agency: Agency, email: str) -> int:
    return Candidate.objects.filter(agency=agency, email_key=email).count()


def plans() -> list[tuple[int, int]]:
    """How often each kept plan of that question was made for its values, and used for any."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT custom_plans, generic_plans FROM pg_prepared_statements"
            " WHERE statement LIKE 'SELECT COUNT(*)%%candidates_candidate%%email_key%%'"
        )
        return list(cursor.fetchall())


def test_what_is_asked_again_and_again_is_planned_once(acme: Acme) -> None:
    for turn in range(5):
        ask(acme.agency, f"{turn}@example.com")
    assert plans() == []
    for turn in range(15):
        ask(acme.agency, f"{turn}@example.com")
    ((custom, generic),) = plans()
    assert custom + generic == 15
    assert generic > 0


def test_a_new_column_and_a_new_index_break_no_plan(acme: Acme) -> None:
    Candidate(agency=acme.agency, first_name="Ann", last_name="Ash", email="ann@example.com").add(by=None)
    found = [ask(acme.agency, "ann@example.com") for _turn in range(12)]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # A table with checks that wait is not changed.
        cursor.execute("ALTER TABLE candidates_candidate ADD COLUMN nickname text DEFAULT '' NOT NULL")
        cursor.execute("CREATE INDEX by_nickname ON candidates_candidate (agency_id, email_key, nickname)")
    assert [*found, ask(acme.agency, "ann@example.com")] == [1] * 13


def test_a_connection_keeps_the_plans_of_all_pages() -> None:
    connection.ensure_connection()
    assert connection.connection.prepared_max == MOST > 100
