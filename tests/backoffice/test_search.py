"""Searching everything, and the Today page."""

import pytest
from django.test import Client

from portico.portals.inviting import invite_contact
from tests.backoffice.steps import queries
from tests.desk import browser_of, text_of
from tests.world import Acme

SEARCH = "/desk/search/"


@pytest.fixture
def rosa(acme: Acme) -> Client:
    return browser_of(acme.recruiter)


def test_one_search_finds_every_kind_and_can_be_narrowed(acme: Acme, rosa: Client) -> None:
    found = text_of(rosa.get(SEARCH, {"q": "porter"}))
    assert f'href="/desk/jobs/{acme.job.pk}/"' in found
    assert f'href="/desk/candidates/{acme.dario.pk}/"' in found
    only = text_of(rosa.get(SEARCH, {"q": "porter", "kind": "jobs.job"}))
    assert f'href="/desk/jobs/{acme.job.pk}/"' in only
    assert f'href="/desk/candidates/{acme.dario.pk}/"' not in only


def test_what_was_looked_for_is_marked_and_stays_text(acme: Acme, rosa: Client) -> None:
    assert "<mark>Porter</mark>" in rosa.get(SEARCH, {"q": "porter"}).content.decode()
    source = rosa.get(SEARCH, {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert(1)" not in source


def test_nothing_found_and_nothing_asked_say_what_to_do(acme: Acme, rosa: Client) -> None:
    assert "Nothing found" in text_of(rosa.get(SEARCH, {"q": "zzzzzz"}))
    assert "What are you looking for?" in text_of(rosa.get(SEARCH))


def test_only_ones_own_agency_and_desk_is_searched(acme: Acme) -> None:
    found = text_of(browser_of(acme.theirs.owner).get(SEARCH, {"q": "Northwind"}))
    assert f"/desk/organizations/{acme.northwind.pk}/" not in found
    dana = browser_of(acme.consultant)
    assert f"/desk/jobs/{acme.job.pk}/" not in text_of(dana.get(SEARCH, {"q": "porter"}))
    acme.job.team.add(acme.consultant)
    assert f"/desk/jobs/{acme.job.pk}/" in text_of(dana.get(SEARCH, {"q": "porter"}))


@pytest.mark.parametrize("words", ["\0", "x" * 100_000, '"', '"a" -"', "*", "AND OR NOT", "a:b", "𝔘" * 500, "'); --"])
def test_any_words_can_be_searched_for(acme: Acme, rosa: Client, words: str) -> None:
    assert rosa.get(SEARCH, {"q": words, "kind": words[:50]}).status_code == 200


def test_today_opens_with_what_waits_and_teaches_when_nothing_does(acme: Acme, rosa: Client) -> None:
    assert rosa.get("/desk/").status_code == 200
    before = queries(rosa, "/desk/")
    invite_contact(acme.nobody_contact, by=acme.recruiter)
    assert queries(rosa, "/desk/") <= before + 5
    for member in (acme.finance, acme.reader, acme.consultant):
        assert browser_of(member).get("/desk/").status_code == 200
