"""A whole site whose files lie in a bucket of a real S3 server, and what it does while that does not answer."""

import os
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django_ox.models import OxTask

from portico.candidates import resume_readings
from portico.imports import uploading
from portico.kit.rules import RuleBroken
from portico.kit.storing import StoreAway, kept_below
from portico.kit.times import now
from portico.operations.copying import copy_files
from portico.operations.restoring import Restored, put_back_files
from portico.pipeline.apply_drafts import ApplyDraft
from portico.pipeline.profiles import Profile
from portico.records import files, sweeping
from portico.records.models import Document, LongTask, PageImage
from tests.careers.applicants import ANN, Applicant, advert_of
from tests.desk import browser_of, text_of
from tests.records import samples
from tests.s3 import address_of, files_at, free_ports, in_bucket, s3, s3_server_of_these_tests
from tests.world import Acme

__all__ = ["in_bucket", "s3", "s3_server_of_these_tests"]

PDF = samples.pdf("Kept far away")
TABLE = b"Name,Email\nNora Berg,nora@berg.example\n"
type RunTasks = Callable[..., list[Any]]


@pytest.fixture(autouse=True)
def unread(monkeypatch: pytest.MonkeyPatch) -> None:
    """No résumé is read here."""
    monkeypatch.setattr(resume_readings, "read_resume", lambda data, content_type: None)


def kept(acme: Acme, data: bytes = PDF, name: str = "cv.pdf") -> Document:
    return files.take_in(SimpleUploadedFile(name, data), on=acme.dario, by=acme.recruiter)


def bytes_of(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def away() -> Any:
    """The site while its store does not answer."""
    return files_at(address_of(free_ports(1)[0]))


def test_a_document_is_kept_drawn_and_handed_out_with_harmless_headers(
    acme: Acme, in_bucket: str, run_tasks: RunTasks, settings: Any
) -> None:
    document = kept(acme)
    run_tasks()
    browser, url = browser_of(acme.reader), reverse("backoffice:document_file", args=[document.pk])

    assert [kept.key for kept in kept_below("documents")] == [document.key]
    assert not (Path(settings.MEDIA_ROOT) / document.key).exists()
    for part, status, data in [("", 200, PDF), ("bytes=0-4", 206, PDF[:5]), ("bytes=999999-", 416, b"")]:
        answer = browser.get(url, headers={"range": part} if part else {})
        assert (answer.status_code, answer.content) == (status, data)
        assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
        assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "private, no-store")
    page = PageImage.objects.get(document=document)
    picture = browser.get(reverse("backoffice:document_page", args=[document.pk, 1]))
    assert bytes_of(picture) == default_storage.open(page.key).read()


def test_a_long_file_leaves_piece_by_piece_whole_and_in_parts(acme: Acme, in_bucket: str) -> None:
    data = PDF + os.urandom(5_000_000)
    url = reverse("backoffice:document_file", args=[kept(acme, data).pk])
    browser = browser_of(acme.reader)
    last = len(data) - 1

    for part, status, expected in [("", 200, data), ("bytes=7-2000000", 206, data[7:2_000_001])]:
        answer = browser.get(url, headers={"range": part} if part else {})
        assert (answer.streaming, answer.status_code) == (True, status)
        assert int(answer["Content-Length"]) == len(expected)
        assert bytes_of(answer) == expected
        assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert answer["Content-Range"] == f"bytes 7-2000000/{last + 1}"


def test_what_a_rolled_back_transaction_left_in_the_bucket_is_swept_away_after_its_grace(
    acme: Acme, in_bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = kept(acme)

    with transaction.atomic():
        lost = kept(acme, samples.pdf("Never written down"))
        transaction.set_rollback(True)
    assert not Document.objects.filter(key=lost.key).exists()
    assert default_storage.exists(lost.key)

    assert sweeping.sweep() == 0
    monkeypatch.setattr(sweeping, "GRACE", timedelta(seconds=-5))
    assert sweeping.sweep() == 1
    assert (default_storage.exists(lost.key), default_storage.exists(named.key)) == (False, True)


def test_a_table_is_imported_from_the_bucket(acme: Acme, in_bucket: str) -> None:
    task = uploading.receive(by=acme.owner, kind="candidates", file=SimpleUploadedFile("people.csv", TABLE))

    with uploading.stored_file(task.source_key) as path:
        assert path.read_bytes() == TABLE
    assert not path.exists()
    default_storage.delete(task.source_key)
    with pytest.raises(RuleBroken), uploading.stored_file(task.source_key):
        pass


def test_a_backup_holds_the_buckets_files_and_puts_them_back_into_an_empty_one(
    acme: Acme, in_bucket: str, s3: Any, tmp_path: Path
) -> None:
    document = kept(acme)
    there = copy_files(tmp_path / "files")
    assert list(there) == [document.key]
    default_storage.delete(document.key)

    class Manifest:
        files = there

    told = Restored()
    put_back_files(tmp_path / "files", Manifest(), told)  # type: ignore[arg-type]

    assert (told.files, told.missing) == (1, [])
    assert default_storage.open(document.key).read() == PDF


def move(**options: Any) -> str:
    said = StringIO()
    call_command("move_files", stdout=said, **options)
    return said.getvalue()


def test_files_move_into_the_bucket_and_back_and_nothing_is_removed_unasked(
    in_bucket: str, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
    folder = FileSystemStorage(settings.MEDIA_ROOT)
    keys = [folder.save(f"documents/{place}/aa/{place}.pdf", ContentFile(b"x" * place)) for place in range(1, 6)]

    assert "5 copied" in move()
    assert "0 copied (0 MB), 5 there already" in move(check=True)
    assert all(default_storage.open(key).read() == folder.open(key).read() for key in keys)

    default_storage.delete(keys[0])
    default_storage.save(keys[0], ContentFile(b"y"))
    with pytest.raises(CommandError, match=keys[0]):
        move(check=True, remove=True)
    default_storage.delete(keys[0])
    assert "5 removed" in move(remove=True)
    assert list(kept_below("", folder)) == []

    monkeypatch.setenv("FORMER_STORAGE_URL", in_bucket)
    with pytest.raises(CommandError, match="STORAGE_URL"):
        move()
    settings.STORAGE_URL = ""
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}}
    assert "5 copied" in move()
    assert folder.open(keys[4]).read() == b"xxxxx"


def test_while_the_store_is_silent_files_are_refused_in_words_and_what_was_typed_stays(acme: Acme) -> None:
    browser = browser_of(acme.recruiter, raise_request_exception=False)
    document = Document.objects.get(pk=acme.resume.pk)
    with away():
        given = {"document-file": SimpleUploadedFile("cv.pdf", PDF), "document-kind": "resume"}
        upload = browser.post(f"/desk/candidates/{acme.dario.pk}/documents/", given)
        reading = browser.get(reverse("backoffice:document_file", args=[document.pk]))
        page = browser.get(f"/desk/candidates/{acme.dario.pk}/")

    assert upload.status_code == 503
    assert "Files cannot be kept at the moment" in text_of(upload)
    assert (reading.status_code, reading["Retry-After"]) == (503, "10")
    assert "what you typed is usually still there" in reading.content.decode()
    assert page.status_code == 200
    assert not Document.objects.filter(kind=document.kind, object_id=acme.dario.pk, name="cv.pdf").exists()


def test_somebody_who_applies_meanwhile_loses_nothing_they_typed(acme: Acme) -> None:
    applicant = Applicant(advert_of(acme), Client(headers={"host": acme.agency.host}, raise_request_exception=False))
    applicant.get()
    with away():
        assert applicant.drop("cv.pdf", PDF).status_code == 503
        letter = SimpleUploadedFile("letter.pdf", PDF)
        answer = applicant.post("details/", {**ANN, "cover_letter": letter})
    assert answer.status_code in {302, 503}
    kept = ApplyDraft.objects.get().data
    assert (kept["last_name"], kept["email"]) == ([ANN["last_name"]], [ANN["email"]])


def test_readyz_says_that_the_store_is_silent_and_pages_go_on(acme: Acme, in_bucket: str) -> None:
    ask = Client(headers={"host": "10.0.0.7"}).get
    assert ask("/readyz").json()["file_store"] == "ok"
    with away():
        answer = ask("/readyz")
    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
    assert (answer.json()["file_store"], "the file store does not answer" in str(answer.json()["why"])) == (
        "silent",
        True,
    )


def test_a_task_that_meets_a_silent_store_is_done_when_it_is_back(
    acme: Acme, in_bucket: str, run_tasks: RunTasks
) -> None:
    document = kept(acme)
    with away():
        run_tasks()
    document.refresh_from_db()
    assert document.preview == Document.Preview.WAITING
    waiting = OxTask.objects.filter(status=OxTask.Status.READY, run_after__gt=now())
    assert {task.task_path.rpartition(".")[2] for task in waiting} >= {"prepare"}

    waiting.update(run_after=now() - timedelta(seconds=1))
    run_tasks()
    document.refresh_from_db()
    assert document.preview == Document.Preview.READY


def test_a_deed_that_is_done_is_answered_though_its_files_cannot_be_deleted_yet(
    acme: Acme, in_bucket: str, django_capture_on_commit_callbacks: Any
) -> None:
    from portico.records.forgetting import forget_documents

    document = kept(acme)
    with away(), django_capture_on_commit_callbacks(execute=True):
        forget_documents(Document.objects.filter(pk=document.pk))

    assert not Document.objects.filter(pk=document.pk).exists()
    assert default_storage.exists(document.key)  # the nightly sweep deletes it


def test_a_long_task_goes_on_where_the_store_left_it(acme: Acme, monkeypatch: pytest.MonkeyPatch) -> None:
    from portico.records import longtasks

    def meets_silence(task: LongTask) -> None:
        raise StoreAway

    monkeypatch.setitem(longtasks.WORK, "trial", meets_silence)
    task = longtasks.start("trial", "Trial", acme.owner)
    with pytest.raises(StoreAway):
        longtasks.execute(task.pk)
    task.refresh_from_db()
    assert task.status == LongTask.Status.RUNNING

    monkeypatch.setitem(longtasks.WORK, "trial", lambda task: None)
    longtasks.execute(task.pk)
    task.refresh_from_db()
    assert task.status == LongTask.Status.DONE


def test_pictures_of_profiles_that_no_profile_names_are_swept_away(
    acme: Acme, in_bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    named, lost = (files.store(b"page", f"profile-pages/{acme.agency.pk}", "webp") for _page in range(2))
    Profile.objects.create(
        agency=acme.agency,
        submission=acme.submission,
        print="x",
        key="",
        pages=[{"key": named, "width": 1, "height": 1}],
    )
    monkeypatch.setattr(sweeping, "GRACE", timedelta(seconds=-5))

    assert sweeping.sweep() == 1
    assert (default_storage.exists(lost), default_storage.exists(named)) == (False, True)
