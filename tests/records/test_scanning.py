"""The virus scanner: what it says counts, what it does not say keeps files waiting."""

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as config
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.http import Http404

from portico.agencies.models import Member
from portico.kit import times
from portico.kit.rules import RuleBroken
from portico.operations import health, invariants
from portico.records import files, previews, scanner, scanning, sweeping
from portico.records.models import Document, Event, PageImage
from portico.records.tasks import scan
from tests.readable import content_of
from tests.records import samples
from tests.records.clamd import EICAR, Daemon, running

Scan = Document.Scan


@pytest.fixture
def daemon(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Daemon]:
    """A scanner that is there."""
    monkeypatch.setattr(scanner, "PATIENCE", 30)
    with running() as one:
        settings.CLAMAV = one.place
        yield one


def take(on: Member, data: bytes = b"", name: str = "letter.txt") -> Document:
    return files.take_in(SimpleUploadedFile(name, data or b"Ten years at sea"), on=on, by=on)


def again(document: Document) -> Document:
    document.refresh_from_db()
    return document


def later(minutes: float) -> Any:
    """The time, so many minutes on."""
    return times.now() + timedelta(minutes=minutes)


def test_without_a_scanner_files_are_handed_out_at_once(recruiter: Member) -> None:
    document = take(recruiter, EICAR)
    assert document.scan == Scan.NOT_NEEDED
    assert files.serve(document, download=True).status_code == 200
    scan.call(document.pk)
    assert again(document).scan == Scan.NOT_NEEDED
    assert health.look().virus_scanner == "none"


def test_a_file_waits_until_the_scanner_has_seen_all_of_it(recruiter: Member, daemon: Daemon) -> None:
    data = b"long " * 200_000
    document = take(recruiter, data)
    assert document.scan == Scan.WAITING
    with pytest.raises(Http404):
        files.serve(document, download=True)
    assert files.serve(document, download=False, unscanned=True)["Content-Disposition"].startswith("attachment")

    scan.call(document.pk)
    assert daemon.seen == [data]
    assert again(document).scan == Scan.CLEAN
    assert content_of(files.serve(document, download=True)) == data


def test_the_daemon_may_be_a_socket(recruiter: Member, settings: Any, tmp_path: Path) -> None:
    with running(str(tmp_path / "clamd.ctl")) as one:
        settings.CLAMAV = one.place
        document = take(recruiter, EICAR)
        scan.call(document.pk)
    assert again(document).virus == "Eicar-Test-Signature"


def test_a_file_with_a_virus_is_out_of_every_reach(
    recruiter: Member, daemon: Daemon, django_capture_on_commit_callbacks: Any
) -> None:
    document = take(recruiter, b"Dear Sir " + EICAR)
    before = document.key
    previews.prepare(document.pk)
    assert PageImage.objects.filter(document=document).exists()
    with django_capture_on_commit_callbacks(execute=True):
        scan.call(document.pk)
    again(document)

    assert (document.scan, document.virus, document.key, document.text) == (
        Scan.INFECTED,
        "Eicar-Test-Signature",
        "",
        "",
    )
    assert not PageImage.objects.exists()
    assert not (Path(config.MEDIA_ROOT) / before).exists()
    assert EICAR in (Path(config.MEDIA_ROOT) / document.quarantined).read_bytes()
    for unscanned in (True, False):
        with pytest.raises(Http404):
            files.serve(document, download=True, unscanned=unscanned)
    previews.prepare(document.pk)
    assert not PageImage.objects.exists(), "nor does a preview that comes late bring it back"
    assert Event.objects.get(verb="document.infected").details["virus"] == "Eicar-Test-Signature"
    assert sweeping.sweep() == 0
    assert not list(invariants.files_amiss())
    with pytest.raises(RuleBroken, match="virus"):
        take(recruiter, b"Dear Sir " + EICAR)


@pytest.mark.parametrize("mood", ["hangs", "never reads on", "closes", "garbage", "drips", "too large", "breaks off"])
def test_a_scanner_that_gives_no_verdict_keeps_files_waiting(
    recruiter: Member, daemon: Daemon, mood: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    daemon.mood = mood
    monkeypatch.setattr(scanner, "PATIENCE", 0.6)
    document = take(recruiter, b"%PDF-" + bytes(5_000_000) if mood == "never reads on" else b"")
    began = time.monotonic()
    scan.call(document.pk)
    assert time.monotonic() - began < 15
    assert (again(document).scan, document.scan_tries) == (Scan.WAITING, 1)
    with pytest.raises(Http404):
        files.serve(document, download=True)


def test_it_is_asked_again_later_each_time_and_holds_up_no_worker(
    recruiter: Member, daemon: Daemon, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.CLAMAV = "127.0.0.1:1"
    first, second = take(recruiter), take(recruiter, b"another")
    assert scanning.scan_waiting() == 0
    waits = [(again(one).scan_next - times.now()).total_seconds() for one in (first, second)]
    assert all(0 < wait <= 60 for wait in waits)
    assert scanning.scan_waiting() == 0, "neither is asked about before its time"
    assert again(first).scan_tries == 1
    assert again(second).scan_tries == 0, "where one was not answered, the others are not tried"
    for tries, minutes in enumerate([2, 5, 10, 20, 30, 30], start=1):
        Document.objects.filter(pk=first.pk).update(scan_next=times.now())
        scan.call(first.pk)
        assert again(first).scan_tries == tries + 1
        assert later(minutes - 0.1) < first.scan_next <= later(minutes)

    Document.objects.update(added=later(-10), scan_next=times.now())
    told = health.look()
    assert (told.status, told.virus_scanner) == ("degraded", "silent")
    assert told.oldest_unscanned_seconds >= 600
    settings.CLAMAV = daemon.place
    assert scanning.scan_waiting() == 2
    assert {again(one).scan for one in (first, second)} == {Scan.CLEAN}
    assert health.look().virus_scanner == "ok"


def test_a_scanner_that_is_set_later_looks_at_what_is_there(recruiter: Member, settings: Any, capsys: Any) -> None:
    infected, harmless = take(recruiter, EICAR), take(recruiter)
    with pytest.raises(CommandError, match="CLAMAV"):
        call_command("scan_files")
    with running() as one:
        settings.CLAMAV = one.place
        call_command("scan_files")
    assert (again(infected).scan, again(harmless).scan) == (Scan.INFECTED, Scan.CLEAN)
    call_command("scan_files", "--quarantined")
    assert f"{infected.pk}  acme.test  Eicar-Test-Signature" in capsys.readouterr().out

    call_command("scan_files", "--release", str(infected.pk))
    assert content_of(files.serve(again(infected), download=True)) == EICAR
    assert infected.quarantined == ""
    with pytest.raises(CommandError, match="No file"):
        call_command("scan_files", "--release", str(infected.pk))


def test_where_the_scanner_is_taken_away_nothing_waits_forever(
    recruiter: Member, daemon: Daemon, settings: Any
) -> None:
    document = take(recruiter, samples.pdf(), "cv.pdf")
    settings.CLAMAV = ""
    scanning.scan_waiting()
    assert again(document).scan == Scan.NOT_NEEDED
