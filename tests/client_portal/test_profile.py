"""A contact's own page."""

import pytest
from django.test import Client

from portico.clients.models import Contact
from portico.messaging.choices import NotificationChoice, choices_of
from portico.messaging.models import Email
from portico.pipeline.submitting import notify_clients
from tests.desk import browser_of, hidden_in
from tests.world import Acme

PAGE = "/client/profile/"


def test_own_details_stand_in_the_records_and_the_agency_is_told(acme: Acme, maya: Client) -> None:
    Contact.objects.filter(pk=acme.maya_contact.pk).update(owner=acme.recruiter)
    form = {"seen": hidden_in(maya.get(PAGE), "seen"), "first_name": "Maya", "last_name": "Lind", "title": "Head"}
    answer = maya.post(PAGE + "details/", {**form, "phone": "+44 20 7946 0001"}, follow=True)
    assert "Acme Staffing sees it in their records" in answer.text

    acme.maya_contact.refresh_from_db()
    assert (acme.maya_contact.name, acme.maya_contact.title) == ("Maya Lind", "Head")
    acme.maya.user.refresh_from_db()
    assert acme.maya.user.name == "Maya Lind"
    mail = Email.objects.get()
    assert (mail.to, "7946" in mail.text) == (acme.recruiter.email, False)
    assert "hanged their own details" in browser_of(acme.recruiter).get(f"/desk/contacts/{acme.maya_contact.pk}/").text


def test_what_the_agency_changed_meanwhile_is_not_overwritten(acme: Acme, maya: Client) -> None:
    seen = hidden_in(maya.get(PAGE), "seen")
    Contact.objects.filter(pk=acme.maya_contact.pk).update(phone="112")
    form = {"seen": seen, "first_name": "Maya", "last_name": "Lindqvist", "phone": "110"}
    answer = maya.post(PAGE + "details/", form)
    assert answer.status_code == 409
    assert "110" in answer.text
    acme.maya_contact.refresh_from_db()
    assert acme.maya_contact.phone == "112"


@pytest.mark.parametrize("form", [{}, {"first_name": "x" * 300, "seen": "\0"}, {"last_name": "Ok", "seen": "wrong"}])
def test_nonsense_is_refused(acme: Acme, maya: Client, form: dict[str, str]) -> None:
    assert maya.post(PAGE + "details/", form).status_code in {409, 422}


def test_who_wants_no_mail_of_new_candidates_gets_none(acme: Acme, maya: Client) -> None:
    assert "New candidates" in maya.get(PAGE).text
    maya.post(PAGE + "choices/", {"candidates": "off", "messages": "on", "reminders": "on"})
    assert choices_of([acme.maya], "candidates") == {acme.maya.pk: "off"}
    notify_clients(acme.share, [acme.submission], by=acme.recruiter)
    assert not Email.objects.filter(to=acme.maya.email).exists()


def test_a_duty_cannot_be_switched_off_and_ways_that_do_not_exist_are_refused(acme: Acme, maya: Client) -> None:
    maya.post(PAGE + "choices/", {"interviews": "off", "access": "off"})
    assert not NotificationChoice.objects.exists()
    assert maya.post(PAGE + "choices/", {"messages": "digest"}).status_code == 422
    assert maya.post(PAGE + "choices/", {"candidates": "\0"}).status_code == 422


def test_the_page_holds_nothing_private(acme: Acme, maya: Client) -> None:
    page = maya.get(PAGE).text
    assert "Northwind Logistics" in page
    assert "Leeds" in page
    assert "CANARY" not in page
    assert "Helix" not in page
