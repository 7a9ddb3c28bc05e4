"""Imports as tasks: progress, refused rows, a kill in the middle, a stop, résumés."""

import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from portico.candidates.models import Candidate
from portico.imports.running import table as running
from portico.imports.running.run import Run
from portico.imports.tasks import forget_uploads
from portico.imports.uploading import RESUMES, begin, receive, stop
from portico.kit.rules import RuleBroken
from portico.kit.times import now
from portico.records import longtasks
from portico.records.models import Document, Event, LongTask
from tests.world import Acme

Status = LongTask.Status
HEAD = "Candidate ID,First Name,Last Name,Email,Resume File\r\n"


def rows(count: int) -> str:
    """A table of candidates; every seventh row is bad."""
    made = (
        f"C-{n},Ana,Reis {n},{'call me' if n % 7 == 0 else f'ana{n}@example.com'},\r\n" for n in range(1, count + 1)
    )
    return HEAD + "".join(made)


def uploaded(acme: Acme, text: str, *, kind: str = "candidates", resumes: bytes = b"") -> LongTask:
    """A file that was uploaded, ready to begin."""
    beside = SimpleUploadedFile("cvs.zip", resumes) if resumes else None
    return receive(by=acme.recruiter, kind=kind, file=SimpleUploadedFile("people.csv", text.encode()), resumes=beside)


def zipped(**files: str) -> bytes:
    """A ZIP with these texts."""
    target = io.BytesIO()
    with ZipFile(target, "w") as archive:
        for name, text in files.items():
            archive.writestr(f"cvs/{name.replace('__', ' ')}.txt", text)
        archive.writestr("__MACOSX/._x.txt", "beside")
    return target.getvalue()


def reloaded(task: LongTask) -> LongTask:
    return LongTask.objects.get(pk=task.pk)


def ours(acme: Acme) -> int:
    return Candidate.objects.filter(agency=acme.agency, reference__startswith="C-").count()


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "BATCH", 10)


def test_the_worker_takes_in_the_file_and_tells_how_it_went(acme: Acme, run_tasks: Callable[[], object]) -> None:
    task = uploaded(acme, rows(30))
    begin(task, by=acme.recruiter)
    run_tasks()

    task = reloaded(task)
    counts = [task.figures[name] for name in ("created", "updated", "unchanged", "refused")]
    assert (task.status, task.done, task.total, counts) == (Status.DONE, 30, 30, [26, 0, 0, 4])
    with default_storage.open(task.refused_key) as file:
        refused = file.read().decode("utf-8-sig").splitlines()
    assert len(refused) == 5
    assert refused[1].startswith("C-7,Ana,Reis 7,call me,,8,")
    assert task.source_key == ""
    assert [
        event.verb for event in Event.objects.filter(subjects__object_id=task.pk, subjects__kind="records.longtask")
    ]


def test_an_import_that_was_not_begun_is_not_done(acme: Acme, run_tasks: Callable[[], object]) -> None:
    task = uploaded(acme, rows(3))
    run_tasks()
    assert (reloaded(task).status, ours(acme)) == (Status.WAITING, 0)
    begin(task, by=acme.recruiter)
    with pytest.raises(RuleBroken):
        begin(reloaded(task), by=acme.recruiter)


@pytest.mark.parametrize("when", ["before the batch is kept", "after the batch was kept"])
def test_a_killed_import_goes_on_and_doubles_nothing(acme: Acme, monkeypatch: pytest.MonkeyPatch, when: str) -> None:
    task = uploaded(acme, rows(30))
    begin(task, by=acme.recruiter)
    there = running._take_in
    batches: list[int] = []

    def deadly(*given: object) -> None:
        batches.append(1)
        if len(batches) == 2 and when.startswith("before"):
            monkeypatch.setattr(LongTask, "advance", killed)
        there(*given)  # type: ignore[arg-type]
        if len(batches) == 2:
            raise KeyboardInterrupt

    def killed(*_given: object, **_figures: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(running, "_take_in", deadly)
    with pytest.raises(KeyboardInterrupt):
        longtasks.execute(task.pk)
    monkeypatch.undo()
    assert (reloaded(task).status, ours(acme)) == (Status.RUNNING, 9 if when.startswith("before") else 18)

    longtasks.execute(task.pk)
    task = reloaded(task)
    assert (task.status, ours(acme), task.figures["created"], task.figures["refused"]) == (Status.DONE, 26, 26, 4)
    assert Event.objects.filter(agency=acme.agency, verb="candidate.imported").count() == 26
    with default_storage.open(task.refused_key) as file:
        numbers = [line.split(",")[0] for line in file.read().decode("utf-8-sig").splitlines()[1:]]
    assert numbers == ["C-7", "C-14", "C-21", "C-28"]


def test_where_the_refused_rows_were_lost_everything_is_done_again_without_harm(acme: Acme) -> None:
    task = uploaded(acme, rows(30))
    begin(task, by=acme.recruiter)
    LongTask.objects.filter(pk=task.pk).update(figures={"rows": 20, "created": 18, "refused": 2, "refused_bytes": 99})
    longtasks.execute(task.pk)

    task = reloaded(task)
    assert (task.status, task.figures["refused"], ours(acme)) == (Status.DONE, 4, 26)
    assert not list((Path(settings.DATA_DIR) / "imports").glob("*"))


def test_a_stopped_import_keeps_what_it_took_in(acme: Acme, monkeypatch: pytest.MonkeyPatch) -> None:
    task = uploaded(acme, rows(30))
    begin(task, by=acme.recruiter)
    there = running._take_in

    def stopping(*given: object) -> None:
        if ours(acme):
            stop(LongTask.objects.get(pk=task.pk), by=acme.recruiter)
        there(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(running, "_take_in", stopping)
    longtasks.execute(task.pk)
    assert (reloaded(task).status, ours(acme)) == (Status.CANCELED, 9)


def test_uploads_that_nobody_needs_any_more_are_deleted_at_night(acme: Acme) -> None:
    old, young = uploaded(acme, rows(3)), uploaded(acme, rows(3))
    LongTask.objects.filter(pk=old.pk).update(created=now() - timedelta(days=31))
    forget_uploads.func()
    assert (reloaded(old).status, reloaded(young).status) == (Status.CANCELED, Status.WAITING)
    assert (reloaded(old).source_key, bool(reloaded(young).source_key)) == ("", True)


def test_a_row_the_database_refuses_holds_no_other_up(acme: Acme, monkeypatch: pytest.MonkeyPatch) -> None:
    from portico.imports.running import records

    monkeypatch.setattr(records, "check_lengths", lambda *_given: None)
    text = HEAD + "C-1,Ana,Reis,ana@example.com,\r\nC-1\0,Bo,Ek,bo@example.com,\r\nC-3,Cy,Fox,cy@example.com,\r\n"
    task = uploaded(acme, text)
    begin(task, by=acme.recruiter)
    longtasks.execute(task.pk)
    assert reloaded(task).status == Status.DONE


def test_resumes_go_to_whom_the_table_or_their_names_say(acme: Acme) -> None:
    text = (
        HEAD + "C-1,Ana,Reis,ana@example.com,scan 17.txt\r\nC-2,Bo,Ek,bo@example.com,\r\nC-3,Cy,Fox,cy@example.com,\r\n"
    )
    files = zipped(**{"scan__17": "Ana", "ek_bo-CV-2024": "Bo", "cy@example.com__cv": "Cy", "letter": "Whose?"})
    task = uploaded(acme, text, resumes=files)
    begin(task, by=acme.recruiter)
    longtasks.execute(task.pk)

    task = reloaded(task)
    kept = Document.objects.filter(agency=acme.agency, kind="candidates.candidate", name__endswith=".txt")
    assert {(document.subject().name, document.name) for document in kept} == {
        ("Ana Reis", "scan 17.txt"),
        ("Bo Ek", "ek_bo-CV-2024.txt"),
        ("Cy Fox", "cy@example.com cv.txt"),
    }
    assert (task.figures["attached"], task.figures["unmatched"]) == (3, ["letter.txt"])


def test_resumes_alone_are_put_on_candidates_once(acme: Acme) -> None:
    content = zipped(Dario__Conti="Night porter", Nobody__Known="?")
    for attached in (1, 0):
        task = receive(by=acme.recruiter, kind=RESUMES, file=SimpleUploadedFile("cvs.zip", content))
        begin(task, by=acme.recruiter)
        longtasks.execute(task.pk)
        figures = reloaded(task).figures
        assert (figures["attached"], figures["there_already"], figures["unmatched"]) == (
            attached,
            1 - attached,
            ["Nobody Known.txt"],
        )


def test_a_run_remembers_only_so_many_remarks(acme: Acme) -> None:
    run = Run(acme.agency, None, "x.csv")
    for number in range(1000):
        run.remark(f"“{number}” is not on your team")
    assert len(run.remarks) == 50
