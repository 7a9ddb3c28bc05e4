"""Whom mail does not reach: said on their page, on the list and on Today, and ended by one press or a new address."""

import pytest
from django.test import Client

from portico.kit.times import now
from portico.messaging.models import Unreachable
from portico.messaging.writing import write
from portico.records.models import Event
from tests.backoffice.steps import queries
from tests.desk import browser_of, text_of
from tests.world import Acme

LIST = "/desk/unreachable/"


@pytest.fixture
def rosa(acme: Acme) -> Client:
    return browser_of(acme.recruiter)


@pytest.fixture
def lost(acme: Acme) -> Unreachable:
    """A mail to Dario came back: nobody is at his address."""
    email = write(acme.agency, to=acme.dario.email, template="messaging/emails/test", about=[acme.dario])
    email.claim(now())
    email.bounce("550 5.1.1 Nobody here", dead=True)
    return Unreachable.objects.get()


def test_the_persons_page_the_list_and_today_say_it(acme: Acme, rosa: Client, lost: Unreachable) -> None:
    page = text_of(rosa.get(f"/desk/candidates/{acme.dario.pk}/"))
    assert f"Mail to {acme.dario.email} does not arrive" in page
    assert "550 5.1.1 Nobody here" in page
    listed = text_of(rosa.get(LIST))
    assert acme.dario.name in listed
    assert acme.dario.email in listed
    acme.dario.owner = acme.recruiter
    acme.dario.save()
    assert "Mail does not reach 1 person" in text_of(rosa.get("/desk/"))
    assert "Came back" in text_of(browser_of(acme.owner).get("/desk/settings/mail/", {"status": "bounced"}))


def test_one_press_says_that_it_works_again_and_leads_back(acme: Acme, rosa: Client, lost: Unreachable) -> None:
    here = f"/desk/candidates/{acme.dario.pk}/"
    answer = rosa.post(f"{LIST}{lost.pk}/works/", {"back": here})
    assert (answer.status_code, answer["Location"]) == (302, here)
    assert "does not arrive" not in text_of(rosa.get(here))
    assert Event.objects.get(verb="email.works_again").by == acme.recruiter
    assert rosa.post(f"{LIST}{lost.pk}/works/").status_code == 404


def test_the_way_back_leads_nowhere_else(acme: Acme, rosa: Client, lost: Unreachable) -> None:
    assert rosa.post(f"{LIST}{lost.pk}/works/", {"back": "https://evil.test/"})["Location"] == LIST


def test_another_address_ends_it(acme: Acme, rosa: Client, lost: Unreachable) -> None:
    acme.dario.email = "dario.new@example.com"
    acme.dario.save()
    assert "does not arrive" not in text_of(rosa.get(f"/desk/candidates/{acme.dario.pk}/"))


def test_many_addresses_take_as_many_queries(acme: Acme, rosa: Client, lost: Unreachable) -> None:
    def more(numbers: range) -> int:
        Unreachable.objects.bulk_create(
            Unreachable(agency=acme.agency, email_key=f"p{number}@example.com", reason="550", dead_since=now())
            for number in numbers
        )
        return queries(rosa, LIST)

    assert more(range(60)) == more(range(60, 120))
    assert 'rel="next"' in text_of(rosa.get(LIST))


def test_another_agency_knows_nothing_of_it(acme: Acme, lost: Unreachable) -> None:
    theirs = browser_of(acme.theirs.owner)
    assert "All mail arrives" in text_of(theirs.get(LIST))
    assert theirs.post(f"{LIST}{lost.pk}/works/").status_code == 404
    assert Unreachable.objects.filter(pk=lost.pk).exists()
