"""Candidates change their profile."""

import pytest

from portico.candidates.models import ProfileChange
from portico.candidates.profile_fields import read_field, words_of
from portico.candidates.proposing import accept, confirmed_on, decline, propose, stale_fields
from portico.kit.rules import Conflict, RuleBroken
from tests.world import Acme

PORTAL = ProfileChange.Way.PORTAL


def test_a_harmless_field_lands_at_once_and_another_waits_for_the_recruiter(acme: Acme) -> None:
    told = propose(acme.dario, {"city": "Leeds", "title": "Head porter"}, by=acme.dario_member, way=PORTAL)

    acme.dario.refresh_from_db()
    assert (told.landed, told.waiting) == (["city"], ["title"])
    assert (acme.dario.city, acme.dario.title != "Head porter") == ("Leeds", True)
    accept(ProfileChange.objects.get(field="title"), by=acme.recruiter)
    acme.dario.refresh_from_db()
    assert acme.dario.title == "Head porter"


def test_what_is_sent_back_unchanged_is_confirmed(acme: Acme) -> None:
    assert "phone" in stale_fields(acme.dario, 0)

    told = propose(acme.dario, {"phone": acme.dario.phone}, by=acme.dario_member, way=PORTAL)

    assert told.confirmed == ["phone"]
    assert "phone" in confirmed_on(acme.dario)
    assert not ProfileChange.objects.exists()


def test_lists_are_kept_in_their_order_and_read_back_as_written(acme: Acme) -> None:
    posts = [
        {"title": "Porter", "employer": "Hotel Ritz", "started": "2021-03", "is_current": True},
        {"title": "", "employer": ""},
        {"title": "Waiter", "employer": "Café", "started": "2019", "ended": "2021-02"},
    ]

    propose(acme.dario, {"experience": posts, "languages": [{"name": "English", "level": "C1"}]}, by=None, way=PORTAL)
    accept(ProfileChange.objects.get(field="experience"), by=acme.recruiter)

    acme.dario.refresh_from_db()
    kept = read_field(acme.dario, "experience")
    assert [one["employer"] for one in kept] == ["Hotel Ritz", "Café"]
    assert words_of("experience", kept).splitlines()[1] == "Waiter, Café (2019 – 2021-02)"
    assert acme.dario.languages == "English (C1)"


def test_a_newer_proposal_replaces_the_one_that_waits(acme: Acme) -> None:
    for title in ("Head porter", "Night manager"):
        propose(acme.dario, {"title": title}, by=acme.dario_member, way=PORTAL)

    first, second = ProfileChange.objects.order_by("pk")
    assert (first.status, second.status) == ("replaced", "waiting")
    with pytest.raises(Conflict):
        accept(first, by=acme.recruiter)
    decline(second, by=acme.recruiter, reason="Not so")
    with pytest.raises(Conflict):
        accept(second, by=acme.recruiter)


def test_nobody_writes_over_what_was_changed_meanwhile(acme: Acme) -> None:
    propose(acme.dario, {"title": "Head porter"}, by=acme.dario_member, way=PORTAL)
    acme.dario.title = "Concierge"
    acme.dario.save()

    with pytest.raises(Conflict):
        accept(ProfileChange.objects.get(), by=acme.recruiter)
    with pytest.raises(Conflict):
        propose(acme.dario, {"city": "Leeds"}, by=None, way=PORTAL, seen={"city": "Old town"})

    acme.dario.refresh_from_db()
    assert acme.dario.title == "Concierge"


@pytest.mark.parametrize(
    "values",
    [
        {"pay": {"amount": "lots"}},
        {"travel_km": "-3"},
        {"available_from": "soon"},
        {"work_types": ["pirate"]},
        {"experience": [{"title": "Porter", "started": "last year"}]},
        {"city": "x" * 500},
        {"linkedin": "javascript:alert(1)"},
        {"no_such_field": "x"},
    ],
)
def test_nonsense_is_refused_in_words_and_changes_nothing(acme: Acme, values: dict[str, object]) -> None:
    with pytest.raises(RuleBroken):
        propose(acme.dario, {"headline": "Changed", **values}, by=acme.dario_member, way=PORTAL)

    acme.dario.refresh_from_db()
    assert acme.dario.headline != "Changed"


def test_pay_that_waits_is_seen_only_by_who_sees_money(acme: Acme) -> None:
    propose(acme.dario, {"pay": {"amount": "15.5", "currency": "GBP", "per": "hour"}}, by=None, way=PORTAL)

    assert ProfileChange.objects.visible_to(acme.recruiter).count() == 1
    assert ProfileChange.objects.visible_to(acme.consultant).count() == 0
    assert ProfileChange.objects.visible_to(acme.dario_member).count() == 1
    assert ProfileChange.objects.visible_to(acme.elena_member).count() == 0
