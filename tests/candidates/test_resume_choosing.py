"""What was read in a résumé is taken over field by field, by a person, and nothing else is touched."""

import pytest

from portico.candidates.models import ProfileChange, Skill
from portico.candidates.own_profile import Way
from portico.candidates.profile_fields import read_field
from portico.candidates.resume_choosing import choices_of, take, tidy_proposal
from portico.candidates.resume_readings import ResumeReading
from portico.kit.rules import Conflict, RuleBroken
from tests.desk import browser_of, hidden_in, text_of
from tests.world import Acme

FOUND = {
    "city": "Leeds",
    "skills": ["Night audit", "Spanish"],
    "experience": [
        {"title": "Porter", "employer": "Hotel Ritz", "started": "2021-03", "is_current": True},
        {"title": "Waiter", "employer": "Café", "started": "nonsense"},
    ],
    "nonsense": "x",
}


def test_only_what_was_ticked_is_taken_and_nothing_is_overwritten_by_itself(acme: Acme) -> None:
    acme.dario.skills.set(Skill.named(acme.agency.pk, ["Night audit"]))
    acme.dario.city = "Rome"
    acme.dario.save()
    proposal = tidy_proposal(FOUND)
    choices, seen = choices_of(acme.dario, proposal, Way.RESUME)
    by_key = {one.key: one for one in choices}

    assert (by_key["city"].ticked, by_key["city"].now) == (False, "Rome")
    assert [part.known for part in by_key["skills"].parts] == [True, False]
    take(acme.dario, proposal, {"take_experience_1", "take_skills_1"}, by=acme.dario_member, way=Way.RESUME, seen=seen)

    waiting = ProfileChange.objects.waiting().get()
    assert [(one["title"], one["started"]) for one in waiting.after or []] == [("Waiter", "")]
    assert waiting.way == Way.RESUME
    assert sorted(read_field(acme.dario, "skills")) == ["Night audit", "Spanish"]
    acme.dario.refresh_from_db()
    assert acme.dario.city == "Rome"


def test_what_changed_meanwhile_has_to_be_looked_at_again(acme: Acme) -> None:
    proposal = tidy_proposal(FOUND)
    _choices, seen = choices_of(acme.dario, proposal, Way.DESK)
    acme.dario.city = "Turin"
    acme.dario.save()

    with pytest.raises(Conflict):
        take(acme.dario, proposal, {"take_city"}, by=acme.recruiter, way=Way.DESK, seen=seen)
    _choices, seen = choices_of(acme.dario, proposal, Way.DESK)
    with pytest.raises(RuleBroken):
        take(acme.dario, proposal, set(), by=acme.recruiter, way=Way.DESK, seen=seen)


def reading(acme: Acme, status: str, **result: object) -> ResumeReading:
    """What became of Dario's résumé."""
    return ResumeReading.objects.create(agency=acme.agency, document=acme.resume, status=status, result=result)


def test_the_candidate_ticks_in_the_portal_and_the_recruiter_at_the_desk(acme: Acme) -> None:
    reading(
        acme, "read", basics={"name": "Dario Conti", "location": {"city": "Leeds"}}, skills=[{"keywords": ["Opera"]}]
    )
    dario, rosa = browser_of(acme.dario_member), browser_of(acme.recruiter)
    path, desk = f"/me/profile/resume/{acme.resume.pk}/", f"/desk/candidates/{acme.dario.pk}/resume/{acme.resume.pk}/"
    page = dario.get(path)
    assert "Leeds" in page.text

    assert dario.post(path, {"seen": hidden_in(page, "seen")}).status_code == 409
    assert dario.post(path, {"seen": hidden_in(page, "seen"), "take_skills_0": "1"}).status_code == 302
    page = rosa.get(desk)
    assert rosa.post(desk, {"seen": hidden_in(page, "seen"), "take_city": "1"}).status_code == 302

    acme.dario.refresh_from_db()
    assert (acme.dario.city, "Opera" in read_field(acme.dario, "skills")) == ("Leeds", True)


def test_a_file_that_cannot_be_read_is_kept_and_that_is_said(acme: Acme) -> None:
    dario, path = browser_of(acme.dario_member), f"/me/profile/resume/{acme.resume.pk}/"
    assert "Not read yet" in dario.get(path).text
    reading(acme, "unreadable")

    assert "It is kept" in text_of(dario.get(path))
