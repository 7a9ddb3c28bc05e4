"""What candidates learn of their application, and what they never do."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail

from portico.candidates.settings import change_settings
from portico.jobs.stages import Stage
from portico.kit.rules import RuleBroken
from portico.kit.times import at_time, now
from portico.messaging.choices import NotificationChoice
from portico.pipeline.candidate_mails import LABELS
from portico.pipeline.following import standings, step_back
from portico.pipeline.label_news import tell_due
from portico.pipeline.models import Application, Submission
from portico.pipeline.rejections import send_due, take_back
from portico.pipeline.submitting import close_job
from tests.world import Acme

RunTasks = Callable[..., list[Any]]


def label(acme: Acme) -> str:
    """What Dario reads now; nothing where he finds no application."""
    row = Application.objects.select_related("job", "stage", "agency").get(pk=acme.application.pk)
    there = standings([row]).get(row.pk)
    return there.label if there else ""


def mails_to(run_tasks: RunTasks, who: str) -> list[str]:
    """The subjects of the mails somebody got."""
    run_tasks()
    return [str(one.subject) for one in mail.outbox if who in one.to[0]]


def test_a_stage_that_candidates_do_not_see_leaves_the_label_before(acme: Acme) -> None:
    Stage.objects.filter(agency=acme.agency, kind="internal_review").update(candidates_see=False, public_label="CANARY")
    with at_time(now() + timedelta(hours=1)):
        acme.application.move(to=acme.stage("internal_review"), by=acme.recruiter)

    assert label(acme) == "Presented to the company"


def test_who_was_only_in_hidden_stages_finds_nothing(acme: Acme) -> None:
    Stage.objects.filter(agency=acme.agency).update(candidates_see=False)

    assert label(acme) == ""


def test_the_agencys_own_words_and_the_day_they_hear_more(acme: Acme) -> None:
    Stage.objects.filter(agency=acme.agency, kind="client_review").update(next_text="We call you.", expect_days=3)
    row = Application.objects.select_related("job", "stage", "agency").get(pk=acme.application.pk)
    there = standings([row])[row.pk]

    assert there.next == "We call you."
    assert there.expected


def test_a_move_taken_back_within_minutes_never_happened(acme: Acme, run_tasks: RunTasks) -> None:
    acme.application.move(to=acme.stage("offer"), by=acme.recruiter)
    acme.application.move(to=acme.stage("client_review"), by=acme.recruiter)

    assert tell_due(now() + timedelta(minutes=20)) == 0
    assert not mails_to(run_tasks, "dario")


def test_a_changed_label_is_mailed_once_and_without_saying_what(acme: Acme, run_tasks: RunTasks) -> None:
    acme.application.move(to=acme.stage("screening"), by=acme.recruiter)
    acme.application.move(to=acme.stage("interview"), by=acme.recruiter)
    assert tell_due(now()) == 0, "it may still be undone"

    assert tell_due(now() + timedelta(minutes=20)) == 1
    assert tell_due(now() + timedelta(minutes=40)) == 0
    assert mails_to(run_tasks, "dario") == ["News about your application: Night porter"]
    assert "Interview" not in str(mail.outbox[-1].body)


@pytest.mark.parametrize("who", ["agency", "candidate", "hidden"])
def test_label_mails_can_be_switched_off(acme: Acme, who: str) -> None:
    if who == "agency":
        change_settings(acme.agency, by=acme.owner, label_mails=False)
    if who == "candidate":
        NotificationChoice.choose(acme.dario_member, LABELS, "off")
    acme.application.move(to=acme.stage("interview"), by=acme.recruiter)
    if who == "hidden":
        Application.objects.filter(pk=acme.application.pk).update(shown_to_candidate=False)

    assert tell_due(now() + timedelta(minutes=20)) == 0


def test_a_no_comes_in_the_words_chosen_for_this_person(acme: Acme, run_tasks: RunTasks) -> None:
    acme.application.reject(by=acme.recruiter, reason="CANARY", words="Dear [first name], not [job] this time. {{ x }}")
    run_tasks()

    body = str(mail.outbox[-1].body)
    assert "Dear Dario, not Night porter this time. {{ x }}" in body
    assert "CANARY" not in body


def test_a_no_waits_as_long_as_the_agency_likes_and_can_be_taken_back(acme: Acme, run_tasks: RunTasks) -> None:
    change_settings(acme.agency, by=acme.owner, rejection_hours=24)
    acme.application.reject(by=acme.recruiter, reason="No")
    assert label(acme) == "Presented to the company"
    assert send_due(now() + timedelta(hours=23)) == 0

    take_back(acme.application, by=acme.recruiter)
    acme.application.refresh_from_db()
    assert acme.application.status == "open"
    assert send_due(now() + timedelta(hours=25)) == 0
    assert not mails_to(run_tasks, "dario")

    acme.application.reject(by=acme.recruiter, reason="No")
    assert send_due(now() + timedelta(hours=25)) == 1
    assert label(acme) == "Not this time"
    assert mails_to(run_tasks, "dario") == ["Your application as Night porter"]
    with pytest.raises(RuleBroken, match="heard of it"):
        take_back(acme.application, by=acme.recruiter)


def test_who_steps_back_before_hearing_a_no_never_hears_it(acme: Acme, run_tasks: RunTasks) -> None:
    change_settings(acme.agency, by=acme.owner, rejection_hours=24)
    acme.application.reject(by=acme.recruiter, reason="No")
    step_back(acme.application, by=acme.dario_member, reason="I found another job")

    assert label(acme) == "Withdrawn"
    assert send_due(now() + timedelta(hours=25)) == 0
    with pytest.raises(RuleBroken):
        step_back(acme.application, by=acme.dario_member)


def test_stepping_back_tells_the_recruiter_and_takes_back_what_the_client_saw(acme: Acme, run_tasks: RunTasks) -> None:
    step_back(acme.application, by=acme.dario_member, reason="The pay does not fit")

    assert Submission.objects.get(pk=acme.submission.pk).status == Submission.Status.WITHDRAWN
    assert mails_to(run_tasks, "rosa") == ["Dario Conti withdrew from Night porter"]
    assert "pay" not in str(mail.outbox[-1].body)


def test_a_closed_job_tells_those_who_know_of_their_application(acme: Acme, run_tasks: RunTasks) -> None:
    close_job(acme.job, by=acme.recruiter)

    assert label(acme) == "Position closed"
    assert mails_to(run_tasks, "dario") == ["The position was closed: Night porter"]
    assert not mails_to(run_tasks, "hidden"), "who was only searched for never knew"
