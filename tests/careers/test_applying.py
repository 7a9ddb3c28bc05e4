"""Applying without an account: what arrives, what is kept, and what a stranger never learns."""

import pytest

from portico.candidates.models import Candidate
from portico.messaging.models import Email
from portico.pipeline.models import Application, ApplyDraft
from tests.careers.applicants import ANN, Applicant, advert_of
from tests.stories.mail import RunTasks
from tests.world import Acme


@pytest.fixture
def ann(acme: Acme) -> Applicant:
    """Somebody nobody knows."""
    return Applicant(advert_of(acme))


def test_an_application_arrives_with_a_candidate_and_two_mails(acme: Acme, ann: Applicant, run_tasks: RunTasks) -> None:
    assert ann.get().status_code == 200
    ann.post("")
    assert ann.get("details/").status_code == 200
    assert ann.post("details/", ANN).status_code == 302
    review = ann.get("review/")
    assert review.status_code == 200
    assert "ann@example.com" in review.content.decode()
    answer = ann.post("send/")
    assert answer.status_code == 302
    assert "Thank you" in ann.get("sent/").content.decode()

    application = Application.objects.get(candidate__email="ann@example.com")
    assert (application.job, application.stage.kind) == (acme.job, "applied")
    assert application.candidate.owner == acme.recruiter
    run_tasks()
    assert {mail.to for mail in Email.objects.filter(template__contains="application_")} == {
        "ann@example.com",
        "rosa@acme.example",
    }


def test_pressing_send_twice_sends_once(ann: Applicant) -> None:
    ann.apply()
    ann.post("send/")
    assert Application.objects.filter(candidate__email="ann@example.com").count() == 1
    assert Candidate.objects.filter(email="ann@example.com").count() == 1


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(ann: Applicant) -> None:
    ann.post("")
    answer = ann.post("details/", {**ANN, "email": "no address", "first_name": "Annabel"})
    assert answer.status_code == 422
    assert "Annabel" in answer.content.decode()
    later = ann.get("details/").content.decode()
    assert "Annabel" in later
    assert "no address" in later
    assert ann.get("review/").status_code == 422
    assert ann.post("send/").status_code == 422
    assert not Application.objects.filter(candidate__first_name="Annabel").exists()


def test_somebody_else_s_browser_sees_nothing_of_it(acme: Acme, ann: Applicant) -> None:
    ann.post("")
    ann.post("details/", ANN)
    other = Applicant(advert_of(acme))
    assert "Ann" not in other.get("details/").content.decode()
    assert other.post("send/").status_code == 302
    assert ApplyDraft.objects.get().status == "open"


def test_an_address_no_mail_can_go_to_is_said_at_once(ann: Applicant) -> None:
    ann.post("")
    assert ann.post("details/", {**ANN, "email": "=?ann@example.com"}).status_code == 422
    assert ann.post("send/").status_code == 422
    form = {"how": "daily", "email": "=?ann@example.com"}
    assert ann.browser.post("/me/alerts/add/?words=porter", form).status_code == 422
