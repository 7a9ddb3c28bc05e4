"""The list of all addresses, as programs read it."""

import json
from dataclasses import replace
from io import StringIO
from typing import Any

import pytest
from django.core.checks import registry as checks
from django.core.management import call_command
from django.test import Client

from portico.operations.checks import errors_of, refuse_unguarded_addresses
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


def test_every_parameter_says_what_it_names(db: None) -> None:
    listed = {route.name: route for route in routes()}

    assert listed["backoffice:candidate"].parameters == {"pk": "candidates.Candidate"}
    assert listed["client_portal:job"].parameters == {"pk": "portals.JobShare"}
    assert listed["access:open"].parameters == {"token": "secret: link of an account"}
    assert refuse_unguarded_addresses(None) == []


def test_a_site_with_an_unguarded_address_does_not_start() -> None:
    listed = {route.name: route for route in routes()}
    bare = replace(listed["backoffice:candidate"], side="none", parameters={"pk": "candidates.Nobody", "n": ""})

    assert [error.id for error in errors_of(bare)] == ["portico.E010", "portico.E011", "portico.E011"]
    assert {error.is_serious() for error in errors_of(bare)} == {True}
    assert refuse_unguarded_addresses in checks.registry.get_checks()


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "MOVE"])
def test_no_address_answers_to_other_methods_than_looking_and_sending(client: Client, method: str) -> None:
    for path in ("/", "/desk/candidates/1/", "/jobs/", "/nowhere/", "/healthz"):
        answer = client.generic(method, path)
        assert (path, answer.status_code, answer["Allow"]) == (path, 405, "GET, HEAD, POST")
