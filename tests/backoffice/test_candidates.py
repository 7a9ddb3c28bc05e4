"""Candidates: duplicates, editing together, money, the way into their portal, listing."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from portico.agencies.models import Member
from portico.candidates.models import Candidate
from portico.messaging.models import Email
from portico.pipeline.models import Application
from tests.backoffice.steps import form_at, queries, rows_of, save
from tests.desk import browser_of, text_of
from tests.drawn import forms_on
from tests.world import Acme

LIST = "/desk/candidates/"


@pytest.fixture
def rosa(acme: Acme) -> Client:
    return browser_of(acme.recruiter)


def at(candidate: Candidate, deed: str = "") -> str:
    """A candidate's page, or the address of a deed on it."""
    return f"{LIST}{candidate.pk}/{deed}"


def skills_of(candidate: Candidate) -> set[str]:
    """Their skills as they are now."""
    return set(candidate.skills.values_list("name", flat=True))


def test_a_new_candidate_is_found_by_what_was_typed(acme: Acme, rosa: Client) -> None:
    save(rosa, f"{LIST}add/", first_name="Ines", last_name="Álvarez", skill_names="Welding, Night shifts\nWelding")
    ines = Candidate.objects.get(first_name="Ines")
    assert (ines.owner, skills_of(ines)) == (acme.recruiter, {"Welding", "Night shifts"})
    for words in ("alvarez", "welding", "ines álvarez"):
        assert "Ines Álvarez" in text_of(rosa.get(LIST, {"q": words})), words
    assert "Ines Álvarez" in text_of(rosa.get(LIST, {"skill": "welding"}))
    assert "Dario Conti" not in text_of(rosa.get(LIST, {"skill": "welding"}))


def test_duplicates_by_mailbox_and_by_name_with_phone_are_warned_about(acme: Acme, rosa: Client) -> None:
    for typed in (
        {"first_name": "D", "email": "DARIO@example.com"},
        {"first_name": "dário", "last_name": "Conti", "phone": "0044 7700 900123"},
    ):
        warned = save(rosa, f"{LIST}add/", **typed)
        assert warned.status_code == 409, typed
        assert at(acme.dario) in text_of(warned)
    assert save(rosa, f"{LIST}add/", first_name="Dario", last_name="Conti").status_code == 302
    assert save(rosa, f"{LIST}add/", first_name="D", email="dario@example.com", anyway="1").status_code == 302
    twin = Candidate.objects.get(first_name="D")
    assert "There may be a duplicate" in text_of(rosa.get(at(twin)))
    assert f"{at(twin, 'merge/')}?other=%23{acme.dario.pk}" in text_of(rosa.get(at(twin)))


def test_the_rivals_people_are_no_duplicates(acme: Acme, rosa: Client) -> None:
    Candidate.objects.filter(pk=acme.theirs.dario.pk).update(email="only@rival.example", email_key="only@rival.example")
    assert save(rosa, f"{LIST}add/", first_name="O", email="only@rival.example").status_code == 302


def test_two_who_edit_different_things_of_one_candidate_keep_both(acme: Acme, rosa: Client) -> None:
    address = at(acme.dario, "edit/")
    first, second = form_at(rosa, address), form_at(rosa, address)
    rosa.post(address, {**first, "city": "York", "skill_names": "Guest service, Night shifts, Italian"})
    later = rosa.post(address, {**second, "phone": "+44 7700 900555", "skill_names": "Guest service, First aid"})
    assert later.status_code == 302
    acme.dario.refresh_from_db()
    assert (acme.dario.city, acme.dario.phone) == ("York", "+44 7700 900555")
    assert skills_of(acme.dario) == {"Guest service", "Italian", "First aid"}


def test_the_same_field_is_named_typed_text_stays_and_the_second_save_holds(acme: Acme, rosa: Client) -> None:
    address = at(acme.dario, "edit/")
    stale = form_at(rosa, address)
    rosa.post(address, {**stale, "headline": "Theirs"})
    told = rosa.post(address, {**stale, "headline": "Mine", "title": "Head porter"})
    assert told.status_code == 409
    assert "headline is now “Theirs”" in text_of(told)
    again = next(form.values for form in forms_on(told.content.decode(), address) if "headline" in form.values)
    assert (again["headline"], again["title"]) == (["Mine"], ["Head porter"])
    assert rosa.post(address, again).status_code == 302
    acme.dario.refresh_from_db()
    assert (acme.dario.headline, acme.dario.title) == ("Mine", "Head porter")


def test_saving_what_was_shown_changes_nothing(acme: Acme, rosa: Client) -> None:
    before = text_of(rosa.get(at(acme.dario, "?timeline=all"))).count("timeline-item")
    assert before > 0
    assert save(rosa, at(acme.dario, "edit/")).status_code == 302
    assert text_of(rosa.get(at(acme.dario, "?timeline=all"))).count("timeline-item") == before


def test_the_timeline_is_brought_when_somebody_comes_to_it(acme: Acme, rosa: Client) -> None:
    for there in (at(acme.dario), f"/desk/jobs/{acme.job.pk}/"):
        before = text_of(rosa.get(there))
        assert "Show what happened" in before
        assert 'href="?timeline=all#timeline"' in before
        brought = text_of(rosa.get(there, headers={"HX-Request": "true", "HX-Target": "timeline"}))
        assert "timeline-item" in brought
        assert not any(words in brought for words in ("Show what happened", "<body"))
        assert "Show what happened" not in text_of(rosa.get(f"{there}?timeline=all"))
        assert "Show what happened" in text_of(rosa.get(f"{there}?timeline=%00nonsense"))


def test_pay_is_shown_plainly_and_needs_currency_and_period(acme: Acme, rosa: Client) -> None:
    assert form_at(rosa, at(acme.dario, "edit/"))["pay_expected"] == "31999"
    assert "£31,999 a year" in text_of(rosa.get(at(acme.dario)))
    wrong = save(rosa, at(acme.dario, "edit/"), pay_currency="", pay_expected="40000")
    assert wrong.status_code == 422
    for amount in ("NaN", "Infinity", "1e30", "-" + "9" * 20, "forty"):
        assert save(rosa, at(acme.dario, "edit/"), pay_expected=amount).status_code == 422, amount


def test_who_may_not_see_money_neither_reads_nor_loses_it(acme: Acme) -> None:
    dana = browser_of(acme.consultant)
    assert "31,999" not in text_of(dana.get(at(acme.dario)))
    form = form_at(dana, at(acme.dario, "edit/"))
    assert "pay_expected" not in form
    assert dana.post(at(acme.dario, "edit/"), {**form, "city": "York", "pay_expected": "1"}).status_code == 302
    acme.dario.refresh_from_db()
    assert acme.dario.city == "York"
    assert acme.dario.pay_expected == Decimal(31999)
    assert "31,999" in text_of(browser_of(acme.finance).get(at(acme.dario)))


def test_a_consultant_reads_only_of_the_jobs_on_their_desk(acme: Acme) -> None:
    dana = browser_of(acme.consultant)
    assert "Night porter" not in text_of(dana.get(at(acme.dario)))
    acme.job.team.add(acme.consultant)
    assert "Night porter" in text_of(dana.get(at(acme.dario)))


def test_a_candidate_is_put_on_a_job_once(acme: Acme, rosa: Client) -> None:
    typed = {"job": f"Charge nurse #{acme.other_job.pk}"}
    assert rosa.post(at(acme.dario, "jobs/"), typed).status_code == 302
    assert Application.objects.filter(candidate=acme.dario, job=acme.other_job).count() == 1
    assert rosa.post(at(acme.dario, "jobs/"), typed).status_code == 409
    wrong = rosa.post(at(acme.dario, "jobs/"), {"job": "No such job"})
    assert wrong.status_code == 422
    assert "No such job" in text_of(wrong)


def test_the_invitation_to_the_candidate_portal_says_what_is_missing(acme: Acme, rosa: Client) -> None:
    lone = Candidate(agency=acme.agency, first_name="Lone").add(by=None)
    assert "an email address is missing" in text_of(rosa.get(at(lone)))
    assert rosa.post(at(lone, "invite/")).status_code == 409
    save(rosa, at(lone, "edit/"), email="lone@example.com")
    assert rosa.post(at(lone, "invite/")).status_code == 302
    assert Email.objects.get(agency=acme.agency).to == "lone@example.com"
    assert Member.objects.get(candidate=lone).status == Member.Status.INVITED
    rosa.post(at(lone, "resend/"))
    assert Email.objects.filter(to="lone@example.com").count() == 2
    rosa.post(at(lone, "revoke/"))
    assert Member.objects.get(candidate=lone).status == Member.Status.REVOKED


def test_ending_their_access_ends_their_session(acme: Acme, rosa: Client) -> None:
    dario = browser_of(acme.dario_member)
    assert dario.get("/me/").status_code == 200
    rosa.post(at(acme.dario, "revoke/"))
    assert dario.get("/me/").status_code == 302


def test_archived_ones_leave_the_list_and_only_lone_ones_are_deleted(acme: Acme, rosa: Client) -> None:
    rosa.post(at(acme.elena, "archive/"))
    rosa.get(LIST)
    assert "Elena Rossi" not in text_of(rosa.get(LIST))
    assert "Elena Rossi" in text_of(rosa.get(LIST, {"archived": "1"}))
    rosa.post(at(acme.elena, "restore/"))
    rosa.get(LIST)
    assert "Elena Rossi" in text_of(rosa.get(LIST))
    boss = browser_of(acme.owner)
    assert rosa.post(at(acme.elena, "delete/")).status_code == 403
    assert boss.post(at(acme.elena, "delete/")).status_code == 409
    lone = Candidate(agency=acme.agency, first_name="Typo").add(by=None)
    assert boss.post(at(lone, "delete/")).status_code == 302
    assert boss.get(at(lone)).status_code == 404


def test_the_export_is_what_the_list_shows(acme: Acme, rosa: Client) -> None:
    Candidate(agency=acme.agency, first_name="=cmd()", city="London").add(by=None, skills=["@SUM"])
    head, *rows = rows_of(rosa.get(LIST, {"q": "london", "sort": "name", "export": "csv"}))
    assert [row[0] for row in rows] == ["'=cmd()", "Dario", "Elena", "Hidden CANARY"]
    assert rows[0][head.index("Skills")] == "'@SUM"
    assert rows[1][head.index("Skills")] == "Guest service, Night shifts"
    assert browser_of(acme.consultant).get(LIST, {"export": "csv"}).status_code == 403


def test_the_list_takes_as_many_queries_for_many_as_for_few(acme: Acme, rosa: Client) -> None:
    before = queries(rosa, LIST)
    for number in range(15):
        Candidate(agency=acme.agency, first_name=f"P{number}", owner=acme.owner).add(
            by=None, skills=[f"S{number}", "T"]
        )
    assert queries(rosa, LIST) == before


@pytest.mark.parametrize("typed", [{"email": "x"}, {"first_name": "x" * 101}, {"linkedin": "javascript:alert(1)"},
                                   {"owner": "999999"}, {"skill_names": "y" * 101}, {"pay_per": "eon"}])  # fmt: skip
def test_what_cannot_be_is_said_and_nothing_typed_is_lost(acme: Acme, rosa: Client, typed: dict[str, Any]) -> None:
    wrong = save(rosa, at(acme.dario, "edit/"), summary="A long text somebody typed", **typed)
    assert wrong.status_code == 422
    assert "A long text somebody typed" in text_of(wrong)


def test_a_link_that_is_no_web_address_is_never_drawn(acme: Acme, rosa: Client) -> None:
    Candidate.objects.filter(pk=acme.dario.pk).update(linkedin="javascript:alert(1)")
    assert 'href="javascript:' not in text_of(rosa.get(at(acme.dario)))
