"""Importing organizations, contacts and jobs, which speak of each other."""

from decimal import Decimal

import pytest

from portico.agencies.models import Member
from portico.clients.models import Contact, Organization
from portico.jobs.models import Job
from portico.records.models import Note
from tests.imports.loading import events_of, load
from tests.world import Acme

ORGANIZATIONS = (
    "ID,Company Name,Website,City,Status,Description\r\nO-1,Polmar,polmar.example,Gdańsk,Prospect,Customs\r\n"
)
CONTACTS = "Contact ID,First Name,Last Name,Email,Company,Job Title\r\n"
JOBS = (
    "Job ID,Job Title,Company,Contact Email,Status,Workplace,City,Pay Min,Pay Max,Pay Period,Opened,Internal Notes\r\n"
)


def test_an_organization_is_made_once_and_found_by_number_or_name(acme: Acme) -> None:
    assert load(acme.agency, "organizations", ORGANIZATIONS).counts == (1, 0, 0, 0)
    assert load(acme.agency, "organizations", ORGANIZATIONS).counts == (0, 0, 1, 0)
    renamed = ORGANIZATIONS.replace("Polmar", "Polmar Freight")
    assert load(acme.agency, "organizations", renamed).counts == (0, 1, 0, 0)
    assert load(acme.agency, "organizations", "Company Name,Industry\r\nPOLMAR freight,Logistics\r\n").counts == (
        0,
        1,
        0,
        0,
    )

    found = Organization.objects.get(agency=acme.agency, reference="O-1")
    assert (found.name, found.industry, found.website) == ("POLMAR freight", "Logistics", "https://polmar.example")
    assert Note.objects.get(object_id=found.pk, imported=True).text == "Status: Prospect"


def test_two_numbers_in_one_file_are_two_organizations_even_of_one_name(acme: Acme) -> None:
    text = "ID,Company Name,City\r\nO-1,Polmar,Gdańsk\r\nO-2,Polmar,Gdynia\r\n"

    assert load(acme.agency, "organizations", text).counts == (2, 0, 0, 0)
    assert load(acme.agency, "organizations", text).counts == (0, 0, 2, 0)


def test_a_contact_belongs_to_an_organization_that_is_there(acme: Acme) -> None:
    rows = "P-1,Ana,Reis,ana@northwind.example,Northwind Logistics,CFO\r\nP-2,Bo,Ek,bo@example.com,Nowhere Ltd,CFO\r\n"
    loaded = load(acme.agency, "contacts", CONTACTS + rows)

    assert loaded.counts == (1, 0, 0, 1)
    assert "There is no organization “Nowhere Ltd”. Import the organizations first." in loaded.refused
    assert Contact.objects.get(agency=acme.agency, reference="P-1").organization == acme.northwind


def test_a_contact_who_changes_organization_no_longer_looks_into_the_old_ones_portal(acme: Acme) -> None:
    row = f"P-1,Maya,Lindqvist,{acme.maya_contact.email},Helix Health,Director\r\n"

    assert load(acme.agency, "contacts", CONTACTS + row, by=acme.recruiter).counts == (0, 1, 0, 0)
    acme.maya.refresh_from_db()
    assert acme.maya.status == Member.Status.SUSPENDED


def test_a_job_comes_with_its_organization_contact_pay_and_status(acme: Acme) -> None:
    maya = acme.maya_contact.email
    row = f"J-1,Planner,Northwind Logistics,{maya},On hold,On site,Tilbury,42000,50000,year,2026-08-16,Ask\r\n"
    assert load(acme.agency, "jobs", JOBS + row).counts == (1, 0, 0, 0)

    job = Job.objects.get(agency=acme.agency, reference="J-1")
    assert (job.organization, job.primary_contact, job.status) == (
        acme.northwind,
        acme.maya_contact,
        Job.Status.ON_HOLD,
    )
    assert (job.pay_from, job.pay_to, job.pay_currency, job.pay_per) == (Decimal(42000), Decimal(50000), "GBP", "year")
    assert (job.location, job.internal_notes, str(job.added.date())) == ("Tilbury, on site", "Ask", "2026-08-16")
    assert events_of(job)[0].at == job.opened


def test_the_status_of_a_job_that_is_there_is_left_to_people(acme: Acme) -> None:
    row = "J-1,Planner,Northwind Logistics,,Open,,,,,,,\r\n"
    load(acme.agency, "jobs", JOBS + row)
    Job.objects.get(reference="J-1").hold(by=acme.recruiter)

    assert load(acme.agency, "jobs", JOBS + row).counts == (0, 0, 1, 0)
    assert Job.objects.get(reference="J-1").status == Job.Status.ON_HOLD


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("J-1,Planner,Nowhere Ltd,,,,,,,,,", "There is no organization “Nowhere Ltd”."),
        ("J-1,Planner,,,,,,,,,,", "This row does not say for which organization the job is."),
        ("J-1,Planner,Helix Health,who@example.com,,,,,,,,", "There is no contact “who@example.com”."),
        ("J-1,Planner,Helix Health,,Perhaps,,,,,,,", "“Perhaps” in “Status” is none of these: Draft, Open,"),
        ("J-1,Planner,Helix Health,,,,,300,400,week,,", "The pay is per week."),
        ("J-1,Planner,Helix Health,,,,,50000,40000,year,,", ""),
    ],
)
def test_a_job_that_cannot_be_is_refused_and_says_why(acme: Acme, row: str, why: str) -> None:
    loaded = load(acme.agency, "jobs", JOBS + row + "\r\nJ-2,Clerk,Helix Health,,,,,,,,,\r\n")

    assert loaded.counts[3] == (1 if why else 0)
    assert why in loaded.refused


def test_a_shared_job_does_not_change_its_client_by_an_import(acme: Acme) -> None:
    Job.objects.filter(pk=acme.job.pk).update(reference="J-1")
    row = "J-1,Night porter,Helix Health,,Open,,,,,,,\r\n"
    loaded = load(acme.agency, "jobs", JOBS + row)

    acme.job.refresh_from_db()
    assert (loaded.counts, acme.job.organization) == ((0, 0, 0, 1), acme.northwind)
    assert "This job is shared with a client." in loaded.refused


def test_notes_find_their_record_and_are_written_once(acme: Acme) -> None:
    head = "Note ID,Date,Author,Record Type,Candidate Email,Company,Text\r\n"
    rows = (
        f"N-1,2026-06-11 17:46,Rosa Delgado,Candidate,{acme.dario.email},,Prefers mornings\r\n"
        "N-2,2026-06-12,Somebody who left,Organization,,Northwind Logistics,Framework renewed\r\n"
        "N-3,2026-06-12,,Candidate,nobody@example.com,,Lost\r\n"
    )
    loaded = load(acme.agency, "notes", head + rows)
    again = load(acme.agency, "notes", head + rows.replace("renewed", "renewed for two years"))

    assert (loaded.counts, again.counts) == ((2, 0, 0, 1), (0, 1, 1, 1))
    first = Note.objects.get(agency=acme.agency, reference="N-1")
    assert (first.subject(), first.author, str(first.written)) == (
        acme.dario,
        acme.recruiter,
        "2026-06-11 16:46:00+00:00",
    )
    second = Note.objects.get(agency=acme.agency, reference="N-2")
    assert (second.author, second.author_name, second.text) == (
        None,
        "Somebody who left",
        "Framework renewed for two years",
    )


def test_a_note_without_a_number_is_known_by_its_words(acme: Acme) -> None:
    text = f"Candidate Email,Date,Text\r\n{acme.dario.email},2026-06-11,Call\r\n{acme.dario.email},2026-06-12,Call\r\n"

    assert load(acme.agency, "notes", text).counts == (2, 0, 0, 0)
    assert load(acme.agency, "notes", text).counts == (0, 0, 2, 0)
