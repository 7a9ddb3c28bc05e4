"""Two people act on one application in the same moment, on real connections: one does it, the other is told."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from portico.jobs.stages import Stage
from portico.kit.rules import Conflict, RuleBroken
from portico.pipeline.models import Application, Move
from portico.pipeline.submissions import Submission
from portico.pipeline.submitting import propose, publish
from portico.portals.deciding import choose_decider
from portico.portals.models import JobShare
from tests.world import Acme
from tests.world import acme as build


@pytest.fixture
def world(transactional_db: None) -> Acme:
    return build()


def at_once(*deeds: Callable[[], object]) -> list[Exception | None]:
    """Start all deeds at the same moment, each in a thread with a connection of its own; what each of them raised."""
    ready = threading.Barrier(len(deeds))
    said: list[Exception | None] = [None] * len(deeds)

    def run(place: int, deed: Callable[[], object]) -> None:
        try:
            ready.wait(timeout=30)
            deed()
        except Exception as no:
            said[place] = no
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return said


def fresh(application: Application) -> Application:
    """The row as a request of its own reads it."""
    return Application.objects.select_related("candidate", "job", "stage").get(pk=application.pk)


def test_two_people_move_one_application_at_once(world: Acme) -> None:
    offer, interview = world.stage(Stage.Kind.OFFER), world.stage(Stage.Kind.INTERVIEW)
    hers, his = fresh(world.application), fresh(world.application)
    seen = str(world.application.stage_id)

    said = at_once(
        lambda: hers.move(to=offer, by=world.recruiter, remark="hers", seen=seen),
        lambda: his.move(to=interview, by=world.owner, remark="his", seen=seen),
    )

    refused = [no for no in said if no is not None]
    assert len(refused) == 1
    assert isinstance(refused[0], Conflict)
    there = fresh(world.application)
    assert f"moved Dario Conti to {there.stage.name} meanwhile" in str(refused[0])
    assert Move.objects.filter(application=there, from_stage__isnull=False).count() == 1


def test_one_moves_while_another_rejects(world: Acme) -> None:
    hers, his = fresh(world.application), fresh(world.application)
    seen = str(world.application.stage_id)

    said = at_once(
        lambda: hers.move(to=world.stage(Stage.Kind.OFFER), by=world.recruiter, seen=seen),
        lambda: his.reject(by=world.owner, reason="No", tell=False, seen=seen),
    )

    assert sum(no is None for no in said) == 1
    assert all(no is None or isinstance(no, Conflict) for no in said)
    there = fresh(world.application)
    assert there.status == ("rejected" if said[1] is None else "open")


def test_two_people_reject_one_application_at_once(world: Acme) -> None:
    hers, his = fresh(world.application), fresh(world.application)

    said = at_once(
        lambda: hers.reject(by=world.recruiter, reason="One", tell=False),
        lambda: his.reject(by=world.owner, reason="Two", tell=False),
    )

    assert [isinstance(no, RuleBroken) for no in said].count(True) == 1


def test_two_people_put_one_candidate_on_a_job_at_once(world: Acme) -> None:
    said = at_once(
        lambda: Application.add(world.job, world.elena, by=world.recruiter),
        lambda: Application.add(world.job, world.elena, by=world.owner),
    )

    assert [isinstance(no, RuleBroken) for no in said].count(True) == 1, said
    assert Application.objects.filter(job=world.job, candidate=world.elena).count() == 1


def test_two_people_publish_at_once_and_everybody_is_submitted_once(world: Acme) -> None:
    propose(fresh(world.hidden_application), world.share, by=world.recruiter)
    mine, theirs = (JobShare.objects.select_related("job__organization").get(pk=world.share.pk) for _ in range(2))

    said = at_once(
        lambda: publish(mine, by=world.recruiter, notify=False), lambda: publish(theirs, by=world.owner, notify=False)
    )

    assert said == [None, None]
    assert Submission.objects.get(application=world.hidden_application).status == "submitted"
    assert Move.objects.filter(application=world.hidden_application).count() == 2


def two_reviewers(world: Acme) -> tuple[Submission, Submission]:
    """Jonas may judge, too; the submission as each of the two reads it."""
    world.jonas.role = "reviewer"
    world.jonas.save()
    world.jonas.seat.all_jobs = True
    world.jonas.seat.save()
    rows = Submission.objects.select_related("application__candidate", "application__job", "share__portal")
    return rows.get(pk=world.submission.pk), rows.get(pk=world.submission.pk)


def test_two_reviewers_answer_at_once_and_one_decides(world: Acme) -> None:
    hers, his = two_reviewers(world)
    said = at_once(
        lambda: hers.approve(by=world.maya, seen="new"),
        lambda: his.keep_in_view(by=world.jonas, seen="new"),
    )
    assert [type(no) for no in said if no] == [Conflict]
    there = Submission.objects.get(pk=world.submission.pk)
    assert (there.decision, there.decided_by) in {("shortlisted", world.maya), ("keep_in_view", world.jonas)}
    assert there.verdicts.exclude(answer="").count() == 1


def test_whoever_comes_first_the_chosen_persons_answer_decides(world: Acme) -> None:
    hers, his = two_reviewers(world)
    choose_decider(world.share, world.jonas.seat, by=world.recruiter)
    said = at_once(
        lambda: hers.approve(by=world.maya, seen="new"),
        lambda: his.keep_in_view(by=world.jonas, seen="new"),
    )
    assert said == [None, None]
    there = Submission.objects.get(pk=world.submission.pk)
    assert (there.decision, there.decided_by) == ("keep_in_view", world.jonas)
    assert there.verdicts.exclude(answer="").count() == 2
