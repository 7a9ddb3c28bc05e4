"""What is kept and what is refused, under which name, and how it is handed out again."""

import io
import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.http import Http404
from django.test import RequestFactory, override_settings
from django_ox.models import OxTask
from PIL import Image

from portico.agencies.models import Agency, Member
from portico.kit.rules import RuleBroken
from portico.records import files, filetypes, sweeping
from portico.records.models import Document, Event, PageImage
from tests.readable import content_of
from tests.records import samples


def upload(data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("upload", data)


def stored_files() -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def take(data: bytes, on: Member, name: str = "cv.pdf") -> Document:
    return files.take_in(upload(data), on=on, by=on, name=name)


KEPT = {
    "pdf": (samples.pdf(), "application/pdf"),
    "pdf after a blank line": (b"\r\n" + samples.pdf(), "application/pdf"),
    "pdf with a password": (samples.encrypted_pdf(), "application/pdf"),
    "half a pdf": (samples.pdf()[:200], "application/pdf"),
    "pdf with a script": (samples.pdf(extra=b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"), "application/pdf"),
    "word": (samples.docx(), filetypes.DOCX.content_type),
    "png": (samples.picture("PNG"), "image/png"),
    "png, see-through": (samples.picture("PNG", mode="RGBA"), "image/png"),
    "jpeg": (samples.picture("JPEG"), "image/jpeg"),
    "jpeg for print": (samples.picture("JPEG", mode="CMYK"), "image/jpeg"),
    "webp": (samples.picture("WEBP"), "image/webp"),
}


@pytest.mark.parametrize("what", KEPT)
def test_a_file_is_kept_by_what_it_is_not_by_its_name(recruiter: Member, what: str) -> None:
    data, content_type = KEPT[what]
    document = take(data, recruiter, name="My Résumé.exe")

    assert document.content_type == content_type
    assert document.name == f"My Résumé.{filetypes.BY_CONTENT_TYPE[content_type].extension}"
    assert document.key.startswith(f"documents/{recruiter.agency_id}/")
    assert "sum" not in document.key
    assert document.size == len(files.stored(document.key))


REFUSED = {
    "nothing": b"",
    "web page": b"<!DOCTYPE html><script>alert(1)</script>",
    "drawing": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "xml": b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>',
    "script": b"#!/bin/sh\nrm -rf /",
    "php": b"<?php system('id'); ?>",
    "program": b"MZ\x90\0\x03\0\0\0\x04",
    "elf": b"\x7fELF\x02\x01\x01",
    "old word": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100,
    "rtf": b"{\\rtf1 hello}",
    "gif": samples.animation("GIF"),
    "iphone": b"\0\0\0\x18ftypheic\0\0\0\0",
    "page before a pdf": b"<html><script>alert(1)</script>" + samples.pdf(),
    "picture before a pdf": b"GIF89a" + samples.pdf(),
    "zip": samples.archive(readme=b"hello"),
    "zip in name only": b"PK\x03\x04" + b"\0" * 500,
    "two zips": samples.archive(a=b"x")[:-5],
    "macros": samples.changed_docx(word__vbaProjectDOTbin=b"x"),
    "word without a document": samples.changed_docx(word__documentDOTxml=None),
    "moving png": samples.animation("PNG"),
    "moving webp": samples.animation("WEBP"),
    "huge png": samples.huge_png(60_000, 60_000),
    "tall png": samples.huge_png(1, 40_000),
    "wide png": samples.huge_png(9_900, 9_900),
    "half a png": samples.picture("PNG", size=(400, 400))[:200],
    "jpeg in name only": b"\xff\xd8\xff\xe0" + b"\0" * 100,
    "webp in name only": b"RIFF\x10\0\0\0WEBPVP8 " + b"\0" * 50,
    "noise": bytes(range(256)) * 10,
}


@pytest.mark.parametrize("what", REFUSED)
def test_everything_else_is_refused_and_leaves_nothing(recruiter: Member, what: str) -> None:
    with pytest.raises(RuleBroken) as said:
        take(REFUSED[what], recruiter, name="cv.pdf")

    assert str(said.value)
    assert stored_files() == []
    assert not Document.objects.exists()


@pytest.mark.parametrize("name", ["page.html", "run.js", "noname", "a.com"])
def test_text_is_kept_only_as_txt(recruiter: Member, name: str) -> None:
    with pytest.raises(RuleBroken):
        take(b"Ten years at sea", recruiter, name=name)


@pytest.mark.parametrize("data", ["Zoë, Łódź".encode(), "Zoë, Łódź".encode("utf-16"), "\ufeffZoë, Łódź".encode()])
def test_text_becomes_utf8(recruiter: Member, data: bytes) -> None:
    document = take(data, recruiter, name="letter.txt")

    assert files.stored(document.key).decode() == "Zoë, Łódź"
    assert files.serve(document, download=False)["Content-Disposition"].startswith("attachment")
    with pytest.raises(RuleBroken):
        take(b"<script>alert(1)</script>", recruiter, name="letter.txt")


def test_a_word_bomb_is_refused_quickly(recruiter: Member) -> None:
    bomb = samples.changed_docx(word__mediaDOTxml=b"\0" * 150_000_000)
    many = samples.changed_docx(**{f"word__m{number}": b"" for number in range(3_000)})
    for data in (bomb, many):
        assert len(data) < 1_000_000
        with pytest.raises(RuleBroken):
            take(data, recruiter)


def test_too_many_bytes_are_refused(recruiter: Member) -> None:
    with override_settings(UPLOAD_LIMIT_MB=1), pytest.raises(RuleBroken, match="1 MB"):
        take(b"%PDF-" + b"0" * (1024 * 1024), recruiter)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../x", "x.pdf"),
        ("..\\..\\x.pdf", "x.pdf"),
        ("%2e%2e/x.pdf", "x.pdf"),
        ("/abs/cv.PDF", "cv.pdf"),
        ("C:\\cv.pdf", "cv.pdf"),
        (".htaccess", "htaccess.pdf"),
        ("..", "Résumé.pdf"),
        ("", "Résumé.pdf"),
        (".pdf", "pdf.pdf"),
        ("cv.pdf.exe", "cv.pdf"),
        ("cv.exe\0.pdf", "cv.pdf"),
        ("cv.pdf ", "cv.pdf"),
        ("cv。pdf", "cv。pdf.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie: x.pdf"),
        ('a"b;c=d.pdf', 'a"b;c=d.pdf'),
        ("cv\u202efdp.exe", "cvfdp.pdf"),
        ("Dr. Smith CV v1.2", "Dr. Smith CV v1.2.pdf"),
        ("résumé Łódź 東京.docx", "résumé Łódź 東京.pdf"),
        ("é" * 300 + ".pdf", "é" * 196 + ".pdf"),
    ],
)
def test_names_are_shown_without_tricks(recruiter: Member, given: str, shown: str) -> None:
    document = take(samples.pdf(), recruiter, name=given)
    header = files.serve(document, download=True)["Content-Disposition"]

    assert document.name == shown
    assert len(document.name) <= 200
    assert header.isascii()
    assert header.startswith("attachment; filename")
    assert not {"\r", "\n", "\0"} & set(header)


def test_the_same_file_on_the_same_record_is_kept_once(recruiter: Member, contact: Member) -> None:
    first = take(samples.pdf(), recruiter)
    first.archive(by=recruiter)
    again = take(samples.pdf(), recruiter, name="other.pdf")
    elsewhere = take(samples.pdf(), contact)

    assert again == first
    assert again.archived is None
    assert elsewhere != first
    assert len(stored_files()) == 2
    verbs = list(Event.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["document.added", "document.archived", "document.restored", "document.added"]


def test_a_rolled_back_upload_makes_no_preview(recruiter: Member) -> None:
    with transaction.atomic():
        take(samples.pdf(), recruiter)
        transaction.set_rollback(True)

    assert not OxTask.objects.exists()
    assert not Document.objects.exists()


def test_a_photo_loses_its_place_and_stands_upright(recruiter: Member) -> None:
    data = samples.photo_with_place()
    kept = files.stored(take(data, recruiter).key)

    assert b"SECRET" in data
    assert b"SECRET" not in kept
    with Image.open(io.BytesIO(kept)) as picture:
        assert picture.size == (20, 40)
        assert not picture.getexif()


def test_what_is_handed_out_cannot_do_harm(recruiter: Member) -> None:
    document = take(samples.pdf(), recruiter)
    response = files.serve(document, download=False)

    assert content_of(response) == samples.pdf()
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="cv.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert response["Cache-Control"] == "private, no-store"
    assert files.serve(document, download=True)["Content-Disposition"].startswith("attachment")
    word = take(samples.docx(), recruiter)
    assert files.serve(word, download=False)["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("asked", "status", "part"),
    [
        ("bytes=0-3", 206, slice(0, 4)),
        ("bytes=5-", 206, slice(5, None)),
        ("bytes=-4", 206, slice(-4, None)),
        ("bytes=0-999999999", 206, slice(0, None)),
        ("bytes=99999999-", 416, slice(0, 0)),
        ("bytes=5-2", 416, slice(0, 0)),
        ("bytes=0-1,3-4", 200, slice(0, None)),
        ("bytes=-", 200, slice(0, None)),
        ("bytes=a-b", 200, slice(0, None)),
        ("nonsense", 200, slice(0, None)),
        ("bytes=" + "9" * 500 + "-", 200, slice(0, None)),
    ],
)
def test_a_part_of_a_file_can_be_asked_for(recruiter: Member, asked: str, status: int, part: slice) -> None:
    document = take(samples.pdf(), recruiter)
    response = files.serve(document, download=True, request=RequestFactory().get("/", headers={"Range": asked}))

    assert response.status_code == status
    assert content_of(response) == samples.pdf()[part]
    assert response["Content-Length"] == str(len(content_of(response)))
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_lost_file_is_not_found(agency: Agency, recruiter: Member) -> None:
    document = take(samples.pdf(), recruiter)
    default_storage.delete(document.key)
    page = PageImage(agency=agency, document=document, number=1, key="pages/1/none.webp", width=1, height=1)

    with pytest.raises(Http404):
        files.serve(document, download=True)
    with pytest.raises(Http404):
        files.serve_page(page)


def test_a_logo_is_drawn_anew(agency: Agency) -> None:
    files.store_logo(agency, upload(samples.picture("PNG", size=(2000, 1000), mode="RGBA")))
    agency.refresh_from_db()
    response = files.serve_logo(agency.logo_key)

    assert agency.logo_key == f"brand/{agency.logo_print}.webp"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    with Image.open(io.BytesIO(content_of(response))) as logo:
        assert (logo.format, logo.size, logo.mode) == ("WEBP", (512, 256), "RGBA")
    with pytest.raises(RuleBroken):
        files.store_logo(agency, upload(samples.pdf()))
    with pytest.raises(Http404):
        files.serve_logo("brand/none")


def test_a_file_of_a_folder_is_taken_in_as_imported(recruiter: Member, tmp_path: Path) -> None:
    (tmp_path / "ann.pdf").write_bytes(samples.pdf())
    document = files.take_in(tmp_path / "ann.pdf", on=recruiter, by=None, imported=True, name="Ann Ash.pdf")

    assert document.name == "Ann Ash.pdf"
    assert Event.objects.get().imported


@pytest.mark.django_db(transaction=True)
def test_the_same_file_from_several_people_at_once_is_kept_once(recruiter: Member) -> None:
    def take_and_close(_number: int) -> int:
        try:
            return take(samples.pdf(), recruiter).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        taken = set(pool.map(take_and_close, range(4)))

    assert len(taken) == 1
    assert Document.objects.count() == OxTask.objects.count() == len(stored_files()) == 1


def test_files_that_no_row_names_are_swept_away(recruiter: Member) -> None:
    kept, lost, young = (take(samples.pdf(words), recruiter) for words in ("one", "two", "three"))
    for document in (lost, young):
        document.delete()
    long_ago = time.time() - 10 * 86_400
    for key in (kept.key, lost.key):
        os.utime(Path(settings.MEDIA_ROOT, key), (long_ago, long_ago))

    assert sweeping.sweep() == 1
    assert {path.name for path in stored_files()} == {Path(kept.key).name, Path(young.key).name}
