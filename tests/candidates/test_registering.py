"""Candidates make accounts, and only a proved address leads to a record."""

from urllib.parse import urlsplit

import pytest
from django.test import Client

from portico.access.inviting import revoke
from portico.candidates.consents import ConsentText, Purpose
from portico.candidates.models import Candidate, Consent, ProfileChange, Registration
from portico.candidates.registering import offer_account
from portico.candidates.settings import change_settings
from portico.kit.times import now
from portico.messaging.models import Email
from portico.records.models import Event
from tests.stories.mail import RunTasks, code_in, link_in, mails_to
from tests.world import Acme

NEW = {"first_name": "Nadia", "last_name": "Haddad", "email": "nadia@example.org"}


@pytest.fixture
def browser(acme: Acme) -> Client:
    """A stranger's browser."""
    return Client(headers={"host": acme.agency.host})


def mail_of(run_tasks: RunTasks, address: str = NEW["email"]) -> str:
    """The newest mail to this address."""
    return mails_to(address, run_tasks)[-1]


def path_in(mail: str) -> str:
    """The path of the link."""
    return urlsplit(link_in(mail)).path


def test_a_press_on_the_mailed_link_makes_the_account_and_looking_does_nothing(
    acme: Acme, browser: Client, run_tasks: RunTasks
) -> None:
    assert browser.post("/me/register/", NEW).status_code == 302
    path = path_in(mail_of(run_tasks))
    assert browser.get(path).headers["Location"] == "/me/register/confirm/"
    assert browser.get("/me/register/confirm/").status_code == 200
    assert not Candidate.objects.filter(email=NEW["email"]).exists()

    answer = browser.post("/me/register/confirm/")

    assert answer.headers["Location"] == "/me/welcome/"
    made = Candidate.objects.get(email=NEW["email"])
    assert (made.name, made.member is not None and made.member.is_in) == ("Nadia Haddad", True)
    assert browser.get("/me/welcome/").status_code == 200
    assert browser.post("/me/register/confirm/").status_code in (302, 410)
    assert Candidate.objects.filter(email=NEW["email"]).count() == 1


def test_in_another_browser_the_code_is_needed(acme: Acme, browser: Client, run_tasks: RunTasks) -> None:
    browser.post("/me/register/", NEW)
    mail, other = mail_of(run_tasks), Client(headers={"host": acme.agency.host})
    other.get(path_in(mail))

    assert other.post("/me/register/confirm/").status_code == 422
    assert other.post("/me/register/confirm/", {"code": "AAAA-AAAA"}).status_code == 422
    assert other.post("/me/register/confirm/", {"code": code_in(mail)}).headers["Location"] == "/me/welcome/"


def test_the_code_can_be_typed_where_the_account_was_asked_for(
    browser: Client, acme: Acme, run_tasks: RunTasks
) -> None:
    browser.post("/me/register/", NEW)
    code = code_in(mail_of(run_tasks))

    assert browser.post("/me/register/sent/", {"code": code}).headers["Location"] == "/me/welcome/"


def test_the_answer_is_the_same_for_known_addresses_and_they_are_mailed_where_to_sign_in(
    acme: Acme, browser: Client, run_tasks: RunTasks
) -> None:
    known = {**NEW, "email": acme.dario_member.email}
    answer, other = browser.post("/me/register/", known), browser.post("/me/register/", NEW)

    assert (answer.status_code, answer.headers["Location"]) == (other.status_code, other.headers["Location"])
    mail = mail_of(run_tasks, acme.dario_member.email)
    assert "You have an account" in mail
    assert "/sign-in/" in link_in(mail)


def prove(browser: Client, run_tasks: RunTasks, **typed: str) -> Candidate:
    """Go all the way; returns whose account it is."""
    browser.post("/me/register/", {**NEW, **typed})
    browser.get(path_in(mail_of(run_tasks)))
    assert browser.post("/me/register/confirm/").status_code == 302
    return Candidate.objects.get(member__user__email=NEW["email"])


def test_the_only_record_with_the_mailbox_is_theirs_and_another_name_waits(
    acme: Acme, browser: Client, run_tasks: RunTasks
) -> None:
    there = Candidate(agency=acme.agency, email="Nadia@example.org", first_name="N.", last_name="Haddad").add(by=None)

    claimed = prove(browser, run_tasks)

    assert claimed == there
    assert ProfileChange.objects.waiting().get().after == "Nadia"


def test_with_two_such_records_there_is_a_new_one_and_the_recruiter_is_told(
    acme: Acme, browser: Client, run_tasks: RunTasks
) -> None:
    twins = [Candidate(agency=acme.agency, email=NEW["email"], last_name=name).add(by=None) for name in "AB"]

    made = prove(browser, run_tasks)

    assert made not in twins
    assert Event.objects.filter(verb="candidate.possible_duplicate").count() == 1


def test_what_was_ticked_is_kept_as_consent_with_its_wording(acme: Acme, browser: Client, run_tasks: RunTasks) -> None:
    text = ConsentText(agency=acme.agency, purpose=Purpose.TALENT_POOL, text="You may keep it.", published=now())
    text.save()
    assert "You may keep it." in browser.get("/me/register/").text

    made = prove(browser, run_tasks, **{f"text_{text.pk}": "on"})

    consent = Consent.objects.get(candidate=made)
    assert (consent.text, consent.way, consent.status) == (text, "registration", "given")


def test_an_agency_may_give_accounts_by_invitation_only(acme: Acme, browser: Client) -> None:
    change_settings(acme.agency, by=acme.owner, registration=False)

    assert browser.get("/me/register/").status_code == 404
    assert browser.post("/me/register/", NEW).status_code == 404
    assert not Registration.objects.exists()


def test_whose_access_was_ended_does_not_come_back_by_registering(
    acme: Acme, browser: Client, run_tasks: RunTasks
) -> None:
    revoke(acme.dario_member, acme.recruiter)
    browser.post("/me/register/", {**NEW, "email": acme.dario_member.email})
    browser.get(path_in(mail_of(run_tasks, acme.dario_member.email)))

    assert browser.post("/me/register/confirm/").status_code == 409


def test_too_many_requests_from_one_place_have_to_wait(acme: Acme, browser: Client) -> None:
    answers = [browser.post("/me/register/", {**NEW, "email": f"n{number}@example.org"}) for number in range(26)]

    assert answers[-1].status_code == 429
    assert answers[0].status_code == 302


def test_after_an_application_an_account_is_offered_and_belongs_to_that_record(
    acme: Acme, browser: Client, run_tasks: RunTasks
) -> None:
    twin = Candidate(agency=acme.agency, email=NEW["email"], last_name="Old").add(by=None)
    applied = Candidate(agency=acme.agency, **NEW).add(by=None)
    assert offer_account(applied) is not None
    assert offer_account(acme.dario) is None

    browser.get(path_in(mail_of(run_tasks)))
    answer = browser.post("/me/register/confirm/")

    assert answer.headers["Location"] == "/me/"
    applied.refresh_from_db()
    assert applied.member is not None
    twin.refresh_from_db()
    assert twin.member is None


def test_nobody_makes_us_mail_their_words_to_somebody_else(acme: Acme, browser: Client, run_tasks: RunTasks) -> None:
    browser.post("/me/register/", {**NEW, "first_name": "Cheap pills at spam.example", "last_name": "now"})
    assert "spam.example" not in mail_of(run_tasks)
    applied = Candidate(agency=acme.agency, **{**NEW, "first_name": "Visit spam.example"}).add(by=None)
    offer_account(applied)
    assert "spam.example" not in mail_of(run_tasks)
    assert not Email.objects.filter(to=NEW["email"], to_name__contains="spam")


def test_who_has_a_login_is_mailed_no_way_in_by_a_stranger_s_application(acme: Acme) -> None:
    applied = Candidate(agency=acme.agency, **{**NEW, "email": acme.owner.email}).add(by=None)
    assert offer_account(applied) is None
