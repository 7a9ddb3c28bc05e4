"""Looking changes nothing: every address asked for by GET leaves the data as it was, whoever looks."""

import pytest

from tests.test_access import PEOPLE, ROUTES_BY_NAME, address, signed_in
from tests.untouched import changed, fingerprints
from tests.world import Acme

WHO = ["owner", "client_admin", "candidate"]
NOTES = {
    "records.Event",
    "records.EventSubject",
    "messaging.Email",  # a first look at a candidate is told to those who want to hear of it
    "pipeline.Submission",  # submitted becomes viewed
    "pipeline.Offer",  # sent becomes viewed
    "pipeline.Suggestion",  # who was proposed for a job is kept for two years
    "pipeline.SuggestionList",
    "agencies.Member",
    "access.LinkUse",
    "pipeline.GuestUse",
    "jobs.Advert",  # how often it was read
    "django_ox.OxTask",
}
"""Where it is written down that somebody looked, downloaded, or opened a link."""


@pytest.mark.only_on("sqlite")
@pytest.mark.parametrize("who", WHO)
def test_looking_at_every_address_changes_nothing(acme: Acme, who: str) -> None:
    places = [address(name, acme) for name in ROUTES_BY_NAME]
    browser = signed_in(PEOPLE[who](acme), acme.agency.host)
    before = fingerprints()
    for path in places:
        browser.get(path)
    assert set(changed(before, fingerprints())) <= NOTES


@pytest.mark.only_on("sqlite")
def test_a_look_leaves_only_its_notes(acme: Acme) -> None:
    browser = signed_in(acme.maya, acme.agency.host)
    before = fingerprints()
    browser.get(f"/client/submissions/{acme.submission.pk}/")
    noted = set(changed(before, fingerprints()))
    assert noted <= NOTES
    assert "pipeline.Submission" in noted
