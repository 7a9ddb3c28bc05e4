"""The audit log has millions of lines: what narrows it is looked up in an index, not read through."""

import pytest

from tests.desk import browser_of
from tests.plans import LARGE, asked, plan_of
from tests.world import Acme


@pytest.mark.parametrize(
    ("path", "index"),
    [
        ("/desk/settings/", "events_by_verb"),
        ("/desk/settings/audit/?group=support", "events_by_verb"),
        ("/desk/settings/audit/?who={who}", "events_of_somebody"),
    ],
)
def test_the_log_is_narrowed_by_an_index(acme: Acme, path: str, index: str) -> None:
    browser = browser_of(acme.owner)
    with asked() as sent:
        assert browser.get(path.format(who=acme.recruiter.pk)).status_code == 200
    lists = [(sql, values) for sql, values in sent if 'FROM "records_event"' in sql]
    plans = ["\n".join(plan_of(sql, values, avoid=LARGE[:1])) for sql, values in lists]
    assert any(index in plan for plan in plans), plans
