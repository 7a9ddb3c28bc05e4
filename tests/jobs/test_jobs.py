"""Jobs: opening, holding, archiving, and who sees them."""

import pytest

from portico.jobs.models import Job
from portico.kit.rules import Conflict, RuleBroken
from portico.pipeline.deleting import delete
from tests.world import Acme


def test_a_draft_opens_and_remembers_when(acme: Acme) -> None:
    acme.draft_job.open(by=acme.recruiter)

    assert acme.draft_job.is_active
    assert Job.objects.get(pk=acme.draft_job.pk).opened is not None


def test_a_job_moves_only_along_its_table(acme: Acme) -> None:
    with pytest.raises(RuleBroken, match="is draft and cannot become on hold"):
        acme.draft_job.hold(by=acme.recruiter)


def test_two_people_cannot_both_change_its_status(acme: Acme) -> None:
    other = Job.objects.get(pk=acme.job.pk)
    acme.job.hold(by=acme.recruiter)

    with pytest.raises(Conflict, match="Somebody else"):
        other.hold(by=acme.owner)


def test_an_archived_job_is_not_active(acme: Acme) -> None:
    acme.job.archive(by=acme.recruiter)
    assert not acme.job.is_active
    assert acme.job not in Job.objects.visible_to(acme.owner).current()

    acme.job.restore(by=acme.recruiter)
    assert acme.job.is_active


def test_people_limited_to_their_desk_see_the_jobs_they_own_or_help_with(acme: Acme) -> None:
    assert not Job.objects.visible_to(acme.consultant).exists()

    acme.job.team.add(acme.consultant)
    Job.objects.filter(pk=acme.draft_job.pk).update(owner=acme.consultant)
    assert set(Job.objects.visible_to(acme.consultant)) == {acme.job, acme.draft_job}


def test_no_client_candidate_or_stranger_sees_a_job(acme: Acme) -> None:
    for somebody in (acme.maya, acme.dario_member, acme.revoked, acme.gone):
        assert not Job.objects.visible_to(somebody).exists()
    assert acme.job not in Job.objects.visible_to(acme.theirs.owner)


def test_a_job_is_deleted_only_where_nothing_hangs_on_it(acme: Acme) -> None:
    with pytest.raises(RuleBroken, match="applications, shares"):
        delete(acme.job, by=acme.owner)

    draft = acme.draft_job.pk
    delete(acme.draft_job, by=acme.owner)
    assert not Job.objects.filter(pk=draft).exists()
