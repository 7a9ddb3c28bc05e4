"""The list of all addresses, as programs read it."""

import json
from io import StringIO
from typing import Any

from django.core.management import call_command

from portico.operations.routes import routes
from tests.test_access import ROUTES


def test_every_address_is_listed_with_its_gate_and_methods(db: None) -> None:
    out: Any = StringIO()
    call_command("routes", json=True, stdout=out)
    listed = {one["name"]: one for one in json.loads(out.getvalue())}

    assert set(ROUTES) <= set(listed)
    reject = listed["backoffice:application_reject"]
    assert (reject["methods"], reject["side"], reject["safe"]) == (["POST"], "staff", False)
    assert "work_desk" in reject["needs"]
    assert listed["client_portal:start"]["safe"]
    assert [one["name"] for one in listed.values() if one["side"] == "none"] == []


def test_only_pages_behind_an_emailed_link_or_of_strangers_do_without_the_token_of_a_session(db: None) -> None:
    assert {route.side for route in routes() if route.csrf_exempt} == {"public"}
