"""A form that comes from elsewhere does nothing: every address that changes something wants the page's own proof."""

import os
from typing import Any

import pytest
from django.test import Client

from portico.operations.routes import routes
from tests.test_access import PEOPLE, ROUTES_BY_NAME, address, signed_in
from tests.untouched import changed, fingerprints
from tests.world import Acme

SIDES = {"backoffice": "owner", "client_portal": "client_admin", "candidate_portal": "candidate"}
OTHER_PROOF = {
    "candidate_portal:unsubscribe",  # mail programs press it themselves (RFC 8058); what it ends stands in its address
    "operations:bounces",  # mail servers sign what they send
}
CHANGING = [route.name for route in routes() if not route.safe and route.name in ROUTES_BY_NAME]
FORGED: dict[str, dict[str, str]] = {
    "no proof": {},
    "from another site": {"Origin": "https://evil.example", "Referer": "https://evil.example/"},
    "another's proof": {},
    "as a swap": {"HX-Request": "true", "Origin": "https://evil.example"},
    "as plain text": {},
    "from a frame without origin": {"Origin": "null"},
}
ROUNDS = range(6 if os.environ.get("THOROUGH") else 2)
"""The kinds take turns from address to address; with THOROUGH=1 each address meets each."""


@pytest.fixture
def proof(acme: Acme) -> str:
    """The proof that stands on somebody else's pages."""
    other = strict(acme, "recruiter")
    other.get("/desk/")
    return str(other.cookies["csrftoken"].value)


def strict(world: Acme, who: str) -> Client:
    """This person's browser on a site that checks forms, as a real one does."""
    client = signed_in(PEOPLE[who](world), world.agency.host)
    client.handler.enforce_csrf_checks = True
    return client


@pytest.mark.only_on("sqlite")
@pytest.mark.parametrize("round", ROUNDS)
def test_a_form_from_elsewhere_changes_nothing(acme: Acme, proof: str, round: int) -> None:
    places = {name: address(name, acme) for name in CHANGING}
    before, wrong = fingerprints(), []
    for number, (name, path) in enumerate(places.items(), start=round):
        how = list(FORGED)[number % len(FORGED)]
        answer = forged(strict(acme, SIDES.get(name.partition(":")[0], "owner")), path, how, proof)
        if answer.status_code not in {403, 405} and name not in OTHER_PROOF:
            wrong.append(f"{how}: {name}: {answer.status_code}")
    assert changed(before, fingerprints()) == []
    assert [one for one in wrong if ": careers:apply" not in one] == []


def forged(client: Client, path: str, how: str, proof: str) -> Any:
    """The answer to a form that the site has not drawn for this browser."""
    headers = FORGED[how]
    if how == "as plain text":
        return client.post(path, "name=forged", content_type="text/plain")
    words = {"csrfmiddlewaretoken": proof} if how == "another's proof" else {"name": "forged", "confirm": "on"}
    return client.post(path, words, headers=headers)


def test_the_same_forms_are_let_in_where_nobody_checks(acme: Acme) -> None:
    """Otherwise the test above could pass because every form was refused for another reason."""
    client = signed_in(acme.owner, acme.agency.host)
    before = fingerprints()
    client.post(address("backoffice:candidate_add", acme), {"first_name": "Forged", "last_name": "Person"})
    assert "candidates.Candidate" in changed(before, fingerprints())
