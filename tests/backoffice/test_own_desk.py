"""Roles limited to their own desk: a contact's scope beyond it is neither shown nor lost."""

import pytest
from django.test import Client

from portico.agencies.models import Member
from portico.portals.models import JobShare, Seat
from tests.desk import browser_of
from tests.world import Acme


@pytest.fixture
def dana(acme: Acme) -> Client:
    """The consultant's browser; she works on a second job of Northwind, not on the first."""
    portal = acme.share.portal
    acme.draft_job.team.add(acme.consultant)
    JobShare.objects.create(agency=acme.agency, portal=portal, job=acme.draft_job, status=JobShare.Status.LIVE)
    Seat.objects.get(member=acme.jonas).shares.set([acme.share])
    return browser_of(acme.consultant)


def test_jobs_a_contact_sees_are_named_only_to_those_who_see_them(acme: Acme, dana: Client) -> None:
    Seat.objects.get(member=acme.jonas).set_scope(all_jobs=False, shares=[acme.share], by=acme.recruiter)
    page = f"/desk/contacts/{acme.jonas_contact.pk}/"

    assert "Night porter" in browser_of(acme.recruiter).get(page).text
    assert "Night porter" not in dana.get(page).text


def test_a_job_that_one_does_not_see_stays_in_a_contacts_scope(acme: Acme, dana: Client) -> None:
    mine = JobShare.objects.get(job=acme.draft_job)
    answer = dana.post(f"/desk/contacts/{acme.jonas_contact.pk}/scope/", {"role": "viewer", "shares": [mine.pk]})

    assert answer.status_code == 302
    assert set(Seat.objects.get(member=acme.jonas).shares.all()) == {mine, acme.share}


def test_access_given_back_reaches_no_further_than_before(acme: Acme, dana: Client) -> None:
    contact = acme.jonas_contact
    Member.objects.filter(pk=acme.jonas.pk).update(status=Member.Status.SUSPENDED)
    contact.email = "jonas.berg@northwind.example"
    contact.save()
    answer = browser_of(acme.recruiter).post(f"/desk/contacts/{contact.pk}/restore-access/")

    assert answer.status_code == 302
    seat = Seat.objects.get(contact=contact)
    assert not seat.all_jobs
    assert list(seat.shares.all()) == [acme.share]
