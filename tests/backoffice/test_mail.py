"""The outbox: finding a mail, reading it without its links, sending it again."""

import pytest
from django.test import Client

from portico.access.links import issue, mail
from portico.access.models import Purpose
from portico.messaging.models import Email
from tests.backoffice.steps import queries, rows_of
from tests.desk import browser_of, text_of
from tests.world import Acme

MAIL = "/desk/settings/mail/"


@pytest.fixture
def olivia(acme: Acme) -> Client:
    return browser_of(acme.owner)


@pytest.fixture
def way_back(acme: Acme) -> Email:
    """A mail with a link in it, about Maya."""
    link, token = issue(acme.maya, Purpose.LASTING, about=[acme.maya_contact])
    return mail(link, token, "access/emails/way_back", side="client")


def parked(email: Email) -> Email:
    """The same mail after the server refused it."""
    Email.objects.filter(pk=email.pk).update(status=Email.Status.PARKED, attempts=1, last_error="550 No such user")
    email.refresh_from_db()
    return email


def test_an_empty_outbox_says_what_will_stand_here(acme: Acme, olivia: Client) -> None:
    assert "No mail yet" in text_of(olivia.get(MAIL))


def test_mails_are_found_by_recipient_and_state(acme: Acme, olivia: Client, way_back: Email) -> None:
    assert way_back.subject in text_of(olivia.get(MAIL, {"q": "maya"}))
    assert way_back.subject in text_of(olivia.get(MAIL, {"q": "Lindqvist", "status": "pending"}))
    assert "Nothing fits" in text_of(olivia.get(MAIL, {"status": "parked"}))
    assert "Nothing fits" in text_of(olivia.get(MAIL, {"q": "nobody@example.com"}))


def test_a_mail_is_read_without_its_links(acme: Acme, olivia: Client, way_back: Email) -> None:
    page = text_of(olivia.get(f"{MAIL}{way_back.pk}/"))
    assert way_back.subject in page
    assert "maya@northwind.example" in page
    assert f"/desk/contacts/{acme.maya_contact.pk}/" in page
    for secret in ("/l/", "[[link", way_back.sealed):
        assert secret not in page


def test_a_parked_mail_says_why_and_can_be_sent_again_once(acme: Acme, olivia: Client, way_back: Email) -> None:
    parked(way_back)
    assert "550 No such user" in text_of(olivia.get(MAIL))
    assert "1 could not be sent" in text_of(olivia.get("/desk/settings/"))
    assert "550 No such user" in text_of(olivia.get(f"{MAIL}{way_back.pk}/"))
    assert olivia.post(f"{MAIL}{way_back.pk}/retry/").status_code == 302
    way_back.refresh_from_db()
    assert (way_back.status, way_back.attempts) == (Email.Status.PENDING, 0)
    second = olivia.post(f"{MAIL}{way_back.pk}/retry/")
    assert second.status_code == 409
    assert "no longer parked" in text_of(second)


def test_the_today_page_leads_here_when_mail_is_stuck(acme: Acme, olivia: Client, way_back: Email) -> None:
    parked(way_back)
    assert f'href="{MAIL}"' in text_of(olivia.get("/desk/"))


def test_many_mails_are_paged_and_take_as_many_queries(acme: Acme, olivia: Client, way_back: Email) -> None:
    def more(numbers: range) -> int:
        Email.objects.bulk_create(
            Email(agency=acme.agency, to=f"p{number}@example.com", sender_email="a@example.com", template="x",
                  subject=f"Mail {number}", text="Hello", message_id=f"<{number}@example.com>")
            for number in numbers
        )  # fmt: skip
        return queries(olivia, MAIL)

    assert more(range(60)) == more(range(60, 120))
    assert 'rel="next"' in text_of(olivia.get(MAIL))
    assert len(rows_of(olivia.get(MAIL, {"export": "csv", "sort": "to"}))) == 122


def test_only_those_who_run_the_agency_read_its_mail(acme: Acme, way_back: Email) -> None:
    for member in (acme.recruiter, acme.finance, acme.consultant, acme.reader):
        browser = browser_of(member)
        assert browser.get(MAIL).status_code == 403
        assert browser.get(f"{MAIL}{way_back.pk}/").status_code == 403
        assert browser.post(f"{MAIL}{way_back.pk}/retry/").status_code == 403
    assert browser_of(acme.theirs.owner).get(f"{MAIL}{way_back.pk}/").status_code == 404
