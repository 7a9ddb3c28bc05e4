"""A job may be shown to two clients, as when it moved from one to the other: neither reads what the other one did."""

import pytest

from portico.agencies.models import Member
from portico.jobs.stages import Stage
from portico.pipeline.models import Submission
from portico.portals.models import JobShare, Portal
from tests.desk import browser_of
from tests.world import Acme

REMARK = "Too dear for us at Northwind"


@pytest.fixture
def theirs(acme: Acme) -> Submission:
    """The same application before the other client."""
    portal = Portal.objects.get(organization=acme.helix)
    share = JobShare.objects.create(agency=acme.agency, portal=portal, job=acme.job, status=JobShare.Status.LIVE)
    return Submission.objects.create(agency=acme.agency, application=acme.application, share=share, fields=[])


def test_a_move_of_one_client_is_not_told_to_the_other(acme: Acme, theirs: Submission) -> None:
    stage = Stage.first(acme.agency.pk, Stage.Kind.INTERVIEW)
    acme.application.move(to=stage, by=acme.maya, remark=REMARK)

    assert REMARK in browser_of(acme.maya).get(f"/client/submissions/{acme.submission.pk}/").text
    assert REMARK not in browser_of(acme.priya).get(f"/client/submissions/{theirs.pk}/").text
    preview = f"/client/preview/{acme.priya.pk}/submissions/{theirs.pk}/"
    assert REMARK not in browser_of(acme.recruiter).get(preview).text


def test_colleagues_read_a_move_also_after_its_maker_has_left(acme: Acme) -> None:
    stage = Stage.first(acme.agency.pk, Stage.Kind.INTERVIEW)
    acme.application.move(to=stage, by=acme.maya, remark=REMARK)
    Member.objects.filter(pk=acme.maya.pk).update(status=Member.Status.REVOKED)
    acme.jonas.seat.shares.add(acme.share)

    assert REMARK in browser_of(acme.jonas).get(f"/client/submissions/{acme.submission.pk}/").text
