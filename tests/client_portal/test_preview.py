"""The agency looks at the portal as a contact would."""

import pytest
from django.test import Client

from portico.agencies.models import Member
from portico.pipeline.models import Submission, SubmissionView
from portico.pipeline.submitting import propose
from portico.portals.models import JobShare
from portico.records.models import Event
from tests.desk import browser_of
from tests.world import Acme


@pytest.fixture
def rosa(acme: Acme) -> Client:
    """The recruiter's browser."""
    return browser_of(acme.recruiter)


def test_the_preview_is_the_clients_page_with_a_banner_and_without_deeds(acme: Acme, rosa: Client) -> None:
    page = rosa.get(f"/client/preview/{acme.maya.pk}/submissions/{acme.submission.pk}/").text

    assert "Preview: what Maya Lindqvist sees" in page
    assert "Calm, friendly, used to nights." in page
    assert 'method="post"' not in page.replace('<form method="post" action="/sign-out/"', "")
    assert "CANARY" not in page


def test_a_preview_leaves_no_trace(acme: Acme, rosa: Client) -> None:
    before = Event.objects.count()
    rosa.get(f"/client/preview/{acme.maya.pk}/")
    rosa.get(f"/client/preview/{acme.maya.pk}/jobs/{acme.share.pk}/")
    rosa.get(f"/client/preview/{acme.maya.pk}/submissions/{acme.submission.pk}/")

    assert Event.objects.count() == before
    assert not SubmissionView.objects.exists()
    assert Submission.objects.get(pk=acme.submission.pk).status == "submitted"


def test_what_is_prepared_is_in_the_preview_and_not_on_the_portal(acme: Acme, rosa: Client) -> None:
    JobShare.objects.filter(pk=acme.share.pk).update(status="draft")
    Submission.objects.filter(pk=acme.submission.pk).update(status="proposed")

    assert "Dario Conti" in rosa.get(f"/client/preview/{acme.maya.pk}/jobs/{acme.share.pk}/").text
    assert browser_of(acme.maya).get(f"/client/jobs/{acme.share.pk}/").status_code == 404


def test_the_portal_of_somebody_who_has_not_joined_yet_can_be_previewed(acme: Acme, rosa: Client) -> None:
    Member.objects.filter(pk=acme.maya.pk).update(status="invited")
    assert rosa.get(f"/client/preview/{acme.maya.pk}/jobs/{acme.share.pk}/").status_code == 200


def test_the_preview_shows_no_more_than_the_contacts_seat_covers(acme: Acme, rosa: Client) -> None:
    assert rosa.get(f"/client/preview/{acme.jonas.pk}/jobs/{acme.share.pk}/").status_code == 404
    assert rosa.get(f"/client/preview/{acme.priya.pk}/submissions/{acme.submission.pk}/").status_code == 404


def test_who_may_not_share_and_who_does_not_work_on_the_job_gets_no_preview(acme: Acme) -> None:
    address = f"/client/preview/{acme.maya.pk}/jobs/{acme.share.pk}/"
    assert browser_of(acme.reader).get(address).status_code == 403
    assert browser_of(acme.consultant).get(address).status_code == 404
    assert browser_of(acme.maya).get(address).status_code == 404
    assert browser_of(acme.theirs.owner).get(address).status_code == 404


def test_the_preview_shows_them_where_publishing_brings_them(acme: Acme, rosa: Client) -> None:
    prepared = propose(acme.hidden_application, acme.share, by=acme.recruiter)
    page = rosa.get(f"/client/preview/{acme.maya.pk}/submissions/{prepared.pk}/").content.decode()

    assert "Waiting for you" in page
    assert f"With {acme.agency.name}" not in page
    assert acme.hidden_application.stage.kind == "sourced"
