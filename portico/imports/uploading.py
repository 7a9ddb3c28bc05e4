"""An import being prepared: a file is uploaded, its columns are matched, it is looked at, and then it begins."""

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from portico.agencies.models import Member
from portico.imports.matching.fields import Kind
from portico.imports.matching.kinds import fields_of
from portico.imports.matching.mapping import Mapping
from portico.imports.matching.proposing import propose_for
from portico.imports.reading.table import Table, open_table
from portico.imports.running.outcomes import Outcome
from portico.imports.running.run import Run, country_of
from portico.imports.running.table import look
from portico.imports.running.zipped import zipped
from portico.kit.rules import Conflict, RuleBroken
from portico.kit.storing import forget, on_this_machine
from portico.kit.times import now
from portico.records import longtasks
from portico.records.lifecycle import become
from portico.records.models import LongTask
from portico.records.quotas import check_room
from portico.records.tasks import run as run_task

TASK = "import"
RESUMES = "resumes"
"""In place of a kind of table: only files that are put onto candidates."""
LOOKED_AT = 1_000
"""Rows of which the preview says what becomes of them."""

type Upload = UploadedFile[Any]


@contextmanager
def stored_file(key: str) -> Iterator[Path]:
    """A stored file as a path. RuleBroken when it is gone."""
    with ExitStack() as stack:
        try:
            path = stack.enter_context(on_this_machine(key))
        except (FileNotFoundError, ValueError, SuspiciousOperation):
            raise RuleBroken(_("The uploaded file is no longer there. Please upload it again.")) from None
        yield path


def receive(*, by: Member, kind: str, file: Upload, resumes: Upload | None = None) -> LongTask:
    """Keep an uploaded file as an import to be; refused, with what to do about it, where it cannot be read."""
    check_room(by.agency_id, (file.size or 0) + (resumes.size or 0 if resumes else 0))
    key = longtasks.keep_file(by.agency_id, file, "zip" if kind == RESUMES else "table")
    beside = longtasks.keep_file(by.agency_id, resumes, "zip") if resumes else ""
    settings: dict[str, Any] = {"kind": kind, "name": (file.name or "file")[:150], "begun": False}
    try:
        with stored_file(key) as path:
            if kind == RESUMES:
                settings["files"] = len(zipped(path).names)
            else:
                table = open_table(path)
                settings["mapping"] = propose_for(Kind(kind), table, country_of(by.agency)).as_json()
                settings["sheet"], settings["sheets"] = table.sheet, table.sheets
        if beside:
            with stored_file(beside) as path:
                settings["files"] = len(zipped(path).names)
    except BaseException:
        forget((key, beside))
        raise
    task = LongTask(
        agency_id=by.agency_id,
        owner=by,
        task_kind=TASK,
        title=settings["name"],
        source_key=key,
        beside_key=beside,
        settings=settings,
    )
    task.save()
    return task


def mapping_of(task: LongTask) -> Mapping | None:
    """Which column gives what; nothing where only files are imported."""
    return Mapping.from_json(task.settings["mapping"]) if "mapping" in task.settings else None


def is_draft(task: LongTask) -> bool:
    """Whether it still waits for its owner to begin it."""
    return task.status == LongTask.Status.WAITING and not task.settings.get("begun")


def match(task: LongTask, mapping: Mapping) -> None:
    """Keep what a person chose for the columns."""
    doubled = mapping.doubled()
    lacking = mapping.lacking()
    if lacking:
        raise RuleBroken(" ".join(lacking))
    if doubled:
        labels = ", ".join(str(fields_of(mapping.kind)[name].label) for name in doubled)
        raise RuleBroken(_("Only one column can give each of these: %(fields)s.") % {"fields": labels})
    _change(task, mapping=mapping.as_json())


def choose_sheet(task: LongTask, sheet: str) -> None:
    """Take another sheet of the workbook."""
    with stored_file(task.source_key) as path:
        table = open_table(path, sheet_name=sheet)
        mapping = propose_for(Kind(task.settings["kind"]), table, country_of(task.agency))
    _change(task, sheet=table.sheet, mapping=mapping.as_json())


def _change(task: LongTask, **settings: Any) -> None:
    with transaction.atomic():
        there = LongTask.objects.select_for_update().get(pk=task.pk)
        if not is_draft(there):
            raise Conflict(_("This import was begun already."))
        task.settings = {**there.settings, **settings}
        task.save(update_fields=["settings"])


@contextmanager
def table_of(task: LongTask) -> Iterator[Table]:
    """The uploaded table."""
    with stored_file(task.source_key) as path:
        yield open_table(path, sheet_name=task.settings.get("sheet", ""))


@dataclass(frozen=True, slots=True)
class Preview:
    """What would become of the first rows."""

    outcomes: list[Outcome]
    counts: Counter[str]
    remarks: list[str]
    complete: bool
    """These are all rows there are."""


def preview(task: LongTask) -> Preview:
    """Look at the first rows, without writing anything."""
    mapping = mapping_of(task)
    assert mapping is not None
    with table_of(task) as table:
        rows = list(islice(table.rows(), LOOKED_AT + 1))
        run = Run(task.agency, task.owner, task.settings["name"], dry=True)
        outcomes = look(run, mapping, rows[:LOOKED_AT])
    counts = Counter(outcome.deed.value for outcome in outcomes)
    return Preview(outcomes, counts, list(run.remarks), len(rows) <= LOOKED_AT)


@transaction.atomic
def begin(task: LongTask, *, by: Member) -> None:
    """Let the worker do it."""
    _change(task, begun=True)
    task.owner, task.created = by, now()
    task.save(update_fields=["owner", "created"])
    run_task.enqueue(task.pk)


@transaction.atomic
def stop(task: LongTask, *, by: Member) -> None:
    """Stop an import, or throw away one that was never begun. What it has taken in so far stays."""
    running = task.status == LongTask.Status.RUNNING
    become(task, LongTask.Status.CANCELED, by=by, title=task.title)
    if not running:  # otherwise the worker has the file open, and the night takes it away
        forget_files(task)


def forget_files(task: LongTask) -> None:
    """Delete what was uploaded for an import."""
    keys = [key for key in (task.source_key, task.beside_key) if key]
    task.source_key = task.beside_key = ""
    task.save(update_fields=["source_key", "beside_key"])
    transaction.on_commit(lambda: forget(keys))
