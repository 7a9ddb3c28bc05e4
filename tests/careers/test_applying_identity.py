"""Who an application belongs to: only what was proved reaches a record that was there before."""

import re

import pytest
from django.conf import settings

from portico.candidates.consents import Consent, ConsentText
from portico.candidates.models import Candidate
from portico.candidates.profile import ProfileChange
from portico.candidates.settings import change_settings, settings_of
from portico.kit.times import now
from portico.messaging.models import Email
from portico.messaging.sealing import unseal
from portico.pipeline.apply_form import asked_of
from portico.pipeline.applying import tell_once
from portico.pipeline.models import Application, ApplyDraft, Arrival
from tests.careers.applicants import ANN, Applicant, advert_of
from tests.desk import browser_of
from tests.world import Acme


@pytest.fixture
def ann(acme: Acme) -> Applicant:
    """Somebody nobody knows."""
    return Applicant(advert_of(acme))


def link_in(mail: Email) -> str:
    """The path of the link in a mail."""
    return re.sub(r"^https?://[^/]+", "", unseal(mail.sealed)["main"])


def test_a_stranger_with_a_known_address_makes_a_record_of_their_own(acme: Acme, ann: Applicant) -> None:
    before = (acme.elena.phone, acme.elena.first_name)
    ann.apply(email="Elena@Example.com", first_name="Mallory", phone="+44 20 7946 0999")
    acme.elena.refresh_from_db()
    assert (acme.elena.phone, acme.elena.first_name) == before
    made = Candidate.objects.get(first_name="Mallory")
    assert made.pk != acme.elena.pk
    assert not ProfileChange.objects.filter(candidate=acme.elena).exists()
    page = browser_of(acme.recruiter).get(f"/desk/applications/{made.applications.get().pk}/").content.decode()
    assert "Perhaps the same person" in page
    assert "Address not confirmed yet" in page


def test_a_second_application_looks_the_same_and_only_the_mailbox_learns_of_it(acme: Acme, ann: Applicant) -> None:
    ann.apply()
    first = ann.get("sent/").content
    other = Applicant(advert_of(acme))
    other.apply(first_name="Not Ann", phone="+44 20 7946 0777")
    second = other.get("sent/").content
    strip = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')
    assert strip.sub(b"", first) == strip.sub(b"", second)
    assert Application.objects.filter(job=acme.job, candidate__email="ann@example.com").count() == 1
    mail = Email.objects.get(template="pipeline/emails/application_again")
    assert mail.to == "ann@example.com"
    assert "Not Ann" not in mail.text


def test_the_link_in_the_mail_confirms_only_when_its_button_is_pressed(acme: Acme, ann: Applicant) -> None:
    ann.apply()
    tell_once(ApplyDraft.objects.get().pk)
    path = link_in(Email.objects.get(template="pipeline/emails/application_received"))
    browser = Applicant(advert_of(acme)).browser
    for _scan in range(2):
        assert browser.get(path).status_code == 302
    assert browser.get("/jobs/confirm/").status_code == 200
    assert Arrival.objects.get().confirmed is None
    assert browser.post("/jobs/confirm/").status_code == 200
    assert Arrival.objects.get().confirmed is not None
    assert browser.get("/jobs/confirm/" + "x" * 43 + "/").status_code == 404


def test_what_was_sent_again_is_added_after_the_link(acme: Acme, ann: Applicant) -> None:
    ann.apply()
    ann.apply(phone="+44 20 7946 0777", city="Leeds", letter="I have a license now.")
    application = Application.objects.get(candidate__email="ann@example.com")
    assert not application.answers.exists()
    path = link_in(Email.objects.get(template="pipeline/emails/application_again"))
    browser = Applicant(advert_of(acme)).browser
    browser.get(path)
    assert "added" in browser.post("/jobs/confirm/").content.decode()
    assert application.answers.get().words == "I have a license now."
    application.candidate.refresh_from_db()
    assert application.candidate.city == "Leeds"


def test_who_is_signed_in_is_asked_only_what_is_missing(acme: Acme) -> None:
    change_settings(acme.agency, by=acme.owner, apply_fields=[["phone", "mandatory"], ["linkedin", "optional"]])
    elena = Applicant(advert_of(acme), browser_of(acme.elena_member))
    elena.post("")
    page = elena.get("details/").content.decode()
    assert 'name="linkedin"' in page
    assert 'name="phone"' not in page
    assert 'name="phone"' in elena.get("details/?change=1").content.decode()
    answer = elena.post(
        "details/",
        {
            "linkedin": "https://linkedin.com/in/elena",
            "phone": acme.elena.phone,
            "first_name": "Elena",
            "last_name": "Rossini",
            "everything": "1",
        },
    )
    assert answer.status_code == 302
    elena.post("send/")
    acme.elena.refresh_from_db()
    assert acme.elena.linkedin == "https://linkedin.com/in/elena"
    assert acme.elena.last_name == "Rossi"  # a name waits for a recruiter's yes
    assert ProfileChange.objects.waiting().get(candidate=acme.elena).after == "Rossini"
    assert Application.objects.get(job=acme.job, candidate=acme.elena).arrival.signed_in
    assert "already" in elena.get().content.decode()
    assert elena.post("send/").status_code == 302
    assert Application.objects.filter(job=acme.job, candidate=acme.elena).count() == 1


def test_a_session_that_ended_loses_nothing_and_shows_nothing(acme: Acme) -> None:
    browser = browser_of(acme.elena_member)
    elena = Applicant(advert_of(acme), browser)
    elena.post("")
    elena.post("keep/", {"letter": "Dear all, first half"})
    del browser.cookies[settings.SESSION_COOKIE_NAME]
    answer = elena.post("details/", {"letter": "Dear all, both halves"})
    assert answer.status_code == 302
    assert "sign-in" in answer["Location"]
    assert "Dear all" not in elena.get("details/").content.decode()
    again = Applicant(advert_of(acme), browser_of(acme.elena_member))
    assert "Dear all, both halves" in again.get("details/").content.decode()


def test_with_accounts_only_the_way_leads_through_signing_in_and_back(acme: Acme, ann: Applicant) -> None:
    ann.post("")
    ann.post("details/", ANN)
    change_settings(acme.agency, by=acme.owner, apply_without_account=False)
    page = ann.get().content.decode()
    assert "Please sign in to apply" in page
    assert "details" in page
    assert "Please sign in" in ann.post("send/").content.decode()
    assert ApplyDraft.objects.get().data["first_name"] == ["Ann"]


def test_consent_is_kept_with_its_wording_and_never_ticked_beforehand(acme: Acme, ann: Applicant) -> None:
    for purpose in ("application", "talent_pool"):
        text = ConsentText(agency=acme.agency, purpose=purpose, text=f"About {purpose}", published=now())
        text.save()
    ann.post("")
    page = ann.get("details/").content.decode()
    assert "About talent_pool" in page
    assert "checked" not in page
    must = ConsentText.objects.get(purpose="application")
    assert ann.post("details/", ANN).status_code == 422
    ann.apply(**{f"consent-{must.pk}": "on"})
    said = dict(Consent.objects.values_list("purpose", "status"))
    assert said == {"application": "given", "talent_pool": "refused"}


def test_ids_of_others_in_the_form_do_nothing(acme: Acme, ann: Applicant) -> None:
    stolen = {"resume_id": acme.resume.pk, "candidate_id": acme.dario.pk, "draft": 1, "use_kept": "1", "kept": "1"}
    ann.post("", stolen)
    ann.apply(**stolen)
    application = Application.objects.get(candidate__email="ann@example.com")
    assert application.candidate_id not in (acme.dario.pk, acme.elena.pk)
    assert not application.answers.exists()


def test_what_a_recruiter_wrote_about_them_is_not_shown_on_the_way(acme: Acme) -> None:
    change_settings(acme.agency, by=acme.owner, apply_fields=[("summary", "optional")])
    Candidate.objects.filter(pk=acme.dario.pk).update(summary="CANARY: difficult, but good.")
    acme.dario.refresh_from_db()
    asked = asked_of(acme.job, settings_of(acme.agency), candidate=acme.dario)
    assert "summary" not in {**asked.needs, **asked.known, **asked.held}
