"""Recruiters ask candidates to look over their profile, and decide on what they changed."""

from typing import Any

import pytest
from django.test import Client

from portico.backoffice.forms.candidates import CandidateForm
from portico.backoffice.forms.sharing import SubmissionForm
from portico.candidates.descriptions import DescriptionTemplate
from portico.candidates.models import Candidate, ProfileChange, UpdateRequest
from portico.candidates.proposing import propose
from portico.candidates.settings import settings_of
from portico.pipeline.submissions import Submission
from portico.records.editing import shown
from tests.desk import browser_of, text_of
from tests.world import Acme

PORTAL = ProfileChange.Way.PORTAL
FORM: Any = CandidateForm
FORM_FIELDS: list[str] = list(FORM._meta.fields)


@pytest.fixture
def desk(acme: Acme) -> Client:
    """Rosa's browser."""
    return browser_of(acme.recruiter)


def proposed(acme: Acme) -> dict[str, ProfileChange]:
    """Dario changed his title, employer and pay."""
    pay = {"amount": "41000", "currency": "GBP", "per": "year"}
    values = {"title": "Chef", "employer": "Ritz", "pay": pay, "city": "York"}
    propose(acme.dario, values, by=acme.dario_member, way=PORTAL)
    return {one.field: one for one in ProfileChange.objects.waiting()}


def seen_of(page: str) -> str:
    """The sealed state of the page."""
    return page.split('name="seen" value="')[1].split('"')[0].replace("&quot;", '"')


def test_a_waiting_change_stands_on_today_in_the_navigation_and_on_the_candidate(acme: Acme, desk: Client) -> None:
    assert "Candidates changed their profile" not in text_of(desk.get("/desk/"))

    proposed(acme)

    assert "Dario Conti changed 3 fields of the profile" in text_of(desk.get("/desk/"))
    assert "3 changes wait for your yes" in text_of(desk.get(f"/desk/candidates/{acme.dario.pk}/"))
    assert "Dario Conti" in text_of(desk.get("/desk/profile-changes/"))
    assert "2 changes wait for your yes" in text_of(
        browser_of(acme.consultant).get(f"/desk/candidates/{acme.dario.pk}/")
    )


def test_some_fields_are_taken_over_and_some_are_left(acme: Acme, desk: Client) -> None:
    changes, path = proposed(acme), f"/desk/candidates/{acme.dario.pk}/changes/"
    page = desk.get(path).content.decode()
    assert ("Ritz" in page, "York" in page) == (True, True)
    answers = {f"change_{changes['title'].pk}": "yes", f"change_{changes['employer'].pk}": "no"}

    desk.post(f"{path}decide/", {"seen": seen_of(page), "reason": "Ask me", **answers})

    acme.dario.refresh_from_db()
    assert (acme.dario.title, acme.dario.employer == "Ritz") == ("Chef", False)
    assert ProfileChange.objects.waiting().get().field == "pay"
    history = text_of(desk.get(path))
    assert ("Taken over at once" in history, "Ask me" in history) == (True, True)
    assert "Ask me" in text_of(browser_of(acme.dario_member).get("/me/"))


def test_who_sees_no_pay_neither_reads_nor_decides_on_it(acme: Acme) -> None:
    proposed(acme)
    browser, path = browser_of(acme.consultant), f"/desk/candidates/{acme.dario.pk}/changes/"
    page = browser.get(path).content.decode()

    assert "41,000" not in page
    browser.post(f"{path}decide/", {"seen": seen_of(page), "all": "1"})

    assert ProfileChange.objects.waiting().get().field == "pay"
    acme.dario.refresh_from_db()
    assert acme.dario.title == "Chef"


def test_a_field_that_was_changed_meanwhile_is_named_and_needs_a_second_look(acme: Acme, desk: Client) -> None:
    changes, path = proposed(acme), f"/desk/candidates/{acme.dario.pk}/changes/"
    page = desk.get(path).content.decode()
    Candidate.objects.filter(pk=acme.dario.pk).update(title="Concierge")
    answer = {f"change_{changes['title'].pk}": "yes"}

    refused = desk.post(f"{path}decide/", {"seen": seen_of(page), **answer})
    assert (refused.status_code, "Concierge" in text_of(refused)) == (409, True)
    assert ProfileChange.objects.waiting().count() == 3

    desk.post(f"{path}decide/", {"seen": seen_of(refused.content.decode()), **answer})
    acme.dario.refresh_from_db()
    assert acme.dario.title == "Chef"


def test_an_edit_at_the_desk_is_in_the_history_and_can_be_put_back(acme: Acme, desk: Client) -> None:
    path = f"/desk/candidates/{acme.dario.pk}/"
    before = acme.dario.headline
    words = {"first_name": "Dario", "last_name": "Conti", "email": acme.dario.email, "headline": "Chef de rang"}
    kept = {name: getattr(acme.dario, name) or "" for name in FORM_FIELDS if name not in words}
    skills = acme.dario.skill_names
    kept |= {"seen": shown(acme.dario, FORM_FIELDS), "skill_names": skills, "skills_seen": skills}
    kept |= {"owner": acme.dario.owner_id or ""}
    desk.post(f"{path}edit/", {**kept, **words})

    change = ProfileChange.objects.get(field="headline")
    assert (change.after, change.way, change.by) == ("Chef de rang", "desk", acme.recruiter)
    desk.post(f"/desk/profile-changes/{change.pk}/put-back/")
    acme.dario.refresh_from_db()
    assert acme.dario.headline == before
    again = desk.post(f"/desk/profile-changes/{change.pk}/put-back/")
    assert (again.status_code, "changed again since" in text_of(again)) == (409, True)


def test_one_candidate_is_asked_reminded_and_called_off(acme: Acme, desk: Client) -> None:
    path = f"/desk/candidates/{acme.dario.pk}/"
    assert desk.get(f"{path}update/").status_code == 200

    desk.post(f"{path}update/", {"fields_chosen": ["city", "phone"], "message": "All well?"})
    request = UpdateRequest.objects.get()
    assert (set(request.fields), request.message) == ({"city", "phone"}, "All well?")
    desk.post(f"/desk/updates/{request.pk}/remind/")
    page = text_of(desk.get("/desk/updates/"))
    assert ("Dario Conti" in page, "Reminded" in page, "0 / 0" in page) == (True, True, True)
    desk.post(f"/desk/updates/{request.pk}/cancel/")
    assert desk.post(f"/desk/updates/{request.pk}/remind/").status_code == 409

    assert "Dario Conti" in text_of(desk.get("/desk/updates/?status=canceled"))
    assert "Dario Conti" not in text_of(desk.get("/desk/updates/?status=open"))
    assert desk.get("/desk/updates/?status=x").status_code == 400


def test_the_rules_show_whom_the_clock_would_ask_before_it_is_switched_on(acme: Acme) -> None:
    Candidate.objects.filter(agency=acme.agency).update(added="2020-01-01T00:00Z")
    owner = browser_of(acme.owner)
    rules = {
        "update_stale_days": 90, "update_due_days": 10, "update_reminder_days": "3, 7", "update_pause_days": 30,
        "update_auto": "on", "update_auto_a_day": 2
    }  # fmt: skip

    preview = owner.post("/desk/settings/updates/", rules | {"look": "1"})
    assert "2 candidates would be asked" in text_of(preview)
    assert not settings_of(acme.agency).update_auto
    assert owner.post("/desk/settings/updates/", rules | {"update_reminder_days": "11"}).status_code == 422
    owner.post("/desk/settings/updates/", rules)

    kept = settings_of(acme.agency)
    assert (kept.update_auto, kept.update_reminder_days) == (True, (3, 7))
    assert browser_of(acme.recruiter).get("/desk/settings/updates/").status_code == 403


def test_a_description_is_begun_from_a_template_and_finished_by_hand(acme: Acme, desk: Client) -> None:
    owner = browser_of(acme.owner)
    refused = owner.post("/desk/settings/descriptions/add/", {"name": "Short", "text": "Wants {pay}"})
    assert (refused.status_code, "no placeholder {pay}" in text_of(refused)) == (422, True)
    owner.post(
        "/desk/settings/descriptions/add/", {"name": "Short", "text": "{first_name} is ready.", "is_default": "on"}
    )
    template, path = DescriptionTemplate.objects.get(), f"/desk/candidates/{acme.dario.pk}/description/"

    page = desk.get(f"{path}?template={template.pk}").content.decode()
    assert "Dario is ready." in page
    desk.post(path, {"seen": seen_of(page), "description": "Dario is ready from May."})

    acme.dario.refresh_from_db()
    assert acme.dario.description == "Dario is ready from May."
    stale = desk.post(path, {"seen": seen_of(page), "description": "Something else"})
    assert (stale.status_code, "Something else" in stale.content.decode()) == (409, True)
    assert owner.post(f"/desk/settings/descriptions/{template.pk}/delete/").status_code == 409


def test_a_description_is_the_beginning_of_the_summary_for_a_client(acme: Acme) -> None:
    acme.elena.description = "Elena is ready from May."
    acme.elena.save()
    submission = acme.other_submission
    Submission.objects.filter(pk=submission.pk).update(summary="", status=Submission.Status.PROPOSED)
    submission.refresh_from_db()

    assert SubmissionForm(submission=submission, by=acme.recruiter).initial["summary"] == "Elena is ready from May."
    submission.summary = "Somebody wrote this."
    assert SubmissionForm(submission=submission, by=acme.recruiter).initial["summary"] == "Somebody wrote this."
