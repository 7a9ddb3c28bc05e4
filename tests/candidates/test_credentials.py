"""Credentials are handed in, checked and refused, and people hear before they run out."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portico.candidates import papers
from portico.candidates.credentials import add_credential, change_credential, reject, send_notices, state_of, verify
from portico.candidates.models import Candidate, Credential
from portico.candidates.settings import change_settings
from portico.kit.rules import RuleBroken
from portico.kit.times import at_time
from portico.messaging.models import Email
from tests.desk import browser_of, text_of
from tests.profiles import credential
from tests.world import Acme

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
TODAY = NOON.date()


def facts(**changes: object) -> dict[str, object]:
    """What is said of a license."""
    return {"credential_kind": "license", "name": "Forklift license", "expires": TODAY + timedelta(days=45), **changes}


def test_what_a_candidate_enters_waits_for_a_check_and_what_a_recruiter_enters_does_not(acme: Acme) -> None:
    theirs = add_credential(acme.dario, facts(), by=acme.dario_member)
    ours = add_credential(acme.dario, facts(), by=acme.recruiter)

    assert (theirs.status, ours.status) == ("uploaded", "verified")
    verify(theirs, by=acme.recruiter)
    assert state_of(theirs, TODAY) == "expiring"
    assert state_of(theirs, TODAY + timedelta(days=46)) == "expired"


def test_a_changed_date_has_to_be_checked_again(acme: Acme) -> None:
    row = add_credential(acme.dario, facts(), by=acme.recruiter)

    change_credential(row, facts(), by=acme.dario_member)
    row.refresh_from_db()
    assert row.status == "verified"
    change_credential(row, facts(expires=date(2028, 1, 1)), by=acme.dario_member)

    row.refresh_from_db()
    assert (row.status, row.expires) == ("uploaded", date(2028, 1, 1))


def test_a_refusal_is_mailed_without_saying_what_it_is_about(acme: Acme) -> None:
    row = add_credential(acme.dario, facts(name="CANARY clinic pass"), by=acme.dario_member)

    reject(row, by=acme.recruiter, reason="CANARY unreadable")

    mail = Email.objects.get(template="candidates/emails/credential_rejected")
    assert "CANARY" not in mail.subject + mail.text + mail.html
    assert "CANARY unreadable" in text_of(browser_of(acme.dario_member).get("/me/profile/"))


def test_days_must_be_in_order(acme: Acme) -> None:
    with pytest.raises(RuleBroken):
        add_credential(acme.dario, facts(issued=date(2027, 2, 1), expires=date(2027, 1, 1)), by=acme.dario_member)


def test_each_notice_comes_once_and_the_recruiter_hears_from_thirty_days_on(acme: Acme) -> None:
    Candidate.objects.filter(pk=acme.dario.pk).update(owner=acme.recruiter)
    add_credential(acme.dario, facts(expires=TODAY + timedelta(days=60)), by=acme.recruiter)
    told = []

    for days in (0, 1, 29, 30, 31, 60, 62, 70):
        with at_time(NOON + timedelta(days=days)):
            told.append(send_notices())

    assert told == [1, 0, 0, 2, 0, 2, 0, 0]
    templates = Email.objects.filter(template__contains="expiring").order_by("pk").values_list("template", flat=True)
    assert [name.rpartition("/")[2] for name in templates] == [
        "credential_expiring",
        "credential_expiring",
        "credential_expiring_owner",
        "credential_expiring",
        "credential_expiring_owner",
    ]


def test_an_agency_chooses_its_own_steps_or_none(acme: Acme) -> None:
    add_credential(acme.dario, facts(), by=acme.recruiter)
    change_settings(acme.agency, by=acme.owner, credential_notices=())

    with at_time(NOON):
        assert send_notices() == 0


def test_the_desk_checks_and_refuses_with_a_reason(acme: Acme) -> None:
    row, rosa = credential(acme), browser_of(acme.recruiter)

    assert rosa.post(f"/desk/credentials/{row.pk}/reject/", {"reason": ""}).status_code == 422
    rosa.post(f"/desk/credentials/{row.pk}/reject/", {"reason": "Cannot read the date"})
    row.refresh_from_db()
    assert (row.status, row.reason) == ("rejected", "Cannot read the date")
    rosa.post(f"/desk/credentials/{row.pk}/verify/")
    row.refresh_from_db()
    assert (row.status, row.reason) == ("verified", "")
    assert browser_of(acme.theirs.recruiter).post(f"/desk/credentials/{row.pk}/verify/").status_code == 404


def test_days_off_are_added_shown_and_removed(acme: Acme) -> None:
    typed = {"first": "2026-12-24", "last": "2026-12-27", "note": "Family"}
    with at_time(NOON):
        dario = browser_of(acme.dario_member)
        assert dario.post("/me/profile/absences/", {**typed, "last": "2026-12-01"}).status_code == 422
        dario.post("/me/profile/absences/", typed)
        page = dario.get("/me/profile/").text
    assert page.count("day-away") == 4
    row = acme.dario.absences.get()
    assert browser_of(acme.elena_member).post(f"/me/profile/absences/{row.pk}/remove/").status_code == 404
    browser_of(acme.dario_member).post(f"/me/profile/absences/{row.pk}/remove/")
    assert not acme.dario.absences.exists()
    assert not Credential.objects.exists()


def test_files_of_one_day_have_an_end_also_where_they_are_taken_back(
    acme: Acme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(papers, "A_DAY_AT_MOST", 2)
    for number in range(2):
        upload = SimpleUploadedFile("note.txt", f"Note {number}".encode())
        papers.put_away(papers.hand_in(acme.dario, upload, by=acme.dario_member, kind="other"), by=acme.dario_member)
    upload = SimpleUploadedFile("one-more.txt", b"One more")
    with pytest.raises(RuleBroken, match="many files"):
        papers.hand_in(acme.dario, upload, by=acme.dario_member, kind="other")
    with pytest.raises(RuleBroken, match="many files"):
        add_credential(acme.dario, facts(), by=acme.dario_member, upload=upload)
