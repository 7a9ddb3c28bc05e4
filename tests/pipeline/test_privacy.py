"""Requests about one's data, the copy, and how long people are kept."""

import io
import json
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from portico.agencies.models import Member, StaffRole
from portico.candidates import consents, wordings
from portico.candidates.models import Candidate, Consent, PrivacyRequest, RetentionNotice
from portico.candidates.settings import change_settings
from portico.kit.rules import RuleBroken
from portico.kit.times import at_time, now
from portico.messaging.writing import write
from portico.pipeline import holding, privacy_requests, retention
from portico.pipeline.copy_parts import mails_of
from portico.pipeline.data_copy import drop_old_copies
from portico.pipeline.privacy_tasks import make_copy
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


def test_mails_to_an_address_that_is_somebody_else_s_too_are_not_in_the_copy(acme: Acme) -> None:
    Candidate.objects.filter(pk=acme.dario.pk).update(email=acme.maya.email)
    acme.dario.refresh_from_db()
    words: dict[str, Any] = {"template": "jobs/emails/news", "to": acme.maya.email}
    context = {"name": "Maya", "said": "CANARY", "deed": "Look"}
    links = {"main": acme.agency.address("/")}
    write(acme.agency, **words, context={**context, "subject": "hers"}, links=links, member=acme.maya)
    write(acme.agency, **words, context={**context, "subject": "of others"}, links=links, about=[acme.elena])
    write(acme.agency, **words, context={**context, "subject": "his"}, links=links, about=[acme.dario])
    assert [one["subject"] for one in mails_of(acme.dario) if one["to"] == acme.maya.email] == ["his"]


def test_only_a_few_copies_are_made_in_a_day(acme: Acme, run_tasks: Any) -> None:
    browser = browser_of(acme.dario_member)
    answers = []
    for _number in range(4):
        answers.append(browser.post("/me/privacy/copy/").status_code)
        run_tasks()
    assert answers == [302, 302, 302, 409]


def test_no_copy_is_left_of_somebody_who_was_erased_while_it_was_built(acme: Acme) -> None:
    request = privacy_requests.ask(acme.dario, "copy", way="phone", by=acme.owner, identity="Known voice")
    Candidate.objects.filter(pk=acme.dario.pk).update(erased=now())
    with pytest.raises(RuleBroken):
        make_copy(request)
    request.refresh_from_db()
    assert not request.key


def test_who_may_not_delete_erases_nobody_by_noting_a_wish(acme: Acme) -> None:
    change_settings(acme.agency, by=acme.owner, erase_at_once=True)
    request = privacy_requests.ask(acme.dario, "erasure", way="phone", by=acme.recruiter, identity="Known voice")
    assert request.status == "identity_checked"
    other = privacy_requests.ask(acme.elena, "erasure", way="phone", by=acme.owner, identity="Known voice")
    assert other.status == "in_progress"


def test_a_copy_holds_pay_so_only_who_sees_money_takes_it(acme: Acme, run_tasks: Any) -> None:
    request = privacy_requests.ask(acme.dario, "copy", way="phone", by=acme.owner, identity="Known voice")
    run_tasks()
    scouts = StaffRole.objects.create(agency=acme.agency, name="Scouts", permissions=["export"])
    Member.objects.filter(pk=acme.reader.pk).update(role="custom", staff_role=scouts)
    address = f"/desk/privacy/{request.pk}/file/"
    assert browser_of(acme.reader).get(address).status_code == 403
    assert browser_of(acme.recruiter).get(address).status_code == 200


def test_a_wording_that_was_replaced_is_not_agreed_to_any_more(acme: Acme) -> None:
    old = consent(acme).text
    draft = wordings.write_draft(acme.agency, old.purpose, text="Other words", months=None, by=acme.owner)
    wordings.publish(draft, by=acme.owner)
    address = f"/me/privacy/wordings/{old.pk}/answer/"
    assert browser_of(acme.dario_member).post(address, {"said": "yes"}).status_code == 409
    assert browser_of(acme.dario_member).post(address, {"said": "no"}).status_code == 302
