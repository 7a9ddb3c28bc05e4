"""The search is asked only for kinds it knows."""

import pytest

from tests.desk import browser_of
from tests.world import Acme


@pytest.mark.parametrize("kind", ["pipeline.application", "records.note", "agencies.user", "", "x" * 9000, "\0"])
def test_a_kind_that_is_not_searched_is_every_kind(acme: Acme, kind: str) -> None:
    answer = browser_of(acme.recruiter).get("/desk/search/", {"q": "porter", "kind": kind})
    assert answer.status_code == 200
    assert f"/desk/jobs/{acme.job.pk}/" in answer.text
