"""Requests about one's data, the copy, and how long people are kept."""

import io
import json
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from portico.candidates import consents
from portico.candidates.models import Candidate, Consent, PrivacyRequest, RetentionNotice
from portico.candidates.settings import change_settings
from portico.kit.rules import RuleBroken
from portico.kit.times import at_time, now
from portico.pipeline import holding, privacy_requests, retention
from portico.pipeline.data_copy import drop_old_copies
from portico.records import files
from tests.desk import browser_of
from tests.privacy_rows import consent
from tests.stories.mail import code_in
from tests.world import Acme


def test_the_copy_holds_what_is_theirs_and_nothing_of_the_agency(acme: Acme, run_tasks: Any) -> None:
    consent(acme)
    browser = browser_of(acme.dario_member)
    assert browser.post("/me/privacy/copy/").status_code == 302
    run_tasks()
    request = PrivacyRequest.objects.get()
    assert request.status == "done"
    assert not browser_of(acme.elena_member).get(f"/me/privacy/requests/{request.pk}/file/").content.startswith(b"PK")
    answer = browser.get(f"/me/privacy/requests/{request.pk}/file/")
    packed = zipfile.ZipFile(io.BytesIO(answer.content))
    resume, everything = (json.loads(packed.read(name)) for name in ("resume.json", "everything.json"))
    assert resume["basics"]["name"] == "Dario Conti"
    assert {"name": "Night shifts"} in resume["skills"]
    assert everything["consents"][0]["wording"]
    assert everything["applications"][0]["job"] == "Night porter"
    assert any(name.endswith("Dario-Conti-CV.pdf") for name in packed.namelist())
    assert not any("reference" in name for name in packed.namelist())
    said = packed.read("everything.json").decode()
    assert "CANARY private note" not in said
    assert "CANARY source" not in said
    with at_time(now() + timedelta(days=8)):
        assert browser_of(acme.dario_member).get(f"/me/privacy/requests/{request.pk}/file/").status_code == 404
        assert drop_old_copies() == 1
    with pytest.raises(FileNotFoundError):
        files.stored(request.key)


def test_a_wish_to_be_erased_needs_the_code_from_the_mail(acme: Acme, run_tasks: Any) -> None:
    browser = browser_of(acme.dario_member)
    browser.post("/me/privacy/erase/ask/")
    run_tasks()
    assert browser.post("/me/privacy/erase/confirm/", {"code": "AAAA-AAAA"}).status_code == 409
    code = code_in(str(mail.outbox[-1].body))
    assert browser.post("/me/privacy/erase/confirm/", {"code": code}).status_code == 302
    request = PrivacyRequest.objects.get()
    assert request.status == "identity_checked"
    assert 27 <= request.days_left <= 31
    assert Candidate.objects.get(pk=acme.dario.pk).erased is None, "a recruiter looks first"
    browser.post(f"/me/privacy/requests/{request.pk}/take-back/")
    request.refresh_from_db()
    assert request.status == "refused"


def test_a_request_is_refused_with_a_reason_the_person_reads(acme: Acme, run_tasks: Any) -> None:
    request = privacy_requests.ask(acme.dario, "erasure", way="phone", by=acme.owner, identity="Known voice")
    with pytest.raises(RuleBroken, match="open request"):
        privacy_requests.ask(acme.dario, "erasure", way="mail", by=acme.owner)
    privacy_requests.refuse(request, reason="You asked about another agency.", by=acme.owner)
    run_tasks()
    assert "another agency" in str(mail.outbox[-1].body)


def long_ago(world: Acme, months: int) -> Candidate:
    """Somebody with whom nothing has happened since."""
    with at_time(consents.months_later(now(), -months)):
        found = Candidate(agency=world.agency, first_name="Old", last_name="Friend", email="old@example.com")
        found.added = now()
        return found.add(by=None)


def test_who_falls_due_is_asked_first_and_removed_only_without_an_answer(acme: Acme, run_tasks: Any) -> None:
    old, younger = long_ago(acme, 7), long_ago(acme, 5)
    Candidate.objects.filter(pk=younger.pk).update(email="y@example.com", email_key="y@example.com")
    assert [one.pk for one in retention.due(acme.agency)] == [old.pk]
    retention.run(now())
    assert not RetentionNotice.objects.exists(), "off until it is switched on"
    change_settings(acme.agency, by=acme.owner, retention=True)
    retention.run(now())
    retention.run(now())
    assert RetentionNotice.objects.get().candidate == old
    retention.run(now() + timedelta(days=31))
    run_tasks()
    old.refresh_from_db()
    younger.refresh_from_db()
    assert old.erased
    assert not younger.erased
    assert PrivacyRequest.objects.get(candidate=old).way == "retention"


def test_a_yes_keeps_them_and_a_hold_or_open_application_stops_the_clock(acme: Acme, run_tasks: Any) -> None:
    old = long_ago(acme, 30)
    holding.hold(old, reason="A dispute", by=acme.owner)
    assert not retention.due(acme.agency).exists()
    old.privacy_holds.all().delete()
    assert retention.due(acme.agency).exists()
    change_settings(acme.agency, by=acme.owner, retention=True)
    retention.run(now())
    run_tasks()
    path = "/" + str(mail.outbox[-1].body).split("http://acme.localhost/")[1].split()[0]
    browser = Client(headers={"host": acme.agency.host})
    browser.get(path)
    assert RetentionNotice.objects.get().status == "told"
    browser.post("/me/data/say/", {"said": "yes"})
    assert RetentionNotice.objects.get().status == "kept"
    retention.run(now() + timedelta(days=40))
    old.refresh_from_db()
    assert not old.erased


def test_merging_brings_consents_along_and_the_later_answer_counts(acme: Acme) -> None:
    from portico.pipeline.merging import merge_candidates

    given = consent(acme)
    other = Candidate(agency=acme.agency, first_name="D", last_name="Conti").add(by=None)
    consents.refuse(other, given.text, way="desk", by=acme.recruiter, note="By phone")
    merge_candidates(acme.dario, other, by=acme.owner)
    assert Consent.objects.filter(candidate=acme.dario).count() == 2
    assert consents.stopped([acme.dario.pk], "sharing") == {acme.dario.pk}
