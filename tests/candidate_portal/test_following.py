"""Following applications in the portal."""

from datetime import timedelta

import pytest
from django.test import Client

from portico.candidates.settings import change_settings
from portico.kit.times import now
from portico.pipeline.models import Application, CandidateMessage, Offer
from portico.pipeline.offers import make_offer
from portico.records.models import Event
from tests.access_rows import alert, interview, offer, permission
from tests.desk import browser_of, text_of
from tests.world import Acme


@pytest.fixture
def dario(acme: Acme) -> Client:
    """Dario's browser."""
    return browser_of(acme.dario_member)


def here(acme: Acme) -> str:
    """The page of his application."""
    return f"/me/applications/{acme.application.pk}/"


def test_the_page_speaks_public_words_only(acme: Acme, dario: Client) -> None:
    acme.application.move(to=acme.stage("interview"), by=acme.recruiter, remark="CANARY remark")
    text = text_of(dario.get(here(acme)))

    assert "The company wants to get to know you" in text
    for hidden in ("CANARY", "Northwind", "Client review", "30,123"):
        assert hidden not in text
    assert browser_of(acme.elena_member).get(here(acme)).status_code == 404


def test_reading_stands_on_the_timeline_once_for_each_change(acme: Acme, dario: Client) -> None:
    dario.get(here(acme))
    dario.get(here(acme))
    assert Event.objects.filter(verb="application.looked", by=acme.dario_member).count() == 1

    acme.application.refresh_from_db()
    acme.application.move(to=acme.stage("offer"), by=acme.recruiter)
    dario.get(here(acme))
    assert Event.objects.filter(verb="application.looked").count() == 2


@pytest.mark.parametrize("what", ["application", "job"])
def test_what_the_recruiter_does_not_show_is_not_there(acme: Acme, dario: Client, what: str) -> None:
    if what == "job":
        type(acme.job).objects.filter(pk=acme.job.pk).update(shown_to_candidates=False)
    else:
        Application.objects.filter(pk=acme.application.pk).update(shown_to_candidate=False)

    assert dario.get(here(acme)).status_code == 404
    assert "Night porter" not in text_of(dario.get("/me/applications/"))


def test_withdrawing_asks_for_the_reason_and_is_done(acme: Acme, dario: Client) -> None:
    refused = dario.post(f"{here(acme)}withdraw/", {"note": "kept words"})
    assert refused.status_code == 422
    assert "kept words" in text_of(refused)

    done = dario.post(f"{here(acme)}withdraw/", {"why": "pay", "note": "Too little"}, follow=True)
    assert "You have withdrawn" in text_of(done)
    acme.application.refresh_from_db()
    assert acme.application.reason == "The pay does not fit: Too little"
    assert dario.post(f"{here(acme)}withdraw/", {"why": "pay"}).status_code == 409


def test_a_no_that_waits_shows_nowhere(acme: Acme, dario: Client) -> None:
    change_settings(acme.agency, by=acme.owner, rejection_hours=24)
    before = text_of(dario.get(here(acme)))
    acme.application.reject(by=acme.recruiter, reason="CANARY", words="We are sorry, Dario.")
    after = text_of(dario.get(here(acme)))

    assert "We are sorry, Dario." not in after
    assert after.count("Presented to the company") == before.count("Presented to the company")
    for path in ("/me/", "/me/applications/"):
        assert "Not this time" not in text_of(dario.get(path))


def test_after_a_no_the_agencys_words_stand_there(acme: Acme, dario: Client) -> None:
    acme.application.reject(by=acme.recruiter, reason="CANARY", words="We are sorry, Dario.", tell=False)
    text = text_of(dario.get(here(acme)))

    assert "We are sorry, Dario." in text
    assert "CANARY" not in text


def test_an_offer_is_read_and_accepted(acme: Acme, dario: Client) -> None:
    terms = {"until": now().date() + timedelta(days=9), "pay": 31_000, "pay_currency": "GBP", "pay_per": "year"}
    made = make_offer(acme.application, by=acme.recruiter, **terms)
    made.send(by=acme.recruiter)

    assert "You have an offer: Night porter" in text_of(dario.get("/me/"))
    assert "£31,000 a year" in text_of(dario.get(here(acme)))
    assert Offer.objects.get().status == "viewed"
    answer = f"/me/offers/{made.pk}/answer/"
    assert browser_of(acme.elena_member).post(answer, {"said": "yes"}).status_code == 404
    assert dario.post(answer, {"said": "perhaps"}).status_code == 422
    assert "Congratulations" in text_of(dario.post(answer, {"said": "yes", "note": "Gladly"}, follow=True))
    assert dario.post(answer, {"said": "no"}).status_code == 409

    page = text_of(browser_of(acme.recruiter).get(f"/desk/applications/{acme.application.pk}/"))
    assert "Gladly" in page
    assert "Place, as accepted" in page
    assert "£31,000" not in text_of(browser_of(acme.reader).get(f"/desk/applications/{acme.application.pk}/"))


def test_messages_go_to_and_fro(acme: Acme, dario: Client) -> None:
    assert "Sent." in text_of(dario.post("/me/messages/send/", {"text": "When do we hear?"}, follow=True))
    rosa = browser_of(acme.recruiter)
    assert "A message from Dario Conti" in text_of(rosa.get("/desk/"))
    page = f"/desk/candidates/{acme.dario.pk}/"
    assert "When do we hear?" in text_of(rosa.get(page))
    rosa.post(f"{page}message/", {"text": "On Friday."})

    assert "1 new message" in text_of(dario.get("/me/"))
    assert "On Friday." in text_of(dario.get("/me/messages/"))
    assert "1 new message" not in text_of(dario.get("/me/"))
    assert CandidateMessage.objects.count() == 2


def test_all_pages_stand_with_everything_on_them(acme: Acme, dario: Client) -> None:
    for thing in (permission, interview, offer, alert):
        thing(acme)
    CandidateMessage.send(acme.dario, text="Hello", by=acme.recruiter)
    for path in ("/me/", here(acme), "/me/applications/", "/me/messages/", "/me/notifications/"):
        assert dario.get(path).status_code == 200, path
    owner = browser_of(acme.owner)
    for path in ("settings/rejections/", "settings/rejections/add/", f"applications/{acme.application.pk}/"):
        assert owner.get(f"/desk/{path}").status_code == 200, path
