"""Candidates look after their profile."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from portico.candidates.models import Candidate, ProfileChange, Skill
from portico.candidates.profile_fields import read_field
from portico.candidates.proposing import confirmed_on
from tests.desk import browser_of, hidden_in, text_of
from tests.world import Acme

CONTACT = "/me/profile/edit/contact/"


@pytest.fixture
def dario(acme: Acme) -> Client:
    """Dario's browser."""
    return browser_of(acme.dario_member)


def contact(page: Any, **changes: str) -> dict[str, str]:
    """The contact form as it was drawn, with some fields typed over."""
    there = {
        name: unescape(value) for name, value in re.findall(r'name="(\w+)" value="([^"]*)"', page.content.decode())
    }
    there.pop("csrfmiddlewaretoken", None)
    return {**there, **changes}


def test_a_harmless_change_lands_and_a_name_waits_and_can_be_taken_back(acme: Acme, dario: Client) -> None:
    form = dario.get(CONTACT)
    answer = dario.post(
        CONTACT, contact(form, city="Leeds", last_name="Conti-Hall", country="UK", phone="+44 20 7946 0001")
    )

    assert answer.status_code == 302
    acme.dario.refresh_from_db()
    assert (acme.dario.city, acme.dario.last_name) == ("Leeds", "Conti")
    page = text_of(dario.get("/me/profile/"))
    assert "Waits for your recruiter" in page
    assert "Conti-Hall" in page
    change = ProfileChange.objects.waiting().get()
    dario.post(f"/me/profile/changes/{change.pk}/take-back/")
    change.refresh_from_db()
    assert change.status == ProfileChange.Status.DROPPED


def test_what_was_typed_stays_when_the_recruiter_changed_the_same_field_meanwhile(acme: Acme, dario: Client) -> None:
    form = dario.get(CONTACT)
    Candidate.objects.filter(pk=acme.dario.pk).update(city="Rome")
    typed = contact(form, city="Leeds", country="UK", phone="1234567")

    answer = dario.post(CONTACT, typed)

    assert answer.status_code == 409
    assert 'value="Leeds"' in answer.text
    again = dario.post(CONTACT, {**typed, "seen": hidden_in(answer, "seen")})
    assert again.status_code == 302
    acme.dario.refresh_from_db()
    assert acme.dario.city == "Leeds"


def test_posts_are_added_changed_and_removed_one_by_one(acme: Acme, dario: Client) -> None:
    add = "/me/profile/entries/experience/add/"
    for title, started in (("Porter", "2019"), ("Head porter", "2021-03")):
        form = dario.get(add)
        typed = {"title": title, "employer": "Hotel Ritz", "started": started, "seen": hidden_in(form, "seen")}
        assert dario.post(add, typed).status_code == 302
    waiting = ProfileChange.objects.waiting().get()
    assert [one["title"] for one in waiting.after or []] == ["Head porter", "Porter"]
    page = dario.get("/me/profile/")
    seen = hidden_in(dario.get("/me/profile/entries/experience/1/"), "seen")
    assert "Head porter" in text_of(page)

    assert dario.post("/me/profile/entries/experience/1/remove/", {"seen": "old"}).status_code == 409
    dario.post("/me/profile/entries/experience/1/remove/", {"seen": seen})

    assert [one["title"] for one in ProfileChange.objects.waiting().get().after or []] == ["Head porter"]


def test_one_press_confirms_a_group_but_not_what_changed_since(acme: Acme, dario: Client) -> None:
    page = dario.get("/me/profile/")
    seen = hidden_in(page, "seen")

    dario.post("/me/profile/confirm/contact/", {"seen": seen})

    assert "phone" in confirmed_on(acme.dario)
    assert "confirmed on" in dario.get("/me/profile/").text
    Candidate.objects.filter(pk=acme.dario.pk).update(phone="999")
    assert dario.post("/me/profile/confirm/contact/", {"seen": seen}).status_code == 409


def test_skills_come_and_go(acme: Acme, dario: Client) -> None:
    dario.post("/me/profile/skills/", {"names": "Night audit, Italian"})
    dario.post("/me/profile/skills/remove/", {"name": "Italian"})

    names = read_field(acme.dario, "skills")
    assert "Night audit" in names
    assert "Italian" not in names
    assert dario.post("/me/profile/skills/", {"names": ", ,"}).status_code == 422


def test_nobody_else_reaches_what_waits(acme: Acme, dario: Client) -> None:
    change = ProfileChange(agency=acme.agency, candidate=acme.elena, field="city", before="", after="X", way="portal")
    change.save()

    assert dario.post(f"/me/profile/changes/{change.pk}/take-back/").status_code == 404


@pytest.mark.parametrize("path", ["edit/nonsense/", "edit/hobbies/", "entries/skills/add/", "entries/experience/99/"])
def test_what_is_not_there_is_not_found(dario: Client, path: str) -> None:
    assert dario.get(f"/me/profile/{path}").status_code == 404


def test_private_things_are_not_in_the_profile(acme: Acme, dario: Client) -> None:
    assert "CANARY" not in dario.get("/me/profile/").text


def test_skills_are_suggested_and_rare_ones_of_the_agency_stay_with_who_has_them(acme: Acme, dario: Client) -> None:
    acme.elena.skills.set(Skill.named(acme.agency.pk, ["Welding for one former employer"]))
    answer = dario.get("/me/profile/skills/names/?q=weld").text

    assert 'value="Welding"' in answer
    assert "former employer" not in answer
