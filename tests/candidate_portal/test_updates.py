"""A candidate looks over their profile by a link in a mail; scanners that open every link change nothing."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from portico.candidates.models import Candidate, ProfileChange, UpdateRequest
from portico.candidates.proposing import confirmed_on
from portico.candidates.update_asking import Question, ask
from portico.records.models import Document
from tests.desk import browser_of, text_of
from tests.world import Acme

RunTasks = Callable[..., list[Any]]
HERE = "/me/update/"


@pytest.fixture
def link(acme: Acme, run_tasks: RunTasks) -> str:
    """The path in the mail to Dario."""
    ask(acme.dario, Question(fields=("phone", "city", "title", "experience"), days=0), by=acme.recruiter)
    run_tasks()
    found = re.search(r"/me/u/[\w-]+/", str(mail.outbox[-1].body))
    assert found is not None
    return found[0]


@pytest.fixture
def phone(acme: Acme) -> Client:
    """A browser of somebody who is not signed in."""
    return Client(headers={"host": acme.agency.host})


def typed(page: Any, **changed: Any) -> dict[str, Any]:
    """The form as the page shows it, with some of it changed."""
    form = page.content.decode()
    seen = re.search(r'name="seen" value="([^"]*)"', form)
    assert seen is not None
    words = {"seen": seen[1].replace("&quot;", '"'), "phone": "+44 20 7946 0001", "city": "", "title": ""}
    return {**words, **changed}


def test_scanners_may_open_the_link_as_often_as_they_like(acme: Acme, link: str, phone: Client) -> None:
    for _time in range(3):
        scanner = Client(headers={"host": acme.agency.host})
        page = scanner.get(link, follow=True)
        assert scanner.head(link).status_code == 302
        assert scanner.get(f"{HERE}?said=all").status_code == 200

    request = UpdateRequest.objects.get()
    assert (request.status, request.opened_count) == ("sent", 6)
    assert page.redirect_chain == [(HERE, 302)]
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in page.headers["Cache-Control"]


def test_nothing_but_what_was_asked_for_is_shown(acme: Acme, link: str, phone: Client) -> None:
    page = text_of(phone.get(link, follow=True))

    assert acme.dario.phone in page
    for private in ("CANARY", acme.dario.email, acme.dario.last_name, "Headline", "Night porter"):
        assert private not in page
    assert phone.get("/me/").status_code == 302
    assert Client(headers={"host": acme.agency.host}).get(HERE).status_code == 404


def test_ticks_and_changes_are_sent_and_the_page_says_thank_you(acme: Acme, link: str, phone: Client) -> None:
    page = phone.get(link, follow=True)

    answer = phone.post(
        HERE,
        typed(page, right=["phone"], phone=acme.dario.phone, city="York", title="Chef")
        | {"experience-0-title": "Chef", "experience-0-employer": "Ritz", "experience-0-is_current": "on"},
        follow=True,
    )

    assert "Thank you" in text_of(answer)
    acme.dario.refresh_from_db()
    assert acme.dario.city == "York"
    waiting: dict[str, Any] = dict(ProfileChange.objects.waiting().values_list("field", "after"))
    assert (waiting["title"], waiting["experience"][0]["employer"]) == ("Chef", "Ritz")
    assert "phone" in confirmed_on(acme.dario)
    assert UpdateRequest.objects.get().status == "submitted"
    assert "Thank you" in text_of(phone.get(link, follow=True))
    again = phone.post(HERE, {"said": "all"})
    assert (again.status_code, "Thank you" in text_of(again)) == (409, True)


def test_typed_text_is_kept_over_errors_and_for_later(acme: Acme, link: str, phone: Client) -> None:
    page = phone.get(link, follow=True)
    words = typed(page, city="York", phone="") | {"experience-0-title": "Chef", "experience-0-started": "last year"}

    refused = phone.post(HERE, words)
    assert (refused.status_code, "York" in refused.content.decode()) == (422, True)
    phone.post(HERE, words | {"said": "later"})

    again = Client(headers={"host": acme.agency.host}).get(link, follow=True)
    assert 'value="York"' in again.content.decode()
    assert 'value="last year"' in again.content.decode()
    assert UpdateRequest.objects.get().status == "opened"
    acme.dario.refresh_from_db()
    assert acme.dario.city != "York"


def test_one_press_says_that_everything_is_still_right(acme: Acme, link: str, phone: Client) -> None:
    Candidate.objects.filter(pk=acme.dario.pk).update(city="Leeds", title="Porter")
    page = phone.get(link, follow=True)

    phone.post(HERE, typed(page, phone=acme.dario.phone, city="Leeds", title="Porter", said="all"))

    assert {"phone", "city", "title"} <= set(confirmed_on(acme.dario))
    assert UpdateRequest.objects.get().status == "accepted"
    assert not ProfileChange.objects.exists()


def test_a_resume_comes_along_and_other_files_are_refused(acme: Acme, link: str, phone: Client) -> None:
    page = phone.get(link, follow=True)
    bad = SimpleUploadedFile("cv.exe", b"MZ")
    good = SimpleUploadedFile("cv.pdf", b"%PDF-1.4\n%%EOF")

    assert phone.post(HERE, typed(page, resume=bad)).status_code == 409
    before = Document.objects.on(acme.dario).count()
    phone.post(HERE, typed(page, resume=good, said="later"))

    assert Document.objects.on(acme.dario).count() == before + 1
    assert "cv.pdf" in text_of(phone.get(HERE))


def test_who_does_not_want_to_be_asked_is_not_asked_again(acme: Acme, link: str, phone: Client) -> None:
    phone.get(link, follow=True)

    phone.post(HERE, {"said": "stop"})

    acme.dario.refresh_from_db()
    assert acme.dario.no_update_requests is not None
    assert UpdateRequest.objects.get().status == "canceled"
    assert phone.post(HERE, {"said": "send"}).status_code == 409


def test_the_portal_asks_too_and_says_what_became_of_it(acme: Acme, link: str) -> None:
    request, browser = UpdateRequest.objects.get(), browser_of(acme.dario_member)
    assert "4 parts of your profile" in text_of(browser.get("/me/"))

    page = browser.get(f"/me/updates/{request.pk}/")
    words = typed(page, right=["phone"], phone=acme.dario.phone, city="York", title="Chef")
    answer = browser.post(f"/me/updates/{request.pk}/", words, follow=True)

    assert "Thank you" in text_of(answer)
    assert "Your recruiter looks at it" in text_of(browser.get("/me/"))
    assert ProfileChange.objects.get(field="title").by == acme.dario_member
    assert browser_of(acme.elena_member).get(f"/me/updates/{request.pk}/").status_code == 404


def test_links_of_other_agencies_and_nonsense_lead_nowhere(acme: Acme, link: str) -> None:
    rival = Client(headers={"host": acme.theirs.agency.host})

    assert rival.get(link).status_code == 404
    assert Client(headers={"host": acme.agency.host}).get("/me/u/nonsense/").status_code == 404
