"""A candidate says yes or no by one press; mail scanners that open every link change nothing."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from portico.pipeline.models import Permission
from portico.pipeline.permissions import ask_permission
from tests.desk import browser_of, text_of
from tests.world import Acme

RunTasks = Callable[..., list[Any]]


@pytest.fixture
def link(acme: Acme, run_tasks: RunTasks) -> str:
    """The path in the mail to Dario."""
    ask_permission(acme.application, by=acme.recruiter, client="a hotel group in London", pay="£31,000", days=20)
    run_tasks()
    found = re.search(r"/me/permission/[\w-]+/", str(mail.outbox[-1].body))
    assert found is not None
    return found[0]


@pytest.fixture
def phone(acme: Acme) -> Client:
    """A browser of somebody who is not signed in."""
    return Client(headers={"host": acme.agency.host})


def test_scanners_may_open_the_link_as_often_as_they_like(acme: Acme, link: str, phone: Client) -> None:
    for _time in range(5):
        page = phone.get(link)
        assert page.status_code == 200
        assert phone.head(link).status_code == 200
        assert phone.get(f"{link}?said=yes").status_code == 200

    assert Permission.objects.get().status == Permission.Status.REQUESTED
    assert "a hotel group in London" in text_of(page)
    assert "£31,000" in text_of(page)
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in page.headers["Cache-Control"]


def test_one_press_without_signing_in(acme: Acme, link: str, phone: Client) -> None:
    phone.get(link)
    answer = phone.post(link, {"said": "yes", "note": "Please do"}, follow=True, headers={"user-agent": "A phone"})

    kept = Permission.objects.get()
    assert "You said yes" in text_of(answer)
    assert (kept.status, kept.note, kept.agent) == ("granted", "Please do", "A phone")
    assert kept.ip


def test_the_second_answer_does_not_count(acme: Acme, link: str, phone: Client) -> None:
    phone.post(link, {"said": "yes"})

    assert phone.post(link, {"said": "no"}).status_code == 409
    assert Permission.objects.get().status == Permission.Status.GRANTED


def test_a_yes_can_be_taken_back_by_the_same_link(acme: Acme, link: str, phone: Client) -> None:
    phone.post(link, {"said": "yes"})
    phone.post(link, {"said": "withdraw"})

    assert Permission.objects.get().status == Permission.Status.WITHDRAWN


def test_nonsense_is_refused_and_the_token_is_no_other_agencys(acme: Acme, link: str, phone: Client) -> None:
    assert phone.post(link, {"said": "perhaps"}).status_code == 422
    assert phone.get("/me/permission/" + "x" * 43 + "/").status_code == 404
    assert Client(headers={"host": acme.theirs.agency.host}).get(link).status_code == 404
    strict = Client(enforce_csrf_checks=True, headers={"host": acme.agency.host})
    assert strict.post(link, {"said": "yes"}).status_code == 403
    assert Permission.objects.get().status == Permission.Status.REQUESTED


def test_the_token_is_nowhere_in_the_database(acme: Acme, link: str) -> None:
    token = link.split("/")[3]

    assert token not in Permission.objects.get().token_hash


def test_the_same_question_waits_in_the_portal(acme: Acme, link: str) -> None:
    dario = browser_of(acme.dario_member)
    assert "a hotel group in London" in text_of(dario.get("/me/"))
    address = f"/me/permissions/{Permission.objects.get().pk}/answer/"
    assert browser_of(acme.elena_member).post(address, {"said": "yes"}).status_code == 404

    assert "Thank you" in text_of(dario.post(address, {"said": "no"}, follow=True))
    assert Permission.objects.get().status == Permission.Status.REFUSED
    assert dario.post(address, {"said": "yes"}).status_code == 409
