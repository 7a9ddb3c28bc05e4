"""Sharing a job: what must hold first, who sees it, and how it ends."""

from datetime import timedelta

import pytest

from portico.agencies.models import Member
from portico.clients.models import Contact
from portico.jobs.models import Job
from portico.kit.rules import RuleBroken
from portico.kit.times import now
from portico.portals.models import JobShare, Portal, Seat
from portico.portals.sharing import change_job, missing, prepare_share, share_job, shares_in_question
from portico.records.editing import shown
from portico.records.models import Event
from tests.world import Acme


def codes(job: Job) -> list[str]:
    """What is missing."""
    return [one.code for one in missing(Job.objects.get(pk=job.pk))]


def test_everything_is_there(acme: Acme) -> None:
    assert codes(acme.job) == []


def test_each_missing_precondition_is_named(acme: Acme) -> None:
    assert codes(acme.draft_job) == ["job_inactive", "no_contact"]

    acme.job.primary_contact = acme.priya_contact
    acme.job.save()
    assert codes(acme.job) == ["contact_elsewhere"]

    Contact.objects.filter(pk=acme.priya_contact.pk).update(organization=None)
    assert codes(acme.job) == ["contact_homeless"]

    Job.objects.filter(pk=acme.job.pk).update(primary_contact=acme.maya_contact)
    Portal.objects.get(organization=acme.northwind).switch(on=False, by=acme.recruiter)
    assert codes(acme.job) == ["portal_off"]

    Portal.objects.get(organization=acme.northwind).switch(on=True, by=acme.recruiter)
    Member.objects.filter(pk__in=[acme.maya.pk, acme.jonas.pk]).update(status=Member.Status.SUSPENDED)
    assert codes(acme.job) == ["nobody_active"]


def test_what_is_missing_is_the_refusal_too(acme: Acme) -> None:
    with pytest.raises(RuleBroken, match="no primary contact"):
        share_job(acme.draft_job, by=acme.recruiter, fields=[])


def test_an_archived_job_is_not_shared(acme: Acme) -> None:
    acme.job.archive(by=acme.recruiter)

    assert codes(acme.job) == ["job_inactive"]
    assert not JobShare.objects.visible_to(acme.maya).exists()


def test_a_prepared_share_is_seen_by_nobody_at_the_client(acme: Acme) -> None:
    acme.share.delete()
    share = prepare_share(acme.job, by=acme.recruiter, fields=["headline", "nonsense"])

    assert (share.status, share.fields) == ("draft", ["headline"])
    assert not JobShare.objects.visible_to(acme.maya).exists()
    assert JobShare.objects.all().covered_by(acme.maya).get() == share

    share.publish(by=acme.recruiter)
    assert JobShare.objects.visible_to(acme.maya).get() == share


def test_sharing_again_changes_what_is_shown_and_makes_no_second_share(acme: Acme) -> None:
    again = share_job(acme.job, by=acme.recruiter, fields=[], downloads=True)

    assert again == acme.share
    assert (again.chosen_fields, again.downloads) == ([], True)


def test_a_share_with_no_fields_shows_only_the_name(acme: Acme) -> None:
    acme.share.fields = []

    assert acme.share.chosen_fields == []


def test_unsharing_takes_effect_at_once(acme: Acme) -> None:
    assert JobShare.objects.visible_to(acme.maya).exists()

    acme.share.end(by=acme.recruiter)

    assert not JobShare.objects.visible_to(acme.maya).exists()
    assert str(Event.objects.get(verb="jobshare.ended")) == "stopped sharing Night porter with Northwind Logistics"


def test_pausing_hides_it_and_resuming_shows_it(acme: Acme) -> None:
    acme.share.pause(by=acme.recruiter)
    assert not JobShare.objects.visible_to(acme.maya).exists()

    acme.share.resume(by=acme.recruiter)
    assert JobShare.objects.visible_to(acme.maya).exists()


def test_a_share_ends_on_its_own_after_its_last_day(acme: Acme) -> None:
    JobShare.objects.filter(pk=acme.share.pk).update(expires=now() - timedelta(seconds=1))

    assert not JobShare.objects.visible_to(acme.maya).exists()
    assert JobShare.objects.get(pk=acme.share.pk).is_over


def test_an_ended_share_is_prepared_anew_before_anybody_sees_it(acme: Acme) -> None:
    acme.share.end(by=acme.recruiter)

    share = prepare_share(acme.job, by=acme.recruiter, fields=["headline"])

    assert (share.pk, share.status) == (acme.share.pk, "draft")


def test_who_sees_chosen_jobs_only_is_let_in_by_name(acme: Acme) -> None:
    assert not JobShare.objects.visible_to(acme.jonas).exists()

    prepare_share(acme.job, by=acme.recruiter, fields=[], seats=Seat.objects.filter(member=acme.jonas))

    assert JobShare.objects.visible_to(acme.jonas).get() == acme.share


def test_another_organizations_people_are_not_let_in_by_name(acme: Acme) -> None:
    Seat.objects.filter(member=acme.priya).update(all_jobs=False)

    prepare_share(acme.job, by=acme.recruiter, fields=[], seats=Seat.objects.filter(member=acme.priya))

    assert not JobShare.objects.visible_to(acme.priya).filter(job=acme.job).exists()


def test_people_of_other_organizations_and_agencies_see_nothing_of_it(acme: Acme) -> None:
    for stranger in (acme.priya, acme.revoked, acme.dario_member, acme.consultant, acme.theirs.owner, acme.theirs.maya):
        assert not JobShare.objects.visible_to(stranger).filter(job=acme.job).exists(), stranger.name


def test_a_share_does_not_follow_the_jobs_contact(acme: Acme) -> None:
    acme.job.organization, acme.job.primary_contact = acme.helix, acme.priya_contact
    acme.job.save()

    assert JobShare.objects.visible_to(acme.maya).filter(job=acme.job).exists()
    assert not JobShare.objects.visible_to(acme.priya).filter(job=acme.job).exists()


def test_a_new_contact_or_client_puts_the_share_in_question(acme: Acme) -> None:
    assert shares_in_question(acme.job, acme.northwind, acme.maya_contact) == []
    assert shares_in_question(acme.job, acme.northwind, acme.jonas_contact) == [acme.share]

    acme.share.end(by=acme.recruiter)
    assert shares_in_question(acme.job, acme.helix, acme.priya_contact) == []


@pytest.mark.parametrize("end", [True, False])
def test_changing_the_client_keeps_or_ends_the_share_as_chosen(acme: Acme, end: bool) -> None:
    seen = shown(acme.job, ["organization", "primary_contact"])
    changes = {"organization": acme.helix, "primary_contact": acme.priya_contact}

    change_job(acme.job, changes, team=[], end=end, seen=seen, by=acme.recruiter)

    assert JobShare.objects.visible_to(acme.maya).filter(job=acme.job).exists() is not end
    assert Job.objects.get(pk=acme.job.pk).organization == acme.helix


def test_the_team_is_told_in_one_event(acme: Acme) -> None:
    change_job(acme.job, {}, team=[acme.consultant.pk, acme.theirs.owner.pk], end=False, seen="", by=acme.recruiter)

    assert list(acme.job.team.all()) == [acme.consultant]
    assert str(Event.objects.get(verb="job.team_changed")) == "changed the team: Dana Weiss"
