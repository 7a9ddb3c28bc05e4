"""Room for files: counted before anything is kept, a message where it is full, and owners who hear of it in time."""

from typing import Any

import pytest
from django.conf import settings as config
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from portico.agencies.models import Agency
from portico.imports.uploading import receive
from portico.kit.rules import RuleBroken
from portico.messaging.models import Email
from portico.pipeline import apply_resume
from portico.pipeline.models import DraftFile
from portico.records import files, quotas
from portico.records.models import Document, LongTask
from portico.records.tasks import look_at_room
from tests.careers.applicants import ANN, Applicant, advert_of
from tests.records import samples
from tests.world import Acme

KB = 1024


@pytest.fixture
def full(acme: Acme, monkeypatch: pytest.MonkeyPatch) -> Agency:
    """An agency whose files may take 100 kB, of which 70 are taken."""
    monkeypatch.setattr(quotas, "MB", KB)
    monkeypatch.setattr(apply_resume, "read_resume", lambda data, content_type: None)
    Document.objects.filter(pk=acme.resume.pk).update(size=70 * KB)
    acme.agency.storage_quota_mb = 100
    acme.agency.save()
    return acme.agency


def text(kilobytes: int, name: str = "letter.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, f"{kilobytes}".encode().ljust(kilobytes * KB, b"."))


def test_files_are_refused_where_there_is_no_room(acme: Acme, full: Agency) -> None:
    files.take_in(text(20), on=acme.dario, by=acme.recruiter)
    with pytest.raises(RuleBroken, match="no room"):
        files.take_in(text(15), on=acme.dario, by=acme.recruiter)
    files.take_in(text(5), on=acme.dario, by=acme.recruiter)
    assert not files.take_in(text(20), on=acme.dario, by=acme.recruiter).archived, "what is there already needs none"
    csv = SimpleUploadedFile("people.csv", b"Name;Email\n" + b"Ann Ash;ann@example.com\n" * 400)
    with pytest.raises(RuleBroken, match="no room"):
        receive(by=acme.recruiter, kind="candidates", file=csv)
    assert not LongTask.objects.exists()
    assert not [path for path in (config.MEDIA_ROOT / "tasks").rglob("*") if path.is_file()]


def test_an_applicant_is_told_and_what_was_begun_in_time_arrives(acme: Acme, full: Agency) -> None:
    ann = Applicant(advert_of(acme))
    assert ann.post("", {"resume": text(20)}).status_code == 302
    assert DraftFile.objects.get().size == 20 * KB
    ann.post("details/", ANN)
    late = Applicant(advert_of(acme))
    answer = late.post("", {"resume": text(20, "late.txt")})
    assert answer.status_code == 422
    assert "no room" in answer.content.decode()
    assert ann.post("send/").status_code == 302
    assert Document.objects.filter(name="letter.txt").exists(), "it had its room already"


def test_owners_hear_once_when_most_of_it_is_taken(acme: Acme, full: Agency) -> None:
    files.take_in(text(9), on=acme.dario, by=acme.recruiter)
    assert not Email.objects.filter(template="messaging/emails/nearly_full").exists()
    for size in (1, 2, 3):
        files.take_in(text(size), on=acme.dario, by=acme.recruiter)
    told = Email.objects.get(template="messaging/emails/nearly_full")
    assert told.to == acme.owner.email
    assert "80 %" in told.subject
    look_at_room.call()
    assert Email.objects.filter(template="messaging/emails/nearly_full").count() == 1


def test_the_site_has_a_limit_and_one_agency_another(acme: Acme, settings: Any, capsys: Any) -> None:
    settings.STORAGE_QUOTA_MB = 1
    Document.objects.filter(pk=acme.resume.pk).update(size=2 * 1024 * KB)
    with pytest.raises(RuleBroken, match="1 MB"):
        files.take_in(text(1), on=acme.dario, by=acme.recruiter)
    call_command("storage", "--agency", "acme.localhost", "--quota-mb", "4")
    assert "2.0 MB of 4 MB (50%)" in capsys.readouterr().out
    files.take_in(text(1), on=acme.dario, by=acme.recruiter)
    for wrong in (["--quota-mb", "5"], ["--agency", "none.example"], ["--agency", "acme.localhost", "--quota-mb", "x"]):
        with pytest.raises(CommandError):
            call_command("storage", *wrong)
    call_command("storage", "--agency", "acme.localhost", "--quota-mb", "0")
    files.take_in(samples_of(1), on=acme.dario, by=acme.recruiter)


def samples_of(number: int) -> SimpleUploadedFile:
    """A PDF."""
    return SimpleUploadedFile("cv.pdf", samples.pdf(f"number {number}"))
