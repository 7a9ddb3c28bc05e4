"""What candidates see of themselves."""

from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from portico.jobs.stages import Stage
from portico.records.models import Document, Event
from tests.desk import browser_of
from tests.world import Acme

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


@pytest.fixture
def dario(acme: Acme) -> Client:
    """Dario's browser."""
    return browser_of(acme.dario_member)


def test_applications_stand_there_with_public_label_and_what_is_next(acme: Acme, dario: Client) -> None:
    page = dario.get("/me/").text

    assert "Night porter" in page
    assert "Presented to the company" in page
    assert "The company is looking at your profile" in page


def test_the_company_the_stage_and_private_things_are_not_named(acme: Acme, dario: Client) -> None:
    acme.application.move(to=acme.stage("internal_review"), by=acme.recruiter, remark="CANARY remark")
    page = dario.get("/me/").text

    for hidden in ("Northwind", "Internal review", "internal_review", "CANARY", "30,123"):
        assert hidden not in page


def test_an_ended_application_is_told_kindly_and_without_its_reason(acme: Acme, dario: Client) -> None:
    acme.application.reject(by=acme.recruiter, reason="CANARY reason", tell=False)
    page = dario.get("/me/").text

    assert "Thank you for your time" in page
    assert "CANARY" not in page


def test_somebody_who_got_the_job_reads_their_first_day(acme: Acme, dario: Client) -> None:
    from datetime import date

    acme.application.place(by=acme.recruiter, start=date(2027, 1, 4))
    assert "Your first day is 4 Jan 2027." in dario.get("/me/").text


@pytest.mark.parametrize("kind", Stage.Kind.values)
def test_every_kind_of_stage_says_what_is_next(acme: Acme, dario: Client, kind: str) -> None:
    from portico.pipeline.public_words import next_of

    assert next_of("open", kind).endswith(".")


def test_a_resume_handed_in_is_on_the_recruiters_timeline(acme: Acme, dario: Client) -> None:
    upload = SimpleUploadedFile("My CV.pdf", PDF, "application/pdf")
    answer = dario.post("/me/documents/", {"upload": upload}, follow=True)

    assert "Your recruiter has it now" in answer.text
    assert "My CV.pdf" in answer.text
    document = Document.objects.get(name="My CV.pdf")
    assert document.added_by == acme.dario_member
    assert Event.objects.filter(verb="document.added", by=acme.dario_member).exists()
    assert dario.get(f"/me/documents/{document.pk}/").status_code == 200
    assert dario.get(f"/me/documents/{document.pk}/file/").content == PDF


@pytest.mark.parametrize(
    ("name", "data"),
    [("cv.exe", b"MZ" + b"0" * 99), ("cv.pdf", b""), ("cv.pdf", b"not a pdf"), ("photo.png", b"\x89PNG"), ("", b"x")],
)
def test_what_is_no_resume_is_refused_in_words(acme: Acme, dario: Client, name: str, data: bytes) -> None:
    before = Document.objects.count()
    answer = dario.post("/me/documents/", {"upload": SimpleUploadedFile(name or "x", data)})

    assert answer.status_code in {409, 422}
    assert "My applications" in answer.text
    assert Document.objects.count() == before


def test_papers_that_the_agency_keeps_to_itself_are_not_shown(acme: Acme, dario: Client) -> None:
    Document.objects.filter(pk=acme.private_document.pk).update(document_kind="other")
    page = unescape(dario.get("/me/").text)

    assert f"/me/documents/{acme.resume.pk}/" in page
    assert f"/me/documents/{acme.private_document.pk}/" not in page
    for part in ("", "file/", "pages/1/"):
        assert dario.get(f"/me/documents/{acme.private_document.pk}/{part}").status_code == 404


def test_a_file_name_given_inside_the_agency_is_not_shown(acme: Acme, dario: Client) -> None:
    assert acme.resume.name not in dario.get("/me/").text
    assert acme.resume.name not in dario.get(f"/me/documents/{acme.resume.pk}/").text


def test_another_candidates_documents_do_not_exist(acme: Acme) -> None:
    elena = browser_of(acme.elena_member)
    assert elena.get(f"/me/documents/{acme.resume.pk}/").status_code == 404
    assert elena.get(f"/me/documents/{acme.resume.pk}/file/").status_code == 404
    assert elena.get("/client/").status_code == 404
