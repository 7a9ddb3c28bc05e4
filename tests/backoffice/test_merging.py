"""Merging two records of the same one: everything is kept, and the old address leads on."""

import pytest
from django.test import Client

from portico.candidates.models import Candidate
from portico.clients.models import Contact, Organization
from portico.jobs.models import Job
from portico.pipeline.models import Application, GuestLink, Message
from portico.pipeline.submitting import submit
from portico.portals.models import JobShare, Portal, Seat
from portico.records.models import Document, Note
from tests.desk import browser_of, text_of
from tests.world import Acme


@pytest.fixture
def rosa(acme: Acme) -> Client:
    return browser_of(acme.recruiter)


def merge(browser: Client, slug: str, kept: int, other: int) -> int:
    """Merge two records as the page's button does."""
    answer = browser.post(f"/desk/{slug}/{kept}/merge/", {"other": f"#{other}", "sure": "1"})
    return int(answer.status_code)


def twin(acme: Acme) -> Candidate:
    """Dario, entered once more."""
    row = Candidate(agency=acme.agency, first_name="Dario", last_name="Conti", email="dario@example.com", city="Leeds")
    return row.add(by=acme.recruiter, skills=["Italian"])


def test_the_page_offers_who_looks_the_same_and_shows_what_would_happen(acme: Acme, rosa: Client) -> None:
    other = twin(acme)
    page = text_of(rosa.get(f"/desk/candidates/{acme.dario.pk}/merge/"))
    assert f"?other=%23{other.pk}" in page
    compared = text_of(rosa.get(f"/desk/candidates/{acme.dario.pk}/merge/", {"other": f"#{other.pk}"}))
    assert "Leeds" in compared
    assert "into a note" in compared
    assert not Candidate.objects.filter(merged_into=acme.dario).exists()


def test_a_candidate_keeps_all_of_both(acme: Acme, rosa: Client) -> None:
    kept = twin(acme)
    assert merge(rosa, "candidates", kept.pk, acme.dario.pk) == 302
    kept.refresh_from_db()
    assert kept.member == acme.dario_member
    assert {"Italian", "Guest service", "Night shifts"} == set(kept.skills.values_list("name", flat=True))
    assert Document.objects.on(kept).count() == 2
    assert Application.objects.get(pk=acme.application.pk).candidate == kept
    assert (kept.title, kept.city) == ("Porter", "Leeds")
    page = text_of(rosa.get(f"/desk/candidates/{kept.pk}/?timeline=all"))
    for words in ("CANARY private note", "Dario-Conti-CV.pdf", "Night porter", "merged Dario Conti", "city: London"):
        assert words.lower() in page.lower(), words
    assert browser_of(acme.dario_member).get("/me/").status_code == 200


def test_the_old_address_leads_to_the_kept_record(acme: Acme, rosa: Client) -> None:
    kept = twin(acme)
    merge(rosa, "candidates", kept.pk, acme.dario.pk)
    assert rosa.get(f"/desk/candidates/{acme.dario.pk}/")["Location"] == f"/desk/candidates/{kept.pk}/"
    found = text_of(rosa.get("/desk/search/", {"q": "Conti"}))
    assert f"/desk/candidates/{acme.dario.pk}/" not in found
    assert text_of(rosa.get("/desk/candidates/")).count(">Dario Conti<") == 1
    assert merge(rosa, "candidates", kept.pk, acme.dario.pk) == 422


def test_two_runs_on_one_job_become_one(acme: Acme, rosa: Client) -> None:
    kept = twin(acme)
    Application.add(acme.job, kept, by=acme.recruiter)
    merge(rosa, "candidates", kept.pk, acme.dario.pk)
    assert Application.objects.filter(candidate=kept, job=acme.job).count() == 1


def test_what_one_client_said_and_asked_about_both_is_kept(acme: Acme, rosa: Client) -> None:
    Message.send(acme.submission, text="When can we meet?", by=acme.maya)
    GuestLink.send(acme.submission, email="ola@example.com", by=acme.maya)
    acme.submission.approve(by=acme.maya)
    kept = twin(acme)
    run = Application.add(acme.job, kept, by=acme.recruiter)
    shown = submit(run, acme.share, by=acme.recruiter, summary="Calm.")
    merge(rosa, "candidates", kept.pk, acme.dario.pk)
    shown.refresh_from_db()
    assert [one.text for one in shown.messages.all()] == ["When can we meet?"]
    assert (shown.guest_links.count(), shown.decision, shown.decided_by) == (1, "shortlisted", acme.maya)
    assert shown.verdicts.get().member == acme.maya


def test_a_contact_brings_its_jobs_and_its_portal_access(acme: Acme, rosa: Client) -> None:
    assert merge(rosa, "contacts", acme.nobody_contact.pk, acme.maya_contact.pk) == 302
    kept = Contact.objects.get(pk=acme.nobody_contact.pk)
    assert kept.member == acme.maya
    assert Job.objects.get(pk=acme.job.pk).primary_contact == kept
    assert Seat.objects.get(member=acme.maya).contact == kept
    assert browser_of(acme.maya).get("/client/").status_code == 200
    assert rosa.get(f"/desk/contacts/{acme.maya_contact.pk}/")["Location"] == f"/desk/contacts/{kept.pk}/"
    assert "maya@northwind.example" in Note.objects.on(kept).get().text


def test_who_decides_for_the_client_still_does_as_one_contact_of_two(acme: Acme, rosa: Client) -> None:
    seat = Seat.objects.get(member=acme.maya)
    JobShare.objects.filter(pk=acme.share.pk).update(decider=seat)
    merge(rosa, "contacts", acme.jonas_contact.pk, acme.maya_contact.pk)
    decider = JobShare.objects.get(pk=acme.share.pk).decider
    assert decider is not None
    assert (decider.contact, decider.member.is_in) == (acme.jonas_contact, True)


def test_an_organization_brings_contacts_jobs_and_the_portal(acme: Acme, rosa: Client) -> None:
    assert merge(rosa, "organizations", acme.helix.pk, acme.northwind.pk) == 302
    assert not Contact.objects.filter(organization=acme.northwind).exists()
    assert not Job.objects.filter(organization=acme.northwind).exists()
    portal = Portal.objects.get(organization=acme.helix)
    assert set(JobShare.objects.filter(portal=portal)) == {acme.share, acme.other_share}
    assert browser_of(acme.maya).get("/client/").status_code == 200
    assert rosa.get(f"/desk/organizations/{acme.northwind.pk}/")["Location"] == f"/desk/organizations/{acme.helix.pk}/"


@pytest.mark.parametrize("other", ["", "#0", "#" + "9" * 18, "nobody", "\0", "²"])
def test_who_is_none_cannot_be_merged(acme: Acme, rosa: Client, other: str) -> None:
    address = f"/desk/candidates/{acme.dario.pk}/merge/"
    assert rosa.post(address, {"other": other, "sure": "1"}).status_code in {200, 422}
    assert rosa.get(address, {"other": other}).status_code in {200, 422}
    assert not Candidate.objects.exclude(merged_into=None).exists()


def test_neither_oneself_nor_another_agencys_record_can_be_merged(acme: Acme, rosa: Client) -> None:
    assert merge(rosa, "candidates", acme.dario.pk, acme.dario.pk) == 422
    assert merge(rosa, "candidates", acme.dario.pk, acme.theirs.dario.pk) == 422
    assert merge(rosa, "candidates", acme.theirs.dario.pk, acme.dario.pk) == 404


def test_merging_needs_the_right(acme: Acme) -> None:
    for member in (acme.consultant, acme.finance, acme.reader):
        browser = browser_of(member)
        assert merge(browser, "candidates", acme.dario.pk, acme.elena.pk) == 403
        assert "/merge/" not in text_of(browser.get(f"/desk/candidates/{acme.dario.pk}/"))
    assert merge(browser_of(acme.recruiter), "jobs", acme.job.pk, acme.other_job.pk) == 404
    assert Organization.objects.filter(merged_into=None, agency=acme.agency).count() == 2
