"""PostgreSQL takes it for cheap to compare a record's words, and would read half a million for a word nobody has."""

from typing import Any

import pytest
from django.db import connection, transaction

from portico.records.search import backend
from tests.desk import browser_of
from tests.plans import LARGE, asked, plan_of
from tests.world import Acme

pytestmark = [pytest.mark.only_on("postgresql"), pytest.mark.django_db]
PATHS = ["?q=nobodyhasthis", "?q=dario", "?q=dario&sort=name", "?q=%22dario+conti%22", "?q=dario&process=yes"]


def reads_all() -> bool:
    """Whether whole tables may be read."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW enable_seqscan")
        return str(cursor.fetchone()[0]) == "on"


@pytest.mark.parametrize("path", PATHS)
def test_words_are_looked_up_in_their_index(acme: Acme, path: str) -> None:
    with asked() as sent:
        assert browser_of(acme.recruiter).get(f"/desk/candidates/{path}").status_code == 200
    searches = [(sql, values) for sql, values in sent if "lexemes @@" in sql]
    assert searches
    for sql, values in searches:
        plan = "\n".join(plan_of(sql, values, avoid=LARGE[:1]))
        assert "records_search" in plan, plan
        assert "Scan Backward using records_searchentry_pkey" not in plan, plan


def test_meanwhile_no_table_is_read_as_a_whole_and_afterwards_as_before(acme: Acme) -> None:
    seen: list[bool] = []
    with transaction.atomic():
        assert reads_all()
        with backend().by_index():
            seen.append(reads_all())
        assert reads_all()
        with pytest.raises(ValueError, match="broken"), backend().by_index():
            raise ValueError("broken")
        assert reads_all()
    assert seen == [False]


def test_a_search_is_asked_that_way(acme: Acme) -> None:
    seen: list[bool] = []

    def note(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        if "lexemes @@" in sql:
            seen.append(reads_all())
        return execute(sql, parameters, many, context)

    browser = browser_of(acme.recruiter)
    with connection.execute_wrapper(note):
        assert browser.get("/desk/candidates/?q=dario").status_code == 200
        assert browser.get("/desk/candidates/?q=dario&sort=name").status_code == 200
        amount = {"HX-Request": "true", "HX-Target": "total"}
        assert browser.get("/desk/candidates/?q=dario&count=all", headers=amount).status_code == 200
    assert seen
    assert not any(seen)
