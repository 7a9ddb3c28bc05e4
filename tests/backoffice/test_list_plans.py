"""A list's next fifty are read from an index, in order: however many there are, nothing is sorted for them."""

import re

import pytest

from tests.desk import browser_of
from tests.plans import LARGE, asked, plan_of
from tests.world import Acme

LISTS = [
    "/desk/candidates/", "/desk/candidates/?sort=name",
    "/desk/jobs/", "/desk/jobs/?status=open",
]  # fmt: skip
MANY = re.compile(
    r"FROM \"(candidates_candidate|jobs_job|clients_\w+)\" .*ORDER BY .*LIMIT (\d\d+|1 OFFSET 10000|%s)", re.DOTALL
)
SORTS = re.compile(r"Sort|TEMP B-TREE")


@pytest.mark.parametrize("path", LISTS)
def test_a_list_is_read_in_the_order_of_an_index(acme: Acme, path: str) -> None:
    browser = browser_of(acme.recruiter)
    with asked() as sent:
        assert browser.get(path).status_code == 200
    lists = [(sql, values) for sql, values in sent if MANY.search(sql)]
    assert lists
    for sql, values in lists:
        assert not [line for line in plan_of(sql, values, avoid=LARGE) if SORTS.search(line)], sql
