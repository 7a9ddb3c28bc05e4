"""The audit log has millions of lines: what narrows it is looked up in an index, not read through."""

import re
from datetime import timedelta

import pytest
from django.db import connection

from portico.kit.inserting import insert_many
from portico.kit.times import now
from portico.records.models import Event
from tests.desk import browser_of
from tests.plans import LARGE, asked, plan_of
from tests.world import Acme


@pytest.fixture
def long_log(acme: Acme) -> Acme:
    """An agency whose log is long enough that reading all of it would be seen, and counted."""
    verbs = ("candidate.added", "application.added", "application.moved")
    rows = [
        Event(agency=acme.agency, verb=verbs[at % 3], by=acme.owner, at=now() - timedelta(minutes=at), seal=1)
        for at in range(3000)
    ]
    insert_many(rows)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE records_event")
    return acme


@pytest.mark.parametrize(
    ("path", "index"),
    [
        ("/desk/settings/", "events_by_verb"),
        ("/desk/settings/audit/?group=support", "events_by_verb"),
        ("/desk/settings/audit/?who={who}", "events_of_somebody|records_event_by_id"),
    ],
)
def test_the_log_is_narrowed_by_an_index(long_log: Acme, path: str, index: str) -> None:
    browser = browser_of(long_log.owner)
    with asked() as sent:
        assert browser.get(path.format(who=long_log.recruiter.pk)).status_code == 200
    lists = [(sql, values) for sql, values in sent if 'FROM "records_event"' in sql]
    plans = ["\n".join(plan_of(sql, values, avoid=LARGE[:1])) for sql, values in lists]
    assert any(re.search(index, plan) for plan in plans), plans
