"""Moving a candidate through the pipeline, forwards and backwards, and two people at once."""

import pytest

from portico.jobs.stages import Stage
from portico.kit.rules import Conflict, RuleBroken
from portico.messaging.models import Email
from portico.pipeline.models import Application, Move, Placement
from portico.pipeline.moving import move_many, reject_many
from portico.pipeline.undoing import take_back_move
from portico.portals.models import Seat
from portico.records.models import Event
from tests.world import START, Acme

Kind = Stage.Kind


def test_a_move_is_remembered_with_its_remark(acme: Acme) -> None:
    acme.application.move(to=acme.stage(Kind.OFFER), by=acme.recruiter, remark="They love him")

    assert acme.application.stage.kind == Kind.OFFER
    step = Move.objects.filter(application=acme.application).last()
    assert step is not None
    assert (step.from_stage, step.to_stage) == (acme.stage(Kind.CLIENT_REVIEW), acme.stage(Kind.OFFER))
    assert (step.remark, step.by_name) == ("They love him", "Rosa Delgado")
    assert (
        str(Event.objects.get(verb="application.moved"))
        == "moved Dario Conti from Client review to Offer for Night porter"
    )


def test_an_open_application_moves_backwards_too(acme: Acme) -> None:
    acme.application.move(to=acme.stage(Kind.SOURCED), by=acme.recruiter, remark="By mistake")

    assert Application.objects.get(pk=acme.application.pk).stage.kind == Kind.SOURCED


def test_an_archived_stage_takes_nobody(acme: Acme) -> None:
    stage = Stage.objects.get(agency=acme.agency, name="Final interview")
    stage.archive(by=acme.owner)

    with pytest.raises(RuleBroken, match="no longer in use"):
        acme.application.move(to=stage, by=acme.recruiter)


def test_another_agencys_stage_takes_nobody(acme: Acme) -> None:
    with pytest.raises(RuleBroken, match="no longer in use"):
        acme.application.move(to=acme.theirs.stage(Kind.OFFER), by=acme.recruiter)


def test_placing_needs_its_own_deed(acme: Acme) -> None:
    with pytest.raises(RuleBroken, match="start date"):
        acme.application.move(to=acme.stage(Kind.PLACED), by=acme.recruiter)


def test_a_page_a_minute_old_moves_nobody(acme: Acme) -> None:
    shown = str(acme.application.stage_id)
    Application.objects.get(pk=acme.application.pk).move(to=acme.stage(Kind.OFFER), by=acme.owner)
    there = Application.objects.get(pk=acme.application.pk)

    with pytest.raises(Conflict) as no:
        there.move(to=acme.stage(Kind.INTERVIEW), by=acme.recruiter, remark="typed", seen=shown)

    assert str(no.value) == "Olivia Hart moved Dario Conti to Offer meanwhile. Your change was not made."
    assert Application.objects.get(pk=acme.application.pk).stage.kind == Kind.OFFER
    assert not Move.objects.filter(remark="typed").exists()


def test_a_page_a_minute_old_rejects_and_places_nobody(acme: Acme) -> None:
    shown = str(acme.application.stage_id)
    Application.objects.get(pk=acme.application.pk).move(to=acme.stage(Kind.OFFER), by=acme.owner)
    there = Application.objects.get(pk=acme.application.pk)

    with pytest.raises(Conflict, match="meanwhile"):
        there.reject(by=acme.recruiter, reason="No", seen=shown)
    with pytest.raises(Conflict, match="meanwhile"):
        there.place(by=acme.recruiter, start=START, seen=shown)


def test_nonsense_in_the_pages_stage_is_refused_not_an_error(acme: Acme) -> None:
    for nonsense in ("x", "-1", "9" * 19, "٣", "0"):
        with pytest.raises(RuleBroken):
            acme.application.reject(by=acme.recruiter, reason="No", seen=nonsense)


def test_reject_closes_the_application_and_tells_the_candidate(acme: Acme) -> None:
    acme.application.reject(by=acme.recruiter, reason="No night shifts")

    assert acme.application.status == Application.Status.REJECTED
    email = Email.objects.get()
    assert (email.to, email.subject) == ("dario@example.com", "Your application as Night porter")
    assert "No night shifts" not in email.text + email.html


def test_reject_without_a_word_to_the_candidate(acme: Acme) -> None:
    acme.application.reject(by=acme.recruiter, reason="Told by phone", tell=False)

    assert not Email.objects.exists()


def test_withdrawing_takes_the_candidate_back_from_the_client(acme: Acme) -> None:
    acme.application.withdraw(by=acme.recruiter, reason="Took another job")

    acme.submission.refresh_from_db()
    assert acme.submission.status == "withdrawn"


def test_place_makes_a_placement_and_reopen_takes_it_back(acme: Acme) -> None:
    acme.application.place(by=acme.recruiter, start=START, remark="Signed")
    assert Placement.objects.get().start == START
    assert acme.application.stage.kind == Kind.PLACED

    acme.application.reopen(by=acme.recruiter)
    assert not Placement.objects.exists()
    there = Application.objects.get(pk=acme.application.pk)
    assert (there.status, there.stage.kind) == ("open", Kind.OFFER)


def test_reopen_needs_an_active_job(acme: Acme) -> None:
    acme.application.reject(by=acme.recruiter, reason="No", tell=False)
    acme.job.become("closed", by=acme.recruiter)
    there = Application.objects.get(pk=acme.application.pk)

    with pytest.raises(RuleBroken, match="not active"):
        there.reopen(by=acme.recruiter)


def test_somebody_stands_on_a_job_once(acme: Acme) -> None:
    with pytest.raises(RuleBroken, match="on this job already"):
        Application.add(acme.job, acme.dario, by=acme.recruiter)


def test_ones_own_last_move_can_be_taken_back_and_both_steps_stay(acme: Acme) -> None:
    acme.application.move(to=acme.stage(Kind.OFFER), by=acme.recruiter)
    with pytest.raises(RuleBroken, match="no longer be undone"):
        take_back_move(acme.application, by=acme.owner)

    take_back_move(acme.application, by=acme.recruiter)

    assert Application.objects.get(pk=acme.application.pk).stage.kind == Kind.CLIENT_REVIEW
    assert Move.objects.filter(application=acme.application).count() == 3


def test_many_move_and_who_was_moved_meanwhile_is_named(acme: Acme) -> None:
    seen = {
        acme.application.pk: str(acme.application.stage_id),
        acme.hidden_application.pk: str(acme.hidden_application.stage_id),
    }
    Application.objects.get(pk=acme.application.pk).move(to=acme.stage(Kind.OFFER), by=acme.owner)
    rows = Application.objects.filter(job=acme.job).select_related("candidate", "job", "stage")

    outcome = move_many(rows, to=acme.stage(Kind.INTERVIEW), by=acme.recruiter, seen=seen)

    assert outcome.done == 1
    assert outcome.refused == ["Olivia Hart moved Dario Conti to Offer meanwhile. Your change was not made."]


def test_many_are_rejected_with_one_reason(acme: Acme) -> None:
    rows = Application.objects.filter(job=acme.job).select_related("candidate", "job", "stage", "agency")

    outcome = reject_many(rows, by=acme.recruiter, reason="Filled", tell=True, seen={})

    assert (outcome.done, outcome.refused) == (2, [])
    assert Email.objects.count() == 2


def test_a_client_moves_only_into_stages_opened_to_them(acme: Acme) -> None:
    with pytest.raises(RuleBroken, match="cannot move"):
        acme.submission.move(to=acme.stage(Kind.OFFER), by=acme.maya)

    acme.submission.move(to=acme.stage(Kind.INTERVIEW), by=acme.maya, remark="Invite him")

    email = Email.objects.get()
    assert (email.to, email.subject) == ("rosa@acme.example", "Maya Lindqvist moved Dario Conti to Interview")
    assert "Invite him" in email.text


def test_a_viewer_moves_nobody(acme: Acme) -> None:
    Seat.objects.filter(member=acme.jonas).update(all_jobs=True)
    with pytest.raises(RuleBroken, match="not judge"):
        acme.submission.move(to=acme.stage(Kind.INTERVIEW), by=acme.jonas)


def test_people_limited_to_their_desk_see_only_their_jobs_people(acme: Acme) -> None:
    assert not Application.objects.visible_to(acme.consultant).exists()

    acme.job.team.add(acme.consultant)
    assert {row.job for row in Application.objects.visible_to(acme.consultant)} == {acme.job}
    assert not Application.objects.visible_to(acme.maya).exists()
