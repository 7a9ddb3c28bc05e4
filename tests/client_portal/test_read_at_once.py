"""A page's query reads all that the page says and its deeds need: no column is fetched afterwards, row by row."""

import pytest
from django.test import Client
from django.urls import reverse

from portico.portals.models import PortalDefaults
from tests.client_portal.conftest import submit_more
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


def test_skills_stand_on_the_cards_of_those_for_whom_they_were_chosen(acme: Acme) -> None:
    _one, other = submit_more(acme, 2)
    other.fields = ["position"]
    other.save()
    board = reverse("client_portal:job", args=[acme.share.pk])
    page = browser_of(acme.maya).get(board).content.decode()
    assert "Skill 0" in page
    assert "Skill 1" not in page
    assert page.index("Nights") < page.index("Skill 0"), "by the alphabet"

    PortalDefaults(agency=acme.agency, values={"fields": ["position", "place"]}).save()
    assert "Skill 0" not in browser_of(acme.maya).get(board).content.decode()
