"""Candidates are asked to look over their profile."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from portico.candidates.models import Candidate, ProfileChange, UpdateLink, UpdateRequest
from portico.candidates.proposing import confirm
from portico.candidates.reviewing import decide
from portico.candidates.settings import change_settings, settings_of
from portico.candidates.update_asking import (
    Question,
    ask,
    ask_by_the_clock,
    do_not_ask,
    next_round,
    remind_by_the_clock,
    try_to_ask,
)
from portico.candidates.update_figures import freshness, response_rate
from portico.candidates.update_requests import request_behind, run_out
from portico.kit.rules import Conflict, RuleBroken
from portico.kit.times import at_time, now
from portico.messaging.delivery import compose
from portico.messaging.models import Email
from portico.messaging.opt_outs import opt_out
from portico.messaging.tasks import deliver
from portico.pipeline.bulk import do_to_many
from portico.pipeline.merging import merge_candidates
from tests.world import Acme

NOON = datetime(2027, 12, 1, 12, tzinfo=UTC)


def asked(acme: Acme, *fields: str) -> UpdateRequest:
    """Dario is asked for these fields."""
    return ask(acme.dario, Question(fields=fields or ("city", "title"), days=0), by=acme.recruiter)


def test_somebody_is_asked_only_for_what_is_missing_or_old(acme: Acme) -> None:
    confirm(acme.dario, ["phone", "last_name"], by=None)

    request = ask(acme.dario, Question(days=0, fields=("city",), message="Hello again"), by=acme.recruiter)
    request.cancel(by=acme.recruiter)
    request = ask(acme.dario, Question(days=180), by=acme.recruiter)

    assert "available_from" in request.fields
    assert "phone" not in request.fields
    mail = Email.objects.latest("pk")
    assert (mail.to, UpdateLink.objects.get(request=request).email) == (acme.dario.email, mail)
    assert acme.dario.phone not in mail.text


def test_one_question_is_open_at_a_time_and_an_address_is_needed(acme: Acme) -> None:
    asked(acme)

    with pytest.raises(RuleBroken, match="asked already"):
        asked(acme)
    Candidate.objects.filter(pk=acme.hidden.pk).update(email="")
    acme.hidden.refresh_from_db()
    with pytest.raises(RuleBroken, match="no email"):
        ask(acme.hidden, Question(), by=acme.recruiter)


def test_an_answer_lands_or_waits_and_the_request_ends_when_all_is_decided(acme: Acme) -> None:
    request = asked(acme, "city", "title", "phone")
    seen = {"city": acme.dario.city, "title": acme.dario.title, "phone": acme.dario.phone}

    with pytest.raises(RuleBroken, match="Still missing: Phone"):
        request.submit({"city": "York"}, right=[], seen=seen, by=None)
    request.submit({"city": "York", "title": "Chef", "employer": "X"}, right=["phone"], seen=seen, by=None)

    acme.dario.refresh_from_db()
    assert (acme.dario.city, request.status, request.draft) == ("York", "submitted", {})
    change = ProfileChange.objects.waiting().get()
    assert (change.field, change.request_id, change.way) == ("title", request.pk, "request")
    decide(acme.dario, [], [change], by=acme.recruiter, reason="Not by your contract")
    request.refresh_from_db()
    assert request.status == "partly_accepted"
    assert "Not by your contract" in Email.objects.latest("pk").text
    with pytest.raises(Conflict):
        request.submit({"city": "Leeds"}, right=[], seen={}, by=None)


def test_what_is_kept_for_later_waits_and_is_forgotten_in_the_end(acme: Acme) -> None:
    request = asked(acme)

    request.keep_for_later({"city": "Yo"}, by=None)
    assert (request.status, request.draft) == ("opened", {"city": "Yo"})
    request.cancel(by=acme.recruiter)

    request.refresh_from_db()
    assert request.draft == {}
    with pytest.raises(Conflict):
        request.keep_for_later({"city": "York"}, by=None)


def test_links_find_their_request_at_their_agency_only_and_the_newest_three_work(acme: Acme) -> None:
    request = asked(acme)
    tokens = [request.new_link()[1] for _more in range(4)]

    assert [request_behind(acme.agency, one) is not None for one in tokens] == [False, True, True, True]
    assert request_behind(acme.theirs.agency, tokens[-1]) is None
    for nonsense in ("", "x" * 43, None, 7, "x" * 5000):
        assert request_behind(acme.agency, nonsense) is None


def test_reminders_stop_when_the_time_is_over_or_everything_was_done_elsewhere(acme: Acme) -> None:
    change_settings(acme.agency, by=acme.owner, update_reminder_days=(5, 12), update_due_days=20)
    request, at = asked(acme, "city"), now()

    days = [remind_by_the_clock(at + timedelta(days=day)) for day in (4, 6, 7, 13, 14)]
    assert days == [0, 1, 0, 1, 0]
    request.refresh_from_db()
    assert (request.status, request.reminders) == ("reminded", 2)
    assert run_out(at + timedelta(days=21)) == 1
    acme.dario.update_requests.update(asked=at - timedelta(days=90))

    again = asked(acme, "city")
    confirm(acme.dario, ["city"], by=acme.dario_member)
    assert remind_by_the_clock(at + timedelta(days=6)) == 0
    again.refresh_from_db()
    assert again.status == "accepted"


def test_many_are_asked_at_once_and_the_others_are_named_with_the_reason(acme: Acme) -> None:
    acme.elena.archive(by=acme.recruiter)
    do_not_ask(acme.hidden, by=None)
    numbers = [acme.dario.pk, acme.elena.pk, acme.hidden.pk]

    done: Any = do_to_many("update", numbers, by=acme.recruiter, layout=None, message="")

    assert done[0] == 1
    reasons = " ".join(why for _pk, _name, why in done[1])
    assert ("archived" in reasons, "does not want to be asked" in reasons) == (True, True)
    assert UpdateRequest.objects.get().way == "bulk"
    UpdateRequest.objects.get().cancel(by=acme.recruiter)
    UpdateRequest.objects.update(status="accepted")
    again: Any = do_to_many("update", numbers[:1], by=acme.recruiter, layout=None, message="")
    assert "asked in the last 60 days" in again[1][0][2]


def test_the_clock_asks_only_where_it_shall_and_no_more_a_day_than_it_may(acme: Acme) -> None:
    assert ask_by_the_clock(NOON) == 0
    change_settings(acme.agency, by=acme.owner, update_auto=True, update_auto_a_day=2)

    with at_time(NOON):
        assert next_round(acme.agency, settings_of(acme.agency)) == 2
    assert ask_by_the_clock(NOON.replace(hour=3)) == 0
    assert [ask_by_the_clock(NOON), ask_by_the_clock(NOON + timedelta(hours=1))] == [2, 0]
    assert ask_by_the_clock(NOON + timedelta(days=1)) == 1


def test_the_rate_of_answers_counts_delivered_requests_and_freshness_the_pool(acme: Acme) -> None:
    request = asked(acme, "city")
    rate = response_rate(acme.agency)
    assert (rate.some, rate.of, rate.percent) == (0, 0, "–")
    Email.objects.filter(pk=request.links.get().email_id or 0).update(status=Email.Status.SENT)

    request.submit({"city": "York"}, right=[], seen={}, by=None)

    rate = response_rate(acme.agency)
    assert (rate.some, rate.of, rate.percent) == (1, 1, "100 %")
    pool: Any = freshness(acme.agency)
    assert (pool.some, pool.of) == (3, 3)
    with at_time(now() + timedelta(days=400)):
        assert freshness(acme.agency).some == 0


def test_a_question_to_a_record_that_is_merged_away_is_called_off(acme: Acme) -> None:
    request = asked(acme)

    merge_candidates(acme.elena, acme.dario, by=acme.owner)

    request.refresh_from_db()
    assert request.status == "canceled"


def test_what_a_recruiter_wrote_about_them_is_not_asked_for(acme: Acme) -> None:
    Candidate.objects.filter(pk=acme.dario.pk).update(summary="CANARY: difficult, but good.")
    acme.dario.refresh_from_db()
    request = asked(acme, "city", "summary")
    assert list(request.fields) == ["city"]

    UpdateRequest.objects.filter(pk=request.pk).update(fields={"city": "optional", "summary": "optional"})
    request.refresh_from_db()
    assert list(request.still_asked()) == ["city"]


def unsubscribing(acme: Acme, mail: Email) -> str:
    """The way out that the mail carries in its header, as its mail program knows it."""
    made = compose(mail)
    message = made.message()
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    found = str(message["List-Unsubscribe"]).strip("<>")
    assert found in str(made.body)
    return found.removeprefix(acme.agency.site)


def test_each_question_carries_a_button_that_ends_them(acme: Acme) -> None:
    request = asked(acme)
    stranger = Client(headers={"host": acme.agency.host}, enforce_csrf_checks=True)
    path = unsubscribing(acme, Email.objects.latest("pk"))

    assert stranger.get(path).status_code == 200
    acme.dario.refresh_from_db()
    assert not acme.dario.no_update_requests, "a scanner only looked"

    assert stranger.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert stranger.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    acme.dario.refresh_from_db()
    request.refresh_from_db()
    assert acme.dario.no_update_requests
    assert request.status == "canceled"
    with pytest.raises(RuleBroken, match="does not want"):
        asked(acme)


def test_who_wants_no_mail_to_many_is_asked_by_hand_alone(acme: Acme) -> None:
    opt_out(acme.agency.pk, acme.dario.email)
    for way in (UpdateRequest.Way.BULK, UpdateRequest.Way.SCHEDULE):
        question = Question(fields=("city",), days=0, way=way)
        assert try_to_ask(acme.dario, question, acme.recruiter) == "wants no mail that goes to many"
    assert try_to_ask(acme.dario, Question(fields=("city",), days=0), acme.recruiter) == ""


def test_a_question_that_waits_is_not_sent_to_who_said_no_meanwhile(acme: Acme, mailoutbox: list[Any]) -> None:
    question = Question(fields=("city",), days=0, way=UpdateRequest.Way.BULK)
    ask(acme.dario, question, by=acme.recruiter)
    mail = Email.objects.latest("pk")
    do_not_ask(acme.dario, by=None)
    deliver.func(mail.pk)
    mail.refresh_from_db()
    assert (mail.status, mailoutbox) == ("held", [])
