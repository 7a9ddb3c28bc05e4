"""Who of us is here: the page of a client's admins."""

import pytest
from django.test import Client

from portico.agencies.models import Member
from portico.agencies.roles import Role
from portico.portals.models import ColleagueRequest
from portico.portals.welcoming import decline
from tests.desk import browser_of, text_of
from tests.portals.settings import northwind
from tests.world import Acme


@pytest.fixture
def clara(acme: Acme) -> Client:
    """The admin's browser."""
    return browser_of(acme.client_admin)


def ask(clara: Client, **facts: str) -> int:
    """Send the form."""
    data = {"first_name": "Cleo", "email": "cleo@northwind.example", "role": Role.REVIEWER, "all_jobs": "on", **facts}
    return clara.post("/client/people/invite/", data).status_code


def test_it_names_the_people_of_the_own_organization_only(clara: Client, acme: Acme) -> None:
    page = text_of(clara.get("/client/people/"))
    assert "Maya Lindqvist" in page
    assert "Rolf Gone" not in page, "access ended"
    assert "Nora New" not in page, "never invited"
    assert "Priya" not in page
    assert "Helix" not in page


def test_others_do_not_get_it(acme: Acme) -> None:
    for member in (acme.maya, acme.jonas, acme.priya):
        browser = browser_of(member)
        assert browser.get("/client/people/").status_code == 403
        assert browser.post(f"/client/people/{acme.jonas.seat.pk}/deactivate/").status_code == 403
        assert ">People<" not in text_of(browser.get("/client/"))


def test_asking_waits_for_the_agency_and_its_answer_is_read_here(clara: Client, acme: Acme) -> None:
    assert ask(clara) == 302
    assert "Waits for the agency" in text_of(clara.get("/client/people/"))
    assert ask(clara) == 409, "asked for already"
    decline(ColleagueRequest.objects.get(), by=acme.recruiter, reason="He left in May.")
    assert "He left in May." in text_of(clara.get("/client/people/"))


def test_what_is_wrong_is_said_at_the_form(clara: Client, acme: Acme) -> None:
    assert ask(clara, email="nonsense\x00") == 422
    assert ask(clara, role=Role.OWNER) == 422
    assert ask(clara, all_jobs="", shares=str(acme.other_share.pk)) == 422
    northwind(acme, domains=["northwind.example"])
    assert ask(clara, email="cleo@private.example") == 409
    assert not ColleagueRequest.objects.exists()


def test_where_it_is_off_the_form_is_gone(clara: Client, acme: Acme) -> None:
    northwind(acme, colleagues="no")
    page = text_of(clara.get("/client/people/"))
    assert "Maya Lindqvist" in page
    assert "/client/people/invite/" not in page
    assert "deactivate" not in page
    assert ask(clara) == 409


def test_another_clients_person_is_not_there(clara: Client, acme: Acme) -> None:
    assert clara.post(f"/client/people/{acme.priya.seat.pk}/deactivate/").status_code == 404
    assert clara.post(f"/client/people/{acme.jonas.seat.pk}/deactivate/").status_code == 302
    assert Member.objects.get(pk=acme.jonas.pk).status == Member.Status.SUSPENDED
    assert Member.objects.get(pk=acme.priya.pk).status == Member.Status.ACTIVE
