"""A page's query reads all that the page says and its deeds need: no column is fetched afterwards, row by row."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.desk import browser_of
from tests.later import nothing_later
from tests.world import Acme

__all__ = ["nothing_later"]


@pytest.mark.usefixtures("nothing_later")
@pytest.mark.parametrize("view", ["", "?view=list"])
def test_the_pages_of_a_job_and_of_a_candidate(acme: Acme, view: str) -> None:
    client: Client = browser_of(acme.maya)
    for name, pk in [("job", acme.share.pk), ("submission", acme.submission.pk)]:
        assert client.get(reverse(f"client_portal:{name}", args=[pk]) + view).status_code == 200


@pytest.mark.usefixtures("nothing_later")
def test_the_same_pages_as_the_agency_previews_them(acme: Acme) -> None:
    staff: Client = browser_of(acme.recruiter)
    for name, pk in [("job", acme.share.pk), ("submission", acme.submission.pk)]:
        there = reverse(f"client_portal:preview_{name}", args=[acme.maya.pk, pk])
        assert staff.get(there).status_code == 200


@pytest.mark.usefixtures("nothing_later")
def test_a_deed_on_the_page_of_a_candidate(acme: Acme) -> None:
    there = reverse("client_portal:submission_move", args=[acme.submission.pk])
    move = {"to": acme.stage("interview").pk, "seen": acme.stage("client_review").pk}
    assert browser_of(acme.maya).post(there, move).status_code == 302
