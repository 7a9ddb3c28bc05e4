"""Documents on records: keeping, showing, taking off, and who opens them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from portico.records.models import Document
from tests.desk import browser_of, text_of
from tests.records.samples import docx, pdf
from tests.world import Acme


@pytest.fixture
def rosa(acme: Acme) -> Client:
    return browser_of(acme.recruiter)


def upload(browser: Client, page: str, name: str, data: bytes, **words: str) -> Any:
    """Send a file to a record."""
    file = SimpleUploadedFile(name, data, content_type="application/octet-stream")
    return browser.post(f"{page}documents/", {"document-file": file, "document-kind": "resume", **words})


def dario(acme: Acme) -> str:
    """His page."""
    return f"/desk/candidates/{acme.dario.pk}/"


def newest() -> Document:
    """The document kept last."""
    return Document.objects.order_by("-pk")[:1].get()


def test_a_file_is_kept_previewed_and_found_by_its_words(
    acme: Acme, rosa: Client, run_tasks: Callable[..., Any]
) -> None:
    assert upload(rosa, dario(acme), "Dario 2026.pdf", pdf("Sommelier of the year")).status_code == 302
    document = newest()
    assert "Dario 2026.pdf" in text_of(rosa.get(dario(acme)))
    assert "on its way" in text_of(rosa.get(f"/desk/documents/{document.pk}/"))
    run_tasks()
    shown = text_of(rosa.get(f"/desk/documents/{document.pk}/"))
    assert f"/desk/documents/{document.pk}/pages/1/" in shown
    assert rosa.get(f"/desk/documents/{document.pk}/pages/1/")["Content-Type"] == "image/webp"
    assert "Dario Conti" in text_of(rosa.get("/desk/search/", {"q": "sommelier"}))


def test_files_hang_on_every_kind_of_record(acme: Acme, rosa: Client) -> None:
    for page in (
        f"/desk/contacts/{acme.maya_contact.pk}/",
        f"/desk/organizations/{acme.northwind.pk}/",
        f"/desk/jobs/{acme.job.pk}/",
    ):
        answer = upload(rosa, page, "Terms.docx", docx("Our terms"))
        assert answer["Location"] == page
        assert "Terms.docx" in text_of(rosa.get(page))


@pytest.mark.parametrize(
    ("name", "data"), [("cv.pdf", b""), ("cv.pdf", b"MZ\x90 a program"), ("cv.html", b"<script>alert(1)</script>")]
)
def test_what_is_no_document_is_refused_in_words_on_the_page(acme: Acme, rosa: Client, name: str, data: bytes) -> None:
    before = Document.objects.count()
    refused = upload(rosa, dario(acme), name, data)
    assert refused.status_code in {409, 422}
    assert "field-error" in text_of(refused) or "error-summary" in text_of(refused)
    assert Document.objects.count() == before


def test_a_kind_that_is_none_and_a_missing_file_are_refused(acme: Acme, rosa: Client) -> None:
    assert upload(rosa, dario(acme), "cv.pdf", pdf(), **{"document-kind": "spell"}).status_code == 422
    assert rosa.post(f"{dario(acme)}documents/", {"document-kind": "resume"}).status_code == 422


def test_the_file_itself_opens_or_downloads_under_its_name(acme: Acme, rosa: Client) -> None:
    upload(rosa, dario(acme), "Dario 2026.pdf", pdf())
    address = f"/desk/documents/{newest().pk}/file/"
    opened, saved = rosa.get(address), rosa.get(address, {"download": "1"})
    assert opened["Content-Disposition"].startswith("inline")
    assert saved["Content-Disposition"] == 'attachment; filename="Dario 2026.pdf"'
    assert "sandbox" in opened["Content-Security-Policy"]
    assert opened["X-Content-Type-Options"] == "nosniff"


def test_a_file_whose_bytes_are_gone_is_not_found(acme: Acme, rosa: Client) -> None:
    Document.objects.filter(pk=acme.resume.pk).update(key="documents/none", preview=Document.Preview.FAILED)
    assert rosa.get(f"/desk/documents/{acme.resume.pk}/file/").status_code == 404
    assert rosa.get(f"/desk/documents/{acme.resume.pk}/").status_code == 200


def test_a_file_is_taken_off_the_record_and_comes_back_with_the_same_bytes(acme: Acme, rosa: Client) -> None:
    upload(rosa, dario(acme), "Dario 2026.pdf", pdf())
    document = newest()
    rosa.post(f"/desk/documents/{document.pk}/archive/")
    rosa.get(dario(acme))
    assert f"/desk/documents/{document.pk}/file/" not in text_of(rosa.get(dario(acme)))
    upload(rosa, dario(acme), "Again.pdf", pdf())
    document.refresh_from_db()
    assert document.archived is None


def test_readers_open_files_and_change_none(acme: Acme) -> None:
    vera = browser_of(acme.reader)
    assert vera.get(f"/desk/documents/{acme.resume.pk}/").status_code == 200
    assert upload(vera, dario(acme), "cv.pdf", pdf()).status_code == 403
    assert vera.post(f"/desk/documents/{acme.resume.pk}/archive/").status_code == 403


def test_nobody_opens_what_hangs_on_a_record_they_do_not_see(acme: Acme, rosa: Client) -> None:
    upload(rosa, f"/desk/jobs/{acme.job.pk}/", "Terms.docx", docx("Our terms"))
    document = newest()
    dana, rival = browser_of(acme.consultant), browser_of(acme.theirs.owner)
    for browser in (dana, rival):
        for part in ("", "file/", "pages/1/"):
            assert browser.get(f"/desk/documents/{document.pk}/{part}").status_code == 404
        assert browser.post(f"/desk/documents/{document.pk}/archive/").status_code == 404
    acme.job.team.add(acme.consultant)
    assert dana.get(f"/desk/documents/{document.pk}/").status_code == 200
