"""Preparing candidates out of the client's sight, publishing them, changing and taking them back."""

from datetime import timedelta

import pytest

from portico.jobs.models import Job
from portico.jobs.stages import Stage
from portico.kit.rules import Conflict, RuleBroken
from portico.kit.times import now
from portico.messaging.models import Email
from portico.pipeline.models import Application, Message, Submission
from portico.pipeline.submitting import change_submission, choose, close_job, notify_clients, propose, publish, submit
from portico.portals.models import JobShare
from portico.records.editing import shown
from portico.records.models import Event
from tests.world import Acme


def seen_by_maya(acme: Acme) -> set[str]:
    """The names on Maya's portal."""
    rows = Submission.objects.visible_to(acme.maya).select_related("application__candidate")
    return {row.application.candidate.first_name for row in rows}


def test_submitting_moves_a_candidate_to_the_clients_side(acme: Acme) -> None:
    submit(acme.hidden_application, acme.share, by=acme.recruiter, summary="Strong")

    there = Application.objects.get(pk=acme.hidden_application.pk)
    assert there.stage.kind == Stage.Kind.SUBMITTED
    assert seen_by_maya(acme) == {"Dario", "Hidden CANARY"}


def test_who_is_further_along_already_is_not_moved_back(acme: Acme) -> None:
    acme.hidden_application.move(to=acme.stage(Stage.Kind.OFFER), by=acme.recruiter)

    submit(acme.hidden_application, acme.share, by=acme.recruiter, summary="")

    assert Application.objects.get(pk=acme.hidden_application.pk).stage.kind == Stage.Kind.OFFER


def test_whom_one_prepares_no_client_sees_before_publishing(acme: Acme) -> None:
    submission = propose(acme.hidden_application, acme.share, by=acme.recruiter)

    assert seen_by_maya(acme) == {"Dario"}
    assert submission in Submission.objects.previewed_for(acme.maya)
    assert submission not in Submission.objects.previewed_for(acme.priya)
    assert Application.objects.get(pk=acme.hidden_application.pk).stage.kind == Stage.Kind.SOURCED

    publish(acme.share, by=acme.recruiter, notify=False)

    assert seen_by_maya(acme) == {"Dario", "Hidden CANARY"}
    assert not Email.objects.exists()


def test_publishing_tells_everybody_who_sees_the_job_and_names_nobody(acme: Acme) -> None:
    propose(acme.hidden_application, acme.share, by=acme.recruiter)

    publish(acme.share, by=acme.recruiter)

    email = Email.objects.get()
    assert email.to == "maya@northwind.example"
    assert "Hidden" not in email.subject + email.text + email.html
    assert "Rosa Delgado" in email.text


def test_a_job_can_be_published_without_candidates(acme: Acme) -> None:
    acme.share.end(by=acme.recruiter)

    assert publish(JobShare.objects.get(pk=acme.share.pk), by=acme.recruiter) == []
    assert JobShare.objects.visible_to(acme.maya).filter(job=acme.job).exists()


def test_a_share_that_is_over_is_not_published_by_accident(acme: Acme) -> None:
    JobShare.objects.filter(pk=acme.share.pk).update(expires=now() - timedelta(days=1))

    with pytest.raises(RuleBroken, match="new last day"):
        publish(acme.share, by=acme.recruiter)


def test_choosing_drops_whom_one_picked_before(acme: Acme) -> None:
    choose(acme.share, [acme.hidden_application], by=acme.recruiter)
    choose(acme.share, [], by=acme.recruiter)

    assert list(Submission.objects.filter(share=acme.share)) == [acme.submission]


def test_who_was_taken_back_can_be_submitted_again_as_new(acme: Acme) -> None:
    acme.submission.approve(by=acme.maya)
    acme.submission.withdraw(by=acme.recruiter)
    assert seen_by_maya(acme) == set()

    again = submit(Application.objects.get(pk=acme.application.pk), acme.share, by=acme.recruiter, summary="Back again")

    assert (again.pk, again.status, again.decision) == (acme.submission.pk, "submitted", "new")
    assert seen_by_maya(acme) == {"Dario"}


def test_who_was_seen_and_prepared_again_falls_back_to_taken_back_when_dropped(acme: Acme) -> None:
    acme.submission.was_viewed(by=acme.maya)
    submission = Submission.objects.get(pk=acme.submission.pk)
    submission.withdraw(by=acme.recruiter)
    propose(acme.application, acme.share, by=acme.recruiter)

    choose(acme.share, [], by=acme.recruiter)

    assert Submission.objects.get(pk=submission.pk).status == "withdrawn"


def test_an_application_that_ended_is_not_submitted(acme: Acme) -> None:
    propose(acme.hidden_application, acme.share, by=acme.recruiter)
    acme.hidden_application.reject(by=acme.recruiter, reason="No", tell=False)
    assert not Submission.objects.proposed().exists()

    with pytest.raises(RuleBroken, match="no longer in process"):
        submit(acme.hidden_application, acme.share, by=acme.recruiter, summary="")


def test_only_the_jobs_own_candidates_are_submitted_to_a_live_share(acme: Acme) -> None:
    with pytest.raises(RuleBroken, match="not on this job"):
        submit(acme.other_application, acme.share, by=acme.recruiter, summary="")

    acme.share.pause(by=acme.recruiter)
    with pytest.raises(RuleBroken, match="not shared"):
        submit(acme.hidden_application, acme.share, by=acme.recruiter, summary="")


def test_somebody_elses_documents_are_never_shown(acme: Acme) -> None:
    with pytest.raises(RuleBroken, match="Choose documents of Hidden"):
        submit(acme.hidden_application, acme.share, by=acme.recruiter, summary="", documents=[acme.resume])

    assert not Submission.objects.filter(application=acme.hidden_application).exists()


def test_changing_a_summary_two_people_at_once_loses_nothing(acme: Acme) -> None:
    seen = shown(acme.submission, ["summary", "fields"])
    hers = Submission.objects.get(pk=acme.submission.pk)
    change_submission(hers, by=acme.recruiter, summary="Hers", fields=hers.fields, documents=[acme.resume], seen=seen)

    his = Submission.objects.get(pk=acme.submission.pk)
    with pytest.raises(Conflict, match="Hers"):
        change_submission(his, by=acme.owner, summary="His", fields=his.fields, documents=[acme.resume], seen=seen)

    assert Submission.objects.get(pk=acme.submission.pk).summary == "Hers"
    assert Event.objects.filter(verb="submission.changed").count() == 1


def test_taking_somebody_back_ends_the_clients_sight_at_once(acme: Acme) -> None:
    acme.submission.withdraw(by=acme.recruiter)

    assert seen_by_maya(acme) == set()


def test_clients_see_candidates_only_of_active_jobs(acme: Acme) -> None:
    acme.job.become(Job.Status.FILLED, by=acme.recruiter)

    assert seen_by_maya(acme) == set()
    assert JobShare.objects.visible_to(acme.maya).filter(job=acme.job).exists()


def test_doors_of_submissions(acme: Acme) -> None:
    for stranger in (acme.priya, acme.jonas, acme.revoked, acme.dario_member, acme.consultant, acme.theirs.owner):
        assert acme.submission not in Submission.objects.visible_to(stranger), stranger.name
    assert acme.submission in Submission.objects.visible_to(acme.reader)


def test_notifying_needs_a_live_share(acme: Acme) -> None:
    assert notify_clients(acme.share, [acme.submission], by=acme.recruiter) == 1

    acme.share.pause(by=acme.recruiter)
    with pytest.raises(RuleBroken, match="not shared"):
        notify_clients(acme.share, [], by=acme.recruiter)


def test_closing_a_job_ends_its_open_applications(acme: Acme) -> None:
    assert close_job(acme.job, by=acme.recruiter, filled=True) == 2

    assert {row.status for row in Application.objects.filter(job=acme.job)} == {"job_closed"}
    assert {mail.to for mail in Email.objects.all()} <= {acme.dario.email, acme.hidden.email}


def test_the_recruiter_hears_the_clients_answer_and_notes_it(acme: Acme) -> None:
    acme.submission.decline(by=acme.maya, reason="Too far away")
    email = Email.objects.get()
    assert (email.to, email.subject) == ("rosa@acme.example", "Maya Lindqvist on Dario Conti: Declined")
    assert "Too far away" in email.text

    submission = Submission.objects.get(pk=acme.submission.pk)
    submission.note_answer(by=acme.recruiter)
    assert Submission.objects.get(pk=submission.pk).answer_seen is not None


def test_what_was_written_about_somebody_stays_when_they_are_prepared_again_and_dropped(acme: Acme) -> None:
    one = submit(acme.hidden_application, acme.share, by=acme.recruiter, summary="")
    Message.send(one, text="Look at this one, please.", by=acme.recruiter)
    one.withdraw(by=acme.recruiter)
    choose(acme.share, [acme.hidden_application], by=acme.recruiter)

    choose(acme.share, [], by=acme.recruiter)

    one.refresh_from_db()
    assert (one.status, one.messages.count()) == ("withdrawn", 1)
