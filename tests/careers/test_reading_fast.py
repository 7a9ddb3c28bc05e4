"""Who copies the public jobs page by page is asked to slow down; others at the same moment are not."""

import pytest
from django.core.cache import cache
from django.test import Client

from portico.careers import doorway
from tests.world import Acme


@pytest.fixture(autouse=True)
def nobody_yet() -> None:
    """No address has been counted."""
    cache.clear()


def test_an_address_that_reads_very_fast_waits_a_minute(acme: Acme, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doorway, "PAGES_A_MINUTE", 3)
    browser = Client(headers={"host": acme.agency.host})
    statuses = [browser.get("/jobs/", REMOTE_ADDR="203.0.113.7").status_code for _page in range(5)]
    assert statuses == [200, 200, 200, 429, 429]
    assert browser.get("/jobs/rss.xml", REMOTE_ADDR="203.0.113.7")["Retry-After"] == "60"
    assert browser.get("/jobs/", REMOTE_ADDR="203.0.113.8").status_code == 200


def test_neither_another_address_of_the_same_network_nor_a_header_helps(
    acme: Acme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doorway, "PAGES_A_MINUTE", 3)
    browser = Client(headers={"host": acme.agency.host})
    for page in range(5):
        headers = {"x-forwarded-for": f"198.51.100.{page}"}
        answer = browser.get("/jobs/", REMOTE_ADDR=f"2001:db8::{page}", headers=headers)
    assert answer.status_code == 429
