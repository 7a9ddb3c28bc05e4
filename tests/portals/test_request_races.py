"""Two people answer one requisition, or one proposal, in the same moment, on real connections."""

import pytest

from portico.jobs.models import Job, Requisition
from portico.kit.rules import RuleBroken
from portico.messaging.models import Email
from portico.portals import requesting
from portico.portals.approving import approve
from portico.portals.job_changes import JobChange
from portico.portals.models import JobShare
from portico.records.editing import shown
from tests.asking import handed_in, proposal
from tests.pipeline.test_races import at_once
from tests.world import Acme
from tests.world import acme as build


@pytest.fixture
def world(transactional_db: None) -> Acme:
    """The world, for real transactions."""
    return build()


def fresh(row: Requisition) -> Requisition:
    """The row as a request of its own reads it."""
    return Requisition.objects.select_related("organization", "requester", "agency").get(pk=row.pk)


def refused(said: list[Exception | None]) -> list[Exception]:
    """Those who were told no, each by a rule."""
    found = [no for no in said if no is not None]
    assert all(isinstance(no, RuleBroken) for no in found), found
    return found


@pytest.mark.parametrize("taken_up", [False, True])
def test_approved_twice_at_once_it_becomes_one_job(world: Acme, taken_up: bool) -> None:
    row = handed_in(world)
    if taken_up:
        row.take_up(by=world.recruiter)
    Email.objects.all().delete()
    hers, his = fresh(row), fresh(row)

    said = at_once(lambda: approve(hers, by=world.recruiter), lambda: approve(his, by=world.owner))

    assert len(refused(said)) == 1
    assert Job.objects.filter(title="Day porter").count() == 1
    assert Email.objects.filter(to=world.petra.email).count() == 1
    assert JobShare.objects.filter(job__title="Day porter").count() == 1


def test_approved_while_the_client_withdraws_one_of_both_holds(world: Acme) -> None:
    row = handed_in(world)
    hers, theirs = fresh(row), fresh(row)

    said = at_once(lambda: approve(hers, by=world.recruiter), lambda: requesting.withdraw(theirs, by=world.petra))

    assert len(refused(said)) == 1
    approved = fresh(row).status == Requisition.Status.APPROVED
    assert Job.objects.filter(title="Day porter").exists() is approved


def test_declined_while_it_is_approved_one_of_both_holds(world: Acme) -> None:
    row = handed_in(world)
    hers, his = fresh(row), fresh(row)

    said = at_once(lambda: approve(hers, by=world.recruiter), lambda: his.decline(reason="No", by=world.owner))

    assert len(refused(said)) == 1
    declined = fresh(row).status == Requisition.Status.DECLINED
    assert fresh(row).remarks.exists() is declined
    assert Job.objects.filter(title="Day porter").exists() is not declined


def test_of_two_proposals_at_once_one_is_open(world: Acme) -> None:
    petra, share = world.petra, JobShare.objects.get(pk=world.share.pk)
    seen = shown(share.job, ["openings"])

    said = at_once(
        *(lambda: JobChange.propose(JobShare.objects.get(pk=share.pk), {"openings": 3}, seen=seen, by=petra),) * 2
    )

    assert len(refused(said)) == 1
    assert JobChange.objects.count() == 1


def test_decided_twice_at_once_the_job_changes_once(world: Acme) -> None:
    made = proposal(world, openings=3)
    hers, his = (JobChange.objects.select_related("share__job").get(pk=made.pk) for _one in range(2))
    seen = shown(world.job, ["openings"])

    said = at_once(
        lambda: hers.decide(accepted=["openings"], reason="", by=world.recruiter, seen=seen),
        lambda: his.decide(accepted=[], reason="No", by=world.owner, seen=seen),
    )

    assert len(refused(said)) == 1
    world.job.refresh_from_db()
    accepted = JobChange.objects.get().status == JobChange.Status.ACCEPTED
    assert world.job.openings == (3 if accepted else 1)
