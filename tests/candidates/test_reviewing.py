"""Recruiters look at what candidates changed."""

import pytest

from portico.candidates.models import ProfileChange
from portico.candidates.proposing import accept, propose
from portico.candidates.reviewing import decide, fields_now, note_desk_changes, put_back
from portico.kit.rules import Conflict, RuleBroken
from portico.messaging.models import Email
from tests.world import Acme

PORTAL = ProfileChange.Way.PORTAL


def test_some_is_taken_over_and_some_is_left_with_words_for_the_candidate(acme: Acme) -> None:
    propose(acme.dario, {"title": "Chef", "employer": "Ritz"}, by=acme.dario_member, way=PORTAL)
    title, employer = (ProfileChange.objects.get(field=name) for name in ("title", "employer"))

    decide(acme.dario, [title], [employer], by=acme.recruiter, reason="You left there")

    acme.dario.refresh_from_db()
    assert (acme.dario.title, acme.dario.employer == "Ritz") == ("Chef", False)
    mail = Email.objects.latest("pk")
    assert ("You left there" in mail.text, "Ritz" in mail.text) == (True, False)


def test_what_was_changed_meanwhile_is_taken_over_only_by_who_saw_it(acme: Acme) -> None:
    propose(acme.dario, {"title": "Chef"}, by=acme.dario_member, way=PORTAL)
    acme.dario.title = "Concierge"
    acme.dario.save()
    change = ProfileChange.objects.get()

    with pytest.raises(Conflict):
        accept(change, by=acme.recruiter)
    change.refresh_from_db()
    accept(change, by=acme.recruiter, shown="Concierge")

    acme.dario.refresh_from_db()
    assert acme.dario.title == "Chef"


def test_a_field_left_as_it_was_shown_does_not_undo_what_a_recruiter_changed_meanwhile(acme: Acme) -> None:
    seen = {"city": acme.dario.city}
    acme.dario.city = "York"
    acme.dario.save()

    told = propose(acme.dario, dict(seen), by=None, way=PORTAL, seen=seen)

    acme.dario.refresh_from_db()
    assert (acme.dario.city, told.landed, told.confirmed) == ("York", [], [])


def test_a_change_can_be_put_back_as_long_as_it_is_the_newest(acme: Acme) -> None:
    was = acme.dario.city
    for city in ("Leeds", "York"):
        propose(acme.dario, {"city": city}, by=acme.dario_member, way=PORTAL)
    first, second = ProfileChange.objects.order_by("pk")

    with pytest.raises(Conflict):
        put_back(first, by=acme.recruiter)
    put_back(second, by=acme.recruiter)
    acme.dario.refresh_from_db()
    assert acme.dario.city == "Leeds"
    newest = ProfileChange.objects.latest("pk")
    assert (newest.before, newest.after, newest.way, newest.by) == ("York", "Leeds", "desk", acme.recruiter)
    assert was != "York"


def test_what_never_came_into_the_profile_cannot_be_put_back(acme: Acme) -> None:
    propose(acme.dario, {"title": "Chef"}, by=acme.dario_member, way=PORTAL)

    with pytest.raises(RuleBroken):
        put_back(ProfileChange.objects.get(), by=acme.recruiter)
    with pytest.raises(RuleBroken):
        decide(acme.dario, [], [], by=acme.recruiter)


def test_what_a_recruiter_edits_is_in_the_fields_history(acme: Acme) -> None:
    before = fields_now(acme.dario)
    acme.dario.headline = "Night porter, 12 years"
    acme.dario.save()

    note_desk_changes(acme.dario, before, by=acme.recruiter)

    change = ProfileChange.objects.get()
    assert (change.field, change.after, change.way, change.status) == (
        "headline",
        "Night porter, 12 years",
        "desk",
        "landed",
    )
