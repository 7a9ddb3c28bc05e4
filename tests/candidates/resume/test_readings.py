"""A résumé that is handed in is read in the background, in a child process; what was read only proposes."""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from portico.candidates.profile_fields import read_field, write_field
from portico.candidates.resume import as_profile, read_resume
from portico.candidates.resume_readings import ResumeReading, reading_of
from portico.records import files
from portico.records.filetypes import DOCX, PDF
from portico.records.models import Document
from tests.candidates.resume import papers
from tests.records import samples
from tests.world import Acme

READ, UNREADABLE = ResumeReading.Status.READ, ResumeReading.Status.UNREADABLE


def uploaded(acme: Acme, data: bytes, name: str, kind: str = Document.Kind.RESUME) -> Document:
    return files.take_in(SimpleUploadedFile(name, data), on=acme.elena, by=acme.recruiter, kind=kind)


def test_an_uploaded_resume_is_read_and_changes_nothing_by_itself(
    acme: Acme, run_tasks: Callable[..., list[Any]]
) -> None:
    before = acme.elena.last_name
    document = uploaded(acme, papers.word(), "cv.docx")
    assert reading_of(document).is_waiting  # type: ignore[union-attr]
    run_tasks()
    reading = reading_of(document)

    assert reading is not None
    assert (reading.status, reading.proposal["last_name"]) == (READ, "Ardenhaugh")
    acme.elena.refresh_from_db()
    assert acme.elena.last_name == before


def test_a_resume_that_cannot_be_read_is_kept_and_that_is_said(acme: Acme, run_tasks: Callable[..., list[Any]]) -> None:
    document = uploaded(acme, samples.pdf("", pages=b"<< /Broken >>"), "cv.pdf")
    run_tasks()
    reading = reading_of(document)

    assert reading is not None
    assert (reading.status, reading.proposal, str(reading.get_status_display())) == (
        UNREADABLE,
        {},
        "Could not be read",
    )
    assert Document.objects.filter(pk=document.pk, archived=None).exists()


def test_only_resumes_of_candidates_are_read(acme: Acme) -> None:
    letter = uploaded(acme, papers.word(), "letter.docx", Document.Kind.COVER_LETTER)
    advert = files.take_in(SimpleUploadedFile("job.pdf", papers.pdf("Hello")), on=acme.job, by=acme.recruiter)

    assert (reading_of(letter), reading_of(advert)) == (None, None)


def test_another_agency_sees_no_reading(acme: Acme) -> None:
    uploaded(acme, papers.word(), "cv.docx")

    assert ResumeReading.objects.visible_to(acme.recruiter).count() == 1
    assert not ResumeReading.objects.visible_to(acme.theirs.recruiter).exists()


def test_everything_that_was_read_fits_into_the_profile(acme: Acme) -> None:
    read = read_resume(papers.word(), DOCX.content_type)
    assert read is not None
    profile = as_profile(read.json_resume)
    for key, value in profile.items():
        write_field(acme.elena, key, value)

    assert {"first_name", "email", "city", "skills", "experience", "education", "languages", "title"} <= set(profile)
    assert read_field(acme.elena, "languages")[0] == {"name": "English", "level": "native"}
    assert read_field(acme.elena, "experience")[0]["is_current"] is True


def hostile_word(document: bytes) -> bytes:
    """A Word file whose text is what somebody wants it to be."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", document)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "content_type"),
    [
        (b"%PDF-1.7 nothing", PDF.content_type),
        (b"PK\x03\x04 nothing", DOCX.content_type),
        (hostile_word(b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'), DOCX.content_type),
        (hostile_word(b"<x>" + b" " * 30_000_000 + b"</x>"), DOCX.content_type),
        (hostile_word(b"<x>" * 200_000), DOCX.content_type),
        (b"<html>", "text/html"),
    ],
    ids=["broken PDF", "broken Word", "outside entity", "inflated", "deep", "something else"],
)
def test_a_hostile_file_is_unreadable_and_nothing_more(data: bytes, content_type: str) -> None:
    assert read_resume(data, content_type) is None


def test_the_command_writes_json_resume_and_says_what_could_not_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "nell.docx").write_bytes(papers.word())
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7")
    call_command("parse_resume", tmp_path / "nell.docx", tmp_path / "broken.pdf", out=tmp_path / "out")

    written = json.loads((tmp_path / "out" / "nell.json").read_text())
    assert written["basics"]["name"] == "Nell Ardenhaugh"
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["nell.json"]
    assert "broken.pdf: could not be read" in capsys.readouterr().err


def test_the_command_fails_where_nothing_could_be_read(tmp_path: Path) -> None:
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7")

    with pytest.raises(CommandError):
        call_command("parse_resume", tmp_path / "broken.pdf", out=tmp_path / "out")
