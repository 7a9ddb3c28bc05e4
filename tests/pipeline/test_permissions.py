"""Permission to represent: one question for one job, a dated answer, and no showing without it where it is needed."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from portico.kit.rules import Conflict, RuleBroken
from portico.kit.times import at_time, now
from portico.messaging.models import Email
from portico.pipeline.models import Permission, Submission
from portico.pipeline.permissions import ask_permission, run_out
from portico.pipeline.representing import lacks_permission, show_without_permission
from portico.pipeline.submitting import propose, publish
from portico.portals.models import PortalDefaults
from portico.records.models import Event
from tests.world import Acme

RunTasks = Callable[..., list[Any]]
DAYS_GONE = timedelta(days=31)


@pytest.fixture
def careful(acme: Acme) -> Acme:
    """An agency that shows nobody who has not said yes; Elena is on the job and prepared."""
    PortalDefaults.objects.create(agency=acme.agency, values={"permission": True})
    propose(acme.hidden_application, acme.share, by=acme.recruiter)
    return acme


def ask(acme: Acme, **words: Any) -> Permission:
    """Rosa asks."""
    told = {"client": "a logistics company in Leeds", "pay": "£32,000", **words}
    return ask_permission(acme.hidden_application, by=acme.recruiter, **told)


def prepared(acme: Acme) -> Submission:
    """What waits to be shown."""
    return Submission.objects.get(application=acme.hidden_application)


def test_who_has_not_said_yes_waits(careful: Acme) -> None:
    with pytest.raises(RuleBroken, match="has not given permission"):
        publish(careful.share, by=careful.recruiter)
    ask(careful)
    with pytest.raises(RuleBroken, match="has not answered"):
        publish(careful.share, by=careful.recruiter)

    assert prepared(careful).status == Submission.Status.PROPOSED


def test_with_a_yes_the_candidate_is_published(careful: Acme) -> None:
    ask(careful).answer(yes=True, note="Gladly", ip="192.0.2.7", agent="A browser")

    publish(careful.share, by=careful.recruiter)

    kept = Permission.objects.get()
    assert prepared(careful).status == Submission.Status.SUBMITTED
    assert (kept.note, kept.ip, kept.agent) == ("Gladly", "192.0.2.7", "A browser")
    assert "Night porter" in kept.words
    assert "a logistics company in Leeds" in kept.words
    assert kept.answered is not None


def test_asking_again_takes_nothing_from_a_yes_that_still_holds(careful: Acme) -> None:
    ask(careful).answer(yes=True)
    again = ask(careful)
    assert lacks_permission([prepared(careful)]) == {}
    again.answer(yes=False)
    assert lacks_permission([prepared(careful)]) != {}


def test_a_permission_is_good_for_its_job_and_its_days_only(careful: Acme) -> None:
    ask(careful, days=30).answer(yes=True)

    with at_time(now() + DAYS_GONE), pytest.raises(RuleBroken, match="has not given permission"):
        publish(careful.share, by=careful.recruiter)
    again = propose(careful.other_application, careful.other_share, by=careful.recruiter)
    assert again.application.job_id != careful.job.pk
    assert not Permission.objects.filter(application=careful.other_application).exists()


def test_who_said_no_is_not_shown_even_where_no_yes_is_needed(acme: Acme) -> None:
    propose(acme.hidden_application, acme.share, by=acme.recruiter)
    ask(acme).answer(yes=False, note="I know them")

    with pytest.raises(RuleBroken, match="does not want"):
        publish(acme.share, by=acme.recruiter)


def test_going_without_a_yes_needs_a_reason_that_is_kept(careful: Acme) -> None:
    with pytest.raises(RuleBroken, match="Say why"):
        show_without_permission(prepared(careful), by=careful.recruiter, reason=" ")
    show_without_permission(prepared(careful), by=careful.recruiter, reason="Said yes on the phone")

    publish(careful.share, by=careful.recruiter)

    kept = prepared(careful)
    assert kept.status == Submission.Status.SUBMITTED
    assert (kept.without_permission, kept.overridden_by) == ("Said yes on the phone", careful.recruiter)
    assert Event.objects.filter(verb="submission.without_permission").exists()


def test_a_no_after_the_reason_holds_again(careful: Acme) -> None:
    asked = ask(careful)
    show_without_permission(prepared(careful), by=careful.recruiter, reason="In a hurry")
    asked.answer(yes=False)

    with pytest.raises(RuleBroken, match="does not want"):
        publish(careful.share, by=careful.recruiter)


def test_one_question_at_a_time_and_one_answer(careful: Acme) -> None:
    asked = ask(careful)
    with pytest.raises(RuleBroken, match="was asked already"):
        ask(careful)
    twin = Permission.objects.get(pk=asked.pk)
    asked.answer(yes=True)

    with pytest.raises(Conflict):
        twin.answer(yes=False)
    assert Permission.objects.get().status == Permission.Status.GRANTED


def test_the_recruiter_hears_the_answer_and_the_mail_to_the_candidate_names_no_client(careful: Acme) -> None:
    ask(careful).answer(yes=True, note="Gladly")

    asked, told = Email.objects.order_by("pk")
    assert asked.to == careful.hidden.email
    assert "logistics" not in asked.text
    assert "32,000" not in asked.text
    assert told.to == careful.recruiter.email
    assert "Gladly" in told.text


def test_taking_a_yes_back_takes_the_candidate_back_from_the_client(careful: Acme) -> None:
    asked = ask(careful)
    asked.answer(yes=True)
    publish(careful.share, by=careful.recruiter)
    asked.refresh_from_db()

    asked.withdraw(note="Found something")

    assert prepared(careful).status == Submission.Status.WITHDRAWN
    assert Permission.objects.get().status == Permission.Status.WITHDRAWN
    assert Permission.objects.get().answered is not None, "the proof stays"


def test_time_runs_out(careful: Acme) -> None:
    asked = ask(careful)
    with at_time(now() + timedelta(days=15)):
        with pytest.raises(RuleBroken, match="time to answer is over"):
            asked.answer(yes=True)
        assert run_out(now()) == 1
        assert run_out(now()) == 0
        asked.refresh_from_db()
        assert asked.status == Permission.Status.LAPSED
        fresh = ask(careful)
    assert fresh.pk != asked.pk


def test_a_reminder_kills_the_earlier_link(careful: Acme) -> None:
    asked = ask(careful)
    before = asked.token_hash

    asked.remind(by=careful.recruiter)

    assert Permission.objects.get().token_hash != before
    assert Email.objects.filter(template="pipeline/emails/permission_asked").count() == 2
