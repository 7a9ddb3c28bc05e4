"""Files of strangers: what is kept and what is not, as docs/uploads.md says; nothing typed is ever lost by a file."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from portico.access.models import Attempt
from portico.careers.views import applying
from portico.kit.times import now
from portico.pipeline import apply_resume
from portico.pipeline.apply_drafts import sweep_drafts
from portico.pipeline.models import Application, ApplyDraft, DraftFile
from portico.records import files
from portico.records.models import Document
from tests.careers.applicants import ANN, Applicant, advert_of
from tests.records import samples
from tests.records.test_files import REFUSED
from tests.stories.mail import RunTasks
from tests.world import Acme


@pytest.fixture
def ann(acme: Acme) -> Applicant:
    """Somebody nobody knows."""
    return Applicant(advert_of(acme))


@pytest.fixture
def unread(monkeypatch: pytest.MonkeyPatch) -> None:
    """No résumé is read, where reading is not the point: it takes a process each time."""
    monkeypatch.setattr(apply_resume, "read_resume", lambda data, content_type: None)


def kept_files() -> set[Path]:
    """Files of begun applications in the file store."""
    return {path for path in (Path(settings.MEDIA_ROOT) / "drafts").rglob("*") if path.is_file()}


def test_hostile_files_are_refused_leave_nothing_and_lose_nothing(ann: Applicant, unread: None) -> None:
    before = kept_files()
    ann.post("")
    ann.post("keep/", ANN)
    for what, data in REFUSED.items():
        answer = ann.drop("cv.pdf", data)
        assert answer.status_code == 422, what
        assert 'class="callout' in answer.content.decode(), what
    assert kept_files() == before
    assert not DraftFile.objects.exists()
    assert "Ash" in ann.get("details/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_what_is_kept_goes_along_under_a_harmless_name(acme: Acme, unread: None, run_tasks: RunTasks) -> None:
    ann, before = Applicant(advert_of(acme)), kept_files()
    kept = {
        "../../cv.pdf.exe": (samples.pdf(), "cv.pdf"),
        "locked.pdf": (samples.encrypted_pdf(), "locked.pdf"),
        "half.pdf": (samples.pdf()[:200], "half.pdf"),
        "C:\\r\u202esum\u00e9.docx": (samples.docx(), "rsumé.docx"),
        "me.png": (samples.picture("PNG"), "me.png"),
    }
    for name, (data, shown) in kept.items():
        assert ann.drop(name, data).status_code == 302, name
        assert DraftFile.objects.get().name == shown
    assert len(kept_files() - before) == 1, "each one takes the place of the one before"
    run_tasks()
    assert "could not read" in ann.get("details/").content.decode()
    ann.post("details/", ANN)
    ann.post("send/")
    document = Document.objects.get(name="me.png")
    assert document.subject() == Application.objects.get(candidate__email="ann@example.com").candidate
    assert kept_files() == before


def test_a_picture_is_drawn_anew_when_it_comes_and_not_once_more_when_it_is_sent(
    ann: Applicant, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann.drop("me.jpg", samples.photo_with_place())
    monkeypatch.setattr(files, "redrawn", None)
    ann.post("details/", ANN)
    assert ann.post("send/").status_code == 302
    kept = files.stored(Document.objects.get(name="me.jpg").key)
    assert kept.startswith(b"\xff\xd8\xff")
    assert b"SECRET" not in kept


def test_too_large_and_too_many_are_said(ann: Applicant, unread: None, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = ann.drop("cv.pdf", b"%PDF-" + b"0" * (11 * 1024 * 1024))
    assert answer.status_code == 413
    assert "10 MB" in answer.content.decode()
    six = [SimpleUploadedFile(f"{number}.pdf", samples.pdf()) for number in range(6)]
    assert ann.post("", {"resume": six}).status_code == 413
    monkeypatch.setattr(applying, "UPLOADS_AN_HOUR", 3)
    assert [ann.drop("cv.pdf", samples.pdf()).status_code for _one in range(3)] == [302, 302, 429]


def test_many_applications_from_one_place_or_mailbox_wait(ann: Applicant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(applying, "SENT_TO_A_BOX", 1)
    assert ann.apply().status_code == 302
    answer = ann.apply(email="a.nn+again@example.com")
    assert answer.status_code == 429
    assert "kept here" in answer.content.decode()
    assert Attempt.objects.filter(kind="apply-box").count() == 2


def test_programs_that_fill_in_everything_are_stopped(ann: Applicant) -> None:
    ann.post("")
    answer = ann.post("details/", {**ANN, "company_fax": "123"})
    assert answer.status_code == 422
    assert "trap for programs" in answer.content.decode()


def test_a_form_that_grew_too_old_is_drawn_again_with_what_was_typed(acme: Acme) -> None:
    strict: Any = Client(HTTP_HOST=acme.agency.host, enforce_csrf_checks=True)
    answer = Applicant(advert_of(acme), strict).post("details/", ANN)
    assert answer.status_code == 403
    assert 'value="ann@example.com"' in answer.content.decode()
    assert not ApplyDraft.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_was_begun_is_forgotten_when_it_has_grown_old(acme: Acme, unread: None) -> None:
    ann, before = Applicant(advert_of(acme)), kept_files()
    ann.drop("cv.pdf", samples.pdf())
    assert sweep_drafts(now()) == 0
    ApplyDraft.objects.update(expires=now())
    assert sweep_drafts(now()) == 1
    assert kept_files() == before


def test_sheets_begun_from_one_place_have_an_end(acme: Acme, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(applying, "BEGUN_AN_HOUR", 2)
    for _number in range(4):
        assert Applicant(advert_of(acme)).post("keep/", {"first_name": "Ann"}).status_code == 204
    assert ApplyDraft.objects.count() == 2
    assert Applicant(advert_of(acme)).post("details/", ANN).status_code == 429
