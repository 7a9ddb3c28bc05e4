"""Documents become words and page images, in a child process that no file can make outgrow its limits."""

import time
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from portico.agencies.models import Member
from portico.kit.storing import forget
from portico.records import files, previews, search
from portico.records.models import Document
from portico.records.reading import Unreadable, read
from tests.readable import content_of
from tests.records import samples

READY, FAILED = Document.Preview.READY, Document.Preview.FAILED


def prepared(data: bytes, on: Member, name: str = "cv") -> Document:
    document = files.take_in(SimpleUploadedFile("upload", data), on=on, by=on, name=name)
    previews.prepare(document.pk)
    document.refresh_from_db()
    return document


def page_files() -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT, "pages").rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (samples.pdf("Ten years at sea"), "cv.pdf", "Ten years at sea"),
        (samples.docx("Night porter", "Łódź #let x = 1; $y$ *z* @a"), "cv.docx", "Łódź #let x = 1; $y$ *z* @a"),
        ("Zoë\n\n#panic() *bold* <a>".encode(), "cv.txt", "Zoë"),
        (samples.picture("PNG", size=(600, 400)), "cv.png", ""),
        (samples.picture("JPEG", mode="L"), "cv.jpg", ""),
        (samples.picture("WEBP", mode="RGBA"), "cv.webp", ""),
    ],
)
def test_a_document_gets_words_and_pages(
    recruiter: Member, run_tasks: Callable[[], object], data: bytes, name: str, words: str
) -> None:
    search.index(recruiter, title="Rita")
    document = files.take_in(SimpleUploadedFile("upload", data), on=recruiter, by=recruiter, name=name)
    assert document.preview == Document.Preview.WAITING
    run_tasks()
    document.refresh_from_db()
    page = document.pages.get()

    assert (document.preview, document.page_count, page.number) == (READY, 1, 1)
    assert words in document.text
    response = files.serve_page(page)
    assert content_of(response)[8:12] == b"WEBP"
    assert response["Content-Type"] == "image/webp"
    if words:
        assert [hit.title for hit in search.search(recruiter, f'"{words}"')] == ["Rita"]


def test_everything_in_a_word_file_is_read(recruiter: Member) -> None:
    text = prepared(samples.docx("Night porter"), recruiter).text

    assert text.splitlines() == ["ann@example.com", "Ann Ash", "Night porter", "2019\tGrand Hotel"]


def test_preparing_twice_changes_nothing(recruiter: Member) -> None:
    document = prepared(samples.pdf(), recruiter)
    before = [page.key for page in document.pages.all()]
    previews.prepare(document.pk)
    previews.prepare(10**9)

    assert [page.key for page in document.pages.all()] == before
    assert len(page_files()) == 1


def test_two_workers_leave_one_set_of_pages(recruiter: Member) -> None:
    document = files.take_in(SimpleUploadedFile("upload", samples.pdf()), on=recruiter, by=recruiter)
    found = read("pages", samples.pdf(), type="pdf", most=1, dpi=50, longest=500)
    for _worker in range(2):
        key = files.store(found.pictures[0], "pages/1", "webp")
        if not previews.keep(document, found, [key]):
            forget([key])

    assert document.pages.count() == len(page_files()) == 1


def test_only_so_many_pages_are_drawn(recruiter: Member) -> None:
    kids = b"3 0 R " * 45
    document = prepared(samples.pdf(pages=b"<< /Type /Pages /Kids [%s] /Count 45 >>" % kids), recruiter)

    assert (document.preview, document.page_count, document.pages.count()) == (READY, 45, 30)


ENTITY = b"""<?xml version="1.0"?><!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/hostname">
<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>
<w:t>Before &x; &c; after</w:t></w:r></w:p></w:body></w:document>"""


def test_a_word_file_cannot_read_other_files(recruiter: Member) -> None:
    document = prepared(samples.changed_docx(word__documentDOTxml=ENTITY), recruiter)
    secret = Path("/etc/hostname").read_text().strip() if Path("/etc/hostname").exists() else "no such text"

    assert secret not in document.text
    assert "aaaaaaaaaa" not in document.text


def bomb(megabytes: int) -> bytes:
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(b"0 0 m 9 9 l S\n" * 75_000) for _ in range(megabytes)) + packer.flush()


HOSTILE: dict[str, Callable[[], bytes]] = {
    "with a password": samples.encrypted_pdf,
    "cut off": lambda: samples.pdf()[:300],
    "not really": lambda: b"%PDF-1.7\n" + b"\xff" * 5000,
    "page tree that holds itself": lambda: samples.pdf(pages=b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 1000000 >>"),
    "says a million pages": lambda: samples.pdf(pages=b"<< /Type /Pages /Kids [3 0 R] /Count 1000000 >>"),
    "deep nesting": lambda: samples.pdf(pages=b"[" * 50_000),
    "a large stream": lambda: samples.pdf(content=bomb(400)),
    "word, broken": lambda: samples.changed_docx(word__documentDOTxml=b"<w:document"),
    "word, nothing inside": lambda: samples.changed_docx(word__documentDOTxml=b""),
    "word, deep nesting": lambda: samples.changed_docx(word__documentDOTxml=b"<a>" * 200_000),
    "word, lying about its size": lambda: samples.liar(samples.changed_docx(word__stylesDOTxml=b" " * 300_000_000)),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_is_kept_without_a_preview(recruiter: Member, what: str) -> None:
    data = HOSTILE[what]()
    began = time.monotonic()
    document = prepared(data, recruiter)

    assert time.monotonic() - began < 60
    assert files.stored(document.key) == data
    if document.preview == READY:  # PDFium repairs some of them, within the limits
        assert document.pages.count() <= 30
    else:
        assert document.preview == FAILED
        assert page_files() == []


def test_a_lost_file_fails_its_preview(recruiter: Member) -> None:
    document = files.take_in(SimpleUploadedFile("upload", samples.pdf()), on=recruiter, by=recruiter)
    default_storage.delete(document.key)
    previews.prepare(document.pk)
    document.refresh_from_db()

    assert document.preview == FAILED


def test_the_child_sees_no_secret_and_its_failure_is_ours_to_hear(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "canary")
    with pytest.raises(Unreadable):
        read("pages", b"no picture", type="picture", longest=100)
    with pytest.raises(Unreadable):
        read("nonsense", b"", type="pdf", most=1, dpi=1, longest=1)
