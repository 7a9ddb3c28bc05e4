"""Telling clients: what is new for each since they last looked; the morning mail comes exactly once."""

from datetime import UTC, datetime, timedelta

import pytest

from portico.kit.times import at_time
from portico.messaging.models import Email
from portico.pipeline.digests import send_due
from portico.pipeline.looking import news_for
from portico.pipeline.submissions import Submission
from portico.pipeline.submitting import change_submission, notify_clients
from portico.portals.models import Visit
from tests.world import Acme

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
NEXT_MORNING = datetime(2026, 11, 25, 7, 5, tzinfo=UTC)
"""In London, where Acme works, seven has just struck."""


@pytest.fixture
def mine(acme: Acme) -> list[Submission]:
    """What Maya sees."""
    return list(Submission.objects.visible_to(acme.maya))


def test_what_is_new_is_what_one_has_not_looked_at(acme: Acme, mine: list[Submission]) -> None:
    assert (news_for(acme.maya, acme.share).new, news_for(acme.maya, acme.share).updated) == (1, 0)
    acme.submission.was_viewed(by=acme.maya)
    assert not news_for(acme.maya, acme.share).any

    change_submission(acme.submission, by=acme.recruiter, summary="Even calmer.", fields=acme.submission.fields)

    assert (news_for(acme.maya, acme.share).new, news_for(acme.maya, acme.share).updated) == (0, 1)


def test_at_once_only_who_has_something_new_is_told_and_nobody_is_named(acme: Acme, mine: list[Submission]) -> None:
    assert notify_clients(acme.share, mine, by=acme.recruiter) == 1
    mail = Email.objects.get()
    assert mail.to == acme.maya.email
    assert "Dario" not in mail.subject + mail.text + mail.html
    acme.submission.was_viewed(by=acme.maya)

    assert notify_clients(acme.share, mine, by=acme.recruiter) == 0
    assert Email.objects.count() == 1


def test_the_digest_comes_next_morning_exactly_once(acme: Acme, mine: list[Submission]) -> None:
    with at_time(NOON):
        notify_clients(acme.share, mine, by=acme.recruiter, how="digest")
        notify_clients(acme.share, mine, by=acme.recruiter, how="digest")

    assert send_due(NOON + timedelta(hours=2)) == 0
    assert send_due(NEXT_MORNING) == 1
    assert send_due(NEXT_MORNING) == 0
    assert send_due(NEXT_MORNING + timedelta(days=1)) == 0
    mail = Email.objects.get()
    assert (mail.to, "1 new candidate" in mail.text, "Night porter" in mail.text) == (acme.maya.email, True, True)
    assert "Dario" not in mail.subject + mail.text + mail.html


def test_nothing_is_sent_for_what_was_looked_at_meanwhile(acme: Acme, mine: list[Submission]) -> None:
    with at_time(NOON):
        notify_clients(acme.share, mine, by=acme.recruiter, how="digest")
    acme.submission.was_viewed(by=acme.maya)

    assert send_due(NEXT_MORNING) == 0
    assert not Email.objects.exists()


def test_who_lost_access_meanwhile_hears_nothing(acme: Acme, mine: list[Submission]) -> None:
    with at_time(NOON):
        notify_clients(acme.share, mine, by=acme.recruiter, how="digest")
    acme.share.end(by=acme.recruiter)

    assert send_due(NEXT_MORNING) == 0


def test_a_job_without_candidates_is_news_of_the_morning_too_until_one_has_been_there(acme: Acme) -> None:
    acme.submission.withdraw(by=acme.recruiter)
    with at_time(NOON):
        acme.share.end(by=acme.recruiter)
        acme.share.publish(by=acme.recruiter)
        notify_clients(acme.share, [], by=acme.recruiter, how="digest")

    assert send_due(NEXT_MORNING) == 1
    assert "The job is on your client portal now." in Email.objects.get().text

    with at_time(NOON + timedelta(days=1)):
        notify_clients(acme.share, [], by=acme.recruiter, how="digest")
        Visit.note(acme.maya)
    assert send_due(NEXT_MORNING + timedelta(days=1)) == 0
