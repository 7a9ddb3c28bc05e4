"""A list's next fifty are read from an index, in order: however many there are, nothing is sorted for them."""

import re

import pytest
from django.db import connection

from tests.desk import browser_of
from tests.plans import LARGE, asked, plan_of
from tests.world import Acme

LISTS = [
    "/desk/candidates/", "/desk/candidates/?sort=name", "/desk/candidates/?archived=1",
    "/desk/candidates/?process=yes", "/desk/candidates/?process=no",
    "/desk/jobs/", "/desk/jobs/?status=open", "/desk/jobs/?archived=1",
]  # fmt: skip
MANY = re.compile(
    r"FROM \"(candidates_candidate|jobs_job|clients_\w+)\" .*ORDER BY .*LIMIT (\d\d+|1 OFFSET 10000|%s)", re.DOTALL
)
SORTS = re.compile(r"Sort|TEMP B-TREE")


def sorted_lists(acme: Acme, path: str) -> set[str]:
    """The lists of a page that would be put in order for it; there is at least one list."""
    browser = browser_of(acme.recruiter)
    with asked() as sent:
        assert browser.get(path).status_code == 200
    lists = [(sql, values) for sql, values in sent if MANY.search(sql)]
    assert lists
    return {sql for sql, values in lists for line in plan_of(sql, values, avoid=LARGE) if SORTS.search(line)}


@pytest.mark.parametrize("path", LISTS)
def test_a_list_is_read_in_the_order_of_an_index(acme: Acme, path: str) -> None:
    assert sorted_lists(acme, path) == set()


@pytest.mark.parametrize(("path", "index"), [(LISTS[0], "people_now"), ("/desk/jobs/", "jobs_now")])
def test_without_that_index_it_would_be_seen(acme: Acme, path: str, index: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP INDEX {index}")
    assert sorted_lists(acme, path)


@pytest.mark.parametrize("process", ["yes", "no"])
def test_who_is_in_process_is_asked_of_each_candidate_in_turn_not_gathered_from_all_applications(
    acme: Acme, process: str
) -> None:
    browser = browser_of(acme.recruiter)
    with asked() as sent:
        assert browser.get(f"/desk/candidates/?process={process}").status_code == 200
    lists = [(sql, values) for sql, values in sent if MANY.search(sql)]
    assert lists
    for sql, values in lists:
        plan = "\n".join(plan_of(sql, values, avoid=LARGE))
        assert not re.search(r"LIST SUBQUERY|hashed SubPlan|HashAggregate", plan), plan
