"""A full disk, a lost database, a file store that takes nothing: writing says so, reading goes on, and it is over."""

import errno
import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.db import InterfaceError, OperationalError, connection
from django.test import Client

from portico.access.models import Session
from portico.agencies.models import Member
from portico.kit.times import now
from portico.kit.trouble import passes
from portico.portals.visits import Visit
from portico.records.models import Document, Note
from tests.careers.applicants import advert_of
from tests.desk import browser_of
from tests.records import samples
from tests.world import Acme

LONG_AGO = "2026-01-01T00:00:00+00:00"


@pytest.fixture
def rosa(acme: Acme) -> Client:
    """The recruiter's browser, which shows an error as visitors see it."""
    return browser_of(acme.recruiter, raise_request_exception=False)


@contextmanager
def every_write_failing(error: Exception) -> Iterator[None]:
    """The database reads, and takes nothing."""

    def refuse(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE")):
            raise error
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        yield


def note_on(acme: Acme, browser: Client, text: str) -> Any:
    """Jot something down."""
    return browser.post(f"/desk/candidates/{acme.dario.pk}/notes/", {"note-text": text})


def upload_on(acme: Acme, browser: Client, content: bytes) -> Any:
    """Bring a file."""
    file = SimpleUploadedFile("cv.pdf", content)
    path = f"/desk/candidates/{acme.dario.pk}/documents/"
    return browser.post(path, {"document-file": file, "document-kind": "resume"})


def is_friendly(answer: Any) -> bool:
    """503 with words, a time to come back, and nothing of the machinery."""
    text = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert "Traceback" not in text
    assert "OperationalError" not in text
    return "what you typed is usually still there" in text


@pytest.mark.only_on("sqlite")
@pytest.mark.django_db(transaction=True)
def test_a_full_database_takes_nothing_shows_everything_and_works_again_at_once(acme: Acme, rosa: Client) -> None:
    before = Note.objects.count()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")  # no room left over from other tests
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")
        try:
            answers = [note_on(acme, rosa, "x" * 19_000) for _ in range(8)]
            page = rosa.get(f"/desk/candidates/{acme.dario.pk}/")
        finally:
            cursor.execute("PRAGMA max_page_count = 1073741823")
        assert is_friendly(answers[-1])
        assert page.status_code == 200
        assert Note.objects.count() == before + sum(answer.status_code == 302 for answer in answers)
        assert note_on(acme, rosa, "x" * 19_000).status_code == 302
        cursor.execute("PRAGMA integrity_check")
        assert cursor.fetchone()[0] == "ok"


@pytest.mark.django_db(transaction=True)
def test_pages_of_every_side_are_read_while_nothing_can_be_written(acme: Acme) -> None:
    advert = advert_of(acme)
    pages: list[tuple[Member | None, str]] = [
        (acme.recruiter, "/desk/"),
        (acme.recruiter, f"/desk/candidates/{acme.dario.pk}/"),
        (acme.recruiter, f"/desk/jobs/{acme.job.pk}/"),
        (acme.maya, "/client/"),
        (acme.maya, f"/client/jobs/{acme.share.pk}/"),
        (acme.maya, f"/client/submissions/{acme.submission.pk}/"),
        (acme.dario_member, "/me/"),
        (None, "/jobs/"),
        (None, f"/jobs/{advert.pk}/{advert.slug}/"),
        (None, "/sign-in/"),
    ]
    visitor = {"host": "acme.localhost", "user-agent": "Firefox"}
    browsers = [(browser_of(who) if who else Client(headers=visitor), path) for who, path in pages]
    for browser, path in browsers:
        browser.get(path)
    Visit.objects.all().delete()
    Member.objects.update(last_seen=LONG_AGO)
    Session.objects.update(last_used=LONG_AGO)
    for browser, _path in browsers:
        session = browser.session
        if "seen" in session:
            session["seen"] = (now() - timedelta(minutes=2)).isoformat()
            session.save()
    found = {}
    with every_write_failing(OperationalError("disk full")):
        for browser, path in browsers:
            browser.raise_request_exception = False
            found[path] = browser.get(path, follow=True).status_code
    assert {path: code for path, code in found.items() if code != 200} == {}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("error", [OperationalError("server closed the connection"), InterfaceError("it is closed")])
def test_a_lost_database_is_said_in_words_with_a_number_that_the_log_knows(
    acme: Acme, rosa: Client, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    with every_write_failing(error), caplog.at_level(logging.ERROR):
        answer = note_on(acme, rosa, "secret words of mine")
    assert is_friendly(answer)
    number = answer.content.decode().partition("503 · ")[2][:8]
    assert number in caplog.text
    assert "secret words of mine" not in caplog.text
    assert note_on(acme, rosa, "again").status_code == 302


def test_a_deed_that_is_done_is_answered_though_the_session_cannot_be_kept(acme: Acme, rosa: Client) -> None:
    """Else somebody would do it twice."""

    def refuse(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if "django_session" in sql and not sql.startswith("SELECT"):
            raise OperationalError("disk full")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        assert note_on(acme, rosa, "once").status_code == 302
    assert Note.objects.filter(text="once").count() == 1


def test_mistakes_of_our_own_stay_mistakes(acme: Acme, rosa: Client) -> None:
    with every_write_failing(ValueError("wrong")):
        answer = note_on(acme, rosa, "x")
    assert (answer.status_code, "Retry-After" in answer) == (500, False)
    unknown = OperationalError("no such table: x")
    unknown.__cause__ = sqlite3.OperationalError("no such table: x")
    unknown.__cause__.sqlite_errorcode = sqlite3.SQLITE_ERROR
    assert not passes(unknown)
    assert not passes(FileNotFoundError(errno.ENOENT, "gone"))
    assert not passes(None)


def block_store(settings: Any, tmp_path: Path) -> None:
    """The folder of files is no folder: whoever tests as root may write anywhere else."""
    (tmp_path / "files").write_text("in the way")
    settings.MEDIA_ROOT = tmp_path / "files"


def fill_temporary_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    """No large upload finds a place to wait."""

    def full(*args: Any, **more: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(TemporaryUploadedFile, "__init__", full)


@pytest.mark.parametrize("where", ["store", "temporary folder"])
def test_a_file_that_finds_no_place_is_refused_in_words_and_leaves_nothing(
    acme: Acme, rosa: Client, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    before = Document.objects.count()
    if where == "store":
        block_store(settings, tmp_path)
    else:
        fill_temporary_folder(monkeypatch)
    content = samples.pdf(extra=b"/X (" + b"x" * 2_000_000 + b")")
    assert is_friendly(upload_on(acme, rosa, content))
    assert Document.objects.count() == before
    assert rosa.get(f"/desk/candidates/{acme.dario.pk}/").status_code == 200


def every_file_gone(acme: Acme, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "elsewhere"


def test_a_database_without_its_files_shows_its_pages_and_says_what_is_missing(
    acme: Acme, settings: Any, tmp_path: Path
) -> None:
    from portico.operations.invariants import RULES

    files: Callable[[], Any] = RULES["every document has its file and every file its row"]
    every_file_gone(acme, settings, tmp_path)
    assert sum("its file is missing" in line for line in files()) == Document.objects.count()
    asked = [
        (acme.recruiter, f"/desk/documents/{acme.resume.pk}/", 200),
        (acme.recruiter, f"/desk/documents/{acme.resume.pk}/file/", 404),
        (acme.recruiter, f"/desk/documents/{acme.resume.pk}/pages/1/", 404),
        (acme.recruiter, f"/desk/candidates/{acme.dario.pk}/", 200),
        (acme.maya, f"/client/submissions/{acme.submission.pk}/", 200),
        (acme.dario_member, "/me/", 200),
    ]
    found = [browser_of(who, raise_request_exception=False).get(path).status_code for who, path, _code in asked]
    assert found == [code for _who, _path, code in asked]
