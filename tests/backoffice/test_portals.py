"""A client portal at the desk: open one, its jobs, everybody on it, previews, and the ways to put a job on it."""

import pytest
from django.test import Client

from portico.clients.models import Organization
from portico.jobs.models import Job
from portico.portals.models import JobShare, Portal
from tests.desk import browser_of, text_of
from tests.world import Acme


@pytest.fixture
def rosa(acme: Acme) -> Client:
    """The recruiter's browser."""
    return browser_of(acme.recruiter)


def another_job(acme: Acme) -> Job:
    """An open position at Northwind that is not shared."""
    words = {"title": "Day porter", "organization": acme.northwind, "primary_contact": acme.maya_contact}
    return Job(agency=acme.agency, owner=acme.recruiter, status=Job.Status.OPEN, **words).add(by=acme.recruiter)


def test_a_portal_is_opened_for_an_organization_without_one(acme: Acme, rosa: Client) -> None:
    orbit = Organization(agency=acme.agency, name="Orbit").add(by=None)

    answer = rosa.post("/desk/portals/add/", {"organization": f"Orbit #{orbit.pk}"}, follow=True)

    assert "The client portal of Orbit is open." in text_of(answer)
    assert Portal.objects.get(organization=orbit).active
    again = rosa.post("/desk/portals/add/", {"organization": f"Orbit #{orbit.pk}"})
    assert again.status_code == 302
    assert Portal.objects.filter(organization=orbit).count() == 1


@pytest.mark.parametrize("typed", ["", "Nowhere", "x" * 400, "#999999999999999999999", "\0"])
def test_a_portal_is_not_opened_for_nonsense(rosa: Client, typed: str) -> None:
    assert rosa.post("/desk/portals/add/", {"organization": typed}).status_code == 422


def test_no_portal_is_opened_for_the_rivals_organization(acme: Acme, rosa: Client) -> None:
    theirs = acme.theirs.northwind
    assert rosa.post("/desk/portals/add/", {"organization": f"x #{theirs.pk}"}).status_code == 422


def test_the_jobs_of_a_portal_are_viewed_managed_and_removed(acme: Acme, rosa: Client) -> None:
    page = text_of(rosa.get(f"/desk/portals/{acme.share.portal_id}/?as={acme.maya.pk}"))
    for address in (
        f"/client/preview/{acme.maya.pk}/jobs/{acme.share.pk}/",
        f"/desk/shares/{acme.share.pk}/",
        f"/desk/portals/{acme.share.portal_id}/users/",
    ):
        assert f'"{address}"' in page

    answer = rosa.post(f"/desk/shares/{acme.share.pk}/end/?back=portal")

    assert answer.headers["location"] == f"/desk/portals/{acme.share.portal_id}/"
    assert JobShare.objects.get(pk=acme.share.pk).status == JobShare.Status.ENDED


def test_a_job_reaches_the_portal_from_three_places(acme: Acme, rosa: Client) -> None:
    job = another_job(acme)
    share = f'"/desk/jobs/{job.pk}/share/"'

    on_job = text_of(rosa.get(f"/desk/jobs/{job.pk}/"))
    assert "Not on Client Portal" in on_job
    assert on_job.count(share) >= 2, "the notice and the greyed sign"
    assert share in text_of(rosa.get("/desk/jobs/")), "the greyed sign in the list"
    from_portal = text_of(rosa.get(f"/desk/portals/{acme.share.portal_id}/jobs/add/"))
    assert share in from_portal
    assert f'"/desk/jobs/{acme.job.pk}/share/"' not in from_portal, "that one is on it already"


def test_all_candidates_of_a_portal_stand_with_what_the_client_sees(acme: Acme, rosa: Client) -> None:
    acme.submission.was_viewed(by=acme.maya)
    page = text_of(rosa.get(f"/desk/portals/{acme.share.portal_id}/candidates/"))

    for words in ("Dario Conti", "Night porter", "Calm, friendly", "Dario-Conti-CV.pdf", "Maya Lindqvist"):
        assert words in page
    assert "Hidden CANARY" not in page
    assert "Elena" not in page
    assert "Dario" not in text_of(rosa.get(f"/desk/portals/{acme.share.portal_id}/candidates/?q=Elena"))


def test_who_sees_only_their_own_desk_sees_only_its_candidates(acme: Acme) -> None:
    dana = browser_of(acme.consultant)
    for tab in ("", "candidates/", "jobs/add/"):
        page = text_of(dana.get(f"/desk/portals/{acme.share.portal_id}/{tab}"))
        assert "Dario" not in page
        assert "Night porter" not in page


def test_the_portal_is_previewed_as_somebody_who_is_not_invited_yet(acme: Acme, rosa: Client) -> None:
    asked = f"?portal={acme.share.portal_id}&role=viewer"
    start = text_of(rosa.get(f"/client/preview/0/{asked}"))
    assert "Somebody new (Viewer)" in start
    assert f"/client/preview/0/jobs/{acme.share.pk}/" in start
    assert "role=viewer" in start
    assert "Dario Conti" in text_of(rosa.get(f"/client/preview/0/jobs/{acme.share.pk}/{asked}"))
    page = rosa.get(f"/client/preview/0/submissions/{acme.submission.pk}/{asked}")
    assert "Calm, friendly" in text_of(page)
    assert not acme.submission.views.exists()
    elsewhere = rosa.get(f"/client/preview/0/jobs/{acme.other_share.pk}/{asked}")
    assert elsewhere.status_code == 404


@pytest.mark.parametrize(
    "asked", ["", "?portal=x", "?portal=9999999999999999999999", "?portal=1&role=owner", "?portal=-1", "?portal=\0"]
)
def test_a_preview_of_nobody_is_not_found(rosa: Client, asked: str) -> None:
    assert rosa.get(f"/client/preview/0/{asked}").status_code == 404


def test_the_rivals_portal_is_not_previewed(acme: Acme, rosa: Client) -> None:
    assert rosa.get(f"/client/preview/0/?portal={acme.theirs.share.portal_id}").status_code == 404
