"""Whatever a press of a button changes, the audit log says so."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction

from portico.operations.routes import routes
from portico.records.models import Event
from tests.test_access import PEOPLE, address, signed_in
from tests.world import Acme

WRITES = re.compile(r'^(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"')
NOT_A_CHANGE = {
    "django_session",
    "access_attempt",
    "access_session",
    "agencies_member",  # last seen; every other change of a member has its own event
    "django_ox_oxtask",
    "portals_visit",
    "pipeline_messagelook",
    "pipeline_candidatelook",
    "pipeline_submissionview",
    "records_searchentry",
}
"""Tables that note who looked, or what is computed anew."""
NO_DEEDS = {
    # one's own affairs, that touch nobody else
    *("backoffice:search_drop", "candidate_portal:alert_pause", "candidate_portal:alert_stop"),
    *("candidate_portal:notifications", "client_portal:notifications", "access:account_zone"),
    *("access:account_new_device", "access:app_start"),
    # nothing has happened yet: a draft, a wish that a mail has to confirm, a reading that is begun, proposals
    *("client_portal:requisition_clone", "candidate_portal:erase_ask", "candidate_portal:resume"),
    *("backoffice:candidate_resume", "backoffice:job_find_add"),
    # a mail that waits: it is on record as soon as it is sent
    *("backoffice:share_notify", "backoffice:settings_test_mail", "backoffice:mail_retry"),
}
"""Forms whose sending alone is no deed that somebody has to answer for."""


class Undone(Exception):
    """The deed is taken back."""


@contextmanager
def written() -> Iterator[set[str]]:
    """The tables in which a row is written, changed or deleted meanwhile."""
    tables: set[str] = set()

    def watch(execute: Any, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        result = execute(sql, params, many, context)
        if (hit := WRITES.match(sql)) and context["cursor"].rowcount != 0:
            tables.add(hit[1])
        return result

    with connection.execute_wrapper(watch):
        yield tables


@pytest.mark.parametrize("who", ["owner", "client_admin", "candidate"])
def test_every_deed_that_changes_something_is_on_record(acme: Acme, who: str) -> None:
    member = PEOPLE[who](acme)
    sides = {"member", {"owner": "staff", "client_admin": "client", "candidate": "candidate"}[who]}
    silent, told = [], 0
    for name in (one.name for one in routes() if not one.safe and one.side in sides and one.name not in NO_DEEDS):
        where, browser = address(name, acme), signed_in(member, acme.agency.host)
        before = Event.objects.count()
        try:
            with transaction.atomic():
                with written() as tables:
                    refused = browser.post(where).status_code >= 400
                after = Event.objects.count()
                raise Undone
        except Undone:
            changed = set() if refused else tables - NOT_A_CHANGE
            told += after > before
            silent += [f"{name}: {sorted(changed)}"] if changed and after == before else []
    assert not silent, "\n".join(silent)
    assert told
