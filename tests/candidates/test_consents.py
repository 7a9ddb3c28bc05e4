"""Consents: one wording for each version, proof with each answer, and what ends with them."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from portico.candidates import consent_clock, consents, equal, wordings
from portico.candidates.models import Consent, ConsentText, EqualCount, PrivacyLink
from portico.candidates.settings import change_settings
from portico.kit.rules import Conflict, RuleBroken
from portico.kit.times import now
from portico.pipeline.models import Submission
from portico.pipeline.permissions import ask_permission
from portico.pipeline.submitting import submit
from tests.privacy_rows import consent, wording
from tests.world import Acme


def published(world: Acme, purpose: str, months: int | None = None) -> ConsentText:
    """A wording in use."""
    text = wordings.write_draft(world.agency, purpose, text=f"May we? ({purpose})", months=months, by=world.owner)
    wordings.publish(text, by=world.owner)
    return text


def test_what_was_published_is_never_changed_a_new_version_stands_beside_it(acme: Acme) -> None:
    first = published(acme, "marketing")
    second = wordings.write_draft(acme.agency, "marketing", text="Otherwise?", months=6, by=acme.owner)
    assert second.version == 2
    assert consents.current_texts(acme.agency, ["marketing"]) == [first]
    with pytest.raises(RuleBroken, match="not published"):
        consents.give(acme.dario, second, way="portal")
    wordings.publish(second, by=acme.owner)
    assert consents.current_texts(acme.agency, ["marketing"]) == [second]
    with pytest.raises(Conflict):
        wordings.drop_draft(first, by=acme.owner)


def test_an_answer_keeps_its_proof_and_a_later_one_takes_its_place(acme: Acme) -> None:
    text = published(acme, "talent_pool", months=12)
    given = consents.give(acme.dario, text, way="link", ip="203.0.113.7", agent="Browser")
    assert (given.ip, given.agent, given.way, given.text) == ("203.0.113.7", "Browser", "link", text)
    assert given.expires
    assert given.expires > now() + timedelta(days=360)
    consents.give(acme.dario, text, way="desk", by=acme.recruiter, note="By phone")
    given.refresh_from_db()
    assert given.status == "renewed"
    assert not consents.stopped([acme.dario.pk], "talent_pool")
    consents.refuse(acme.dario, text, way="portal", by=acme.dario_member)
    assert consents.stopped([acme.dario.pk], "talent_pool") == {acme.dario.pk}


def test_who_no_longer_wants_to_be_shown_is_taken_back_at_once_and_needs_a_permission_of_its_own(acme: Acme) -> None:
    given = consent(acme)
    consents.withdraw(given, by=acme.dario_member)
    assert Submission.objects.get(pk=acme.submission.pk).status == "withdrawn"
    assert not Submission.objects.visible_to(acme.maya).exists()
    with pytest.raises(RuleBroken, match="does not agree"):
        submit(acme.application, acme.share, by=acme.recruiter, summary="Again")
    asked = ask_permission(acme.application, by=acme.recruiter, client="Northwind")
    asked.answer(yes=True, by=acme.dario_member)
    assert submit(acme.application, acme.share, by=acme.recruiter, summary="Again").status == "submitted"


def test_taking_back_the_application_ends_the_open_ones(acme: Acme) -> None:
    given = consents.give(acme.dario, published(acme, "application"), way="application")
    consents.withdraw(given, by=acme.dario_member)
    acme.application.refresh_from_db()
    assert acme.application.status == "withdrawn"


def test_people_are_asked_to_renew_in_time_and_what_nobody_renews_lapses(acme: Acme, run_tasks: Any) -> None:
    given = consent(acme)
    Consent.objects.filter(pk=given.pk).update(expires=now() + timedelta(days=20))
    assert (consent_clock.remind(now()), consent_clock.remind(now())) == (1, 0)
    run_tasks()
    told = next(one for one in mail.outbox if "runs out" in one.subject)
    path = "/" + str(told.body).split("http://acme.localhost/")[1].split()[0]
    browser = Client(headers={"host": acme.agency.host})
    assert browser.get(path).status_code == 302
    page = browser.get("/me/data/").content.decode()
    assert wording(acme).text in page
    assert Consent.objects.count() == 1
    assert browser.post("/me/data/say/", {"said": "yes"}).status_code == 302
    assert Consent.objects.filter(status="given", way="link").count() == 1
    assert PrivacyLink.objects.get().used
    assert consent_clock.let_lapse(now() + timedelta(days=900)) == 1


def test_equal_opportunity_answers_are_counted_and_small_numbers_hidden(acme: Acme) -> None:
    with pytest.raises(RuleBroken):
        equal.count(acme.agency, {"gender": "woman"})
    change_settings(acme.agency, by=acme.owner, equal_opportunity=True)
    for answer, times in (("woman", 9), ("man", 7), ("other", 2)):
        for _once in range(times):
            equal.count(acme.agency, {"gender": answer, "age": "", "nonsense": "x"})
    assert {(row.answer, row.count) for row in EqualCount.objects.all()} == {("woman", 9), ("man", 7), ("other", 2)}
    shown = {line.label: line.shown for line in equal.report(acme.agency)[0].lines}
    assert shown["Woman"] == "9"
    assert shown["In another way"] == "fewer than 5"
    assert shown["Man"] == "–"
