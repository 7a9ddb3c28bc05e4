"""Work that takes minutes: begun by a person, done by the task worker, with progress and files to download.

A package registers a function under a kind, and begins it with `start`:

    @longtasks.work("import_records")
    def import_records(task: LongTask) -> None:
        for number, batch in enumerate(batches(longtasks.open_source(task))):
            with transaction.atomic():
                ...
                task.advance(number, total, at_once=True, created=created)

The function is called again from the start when its worker was killed, or when its owner tries again after a failure:
it must look at `task.done` and `task.figures`, or at what is already there, to go on without doing anything twice.
"""

import contextlib
import logging
import secrets
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.http import FileResponse, Http404
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from portico.agencies.models import Member
from portico.kit.rules import RuleBroken
from portico.kit.storing import StoreAway, forget
from portico.kit.times import now
from portico.records.events import record
from portico.records.models import LongTask, TaskStopped

logger = logging.getLogger(__name__)

type Work = Callable[[LongTask], None]
type AnyFile = File[Any]
type Source = Path | AnyFile

WORK: dict[str, Work] = {}
STUCK_AFTER = timedelta(minutes=20)
AT_ONCE = 2
"""Long tasks that run at the same time, so that a worker is left for what is short."""
ALIVE = timedelta(minutes=2)
"""A running task that has taken no step for longer keeps nobody waiting."""
LOOK_AGAIN = timedelta(seconds=5)
LOOK_LATER = timedelta(hours=1)
"""While the agency is suspended."""


def work(kind: str) -> Callable[[Work], Work]:
    """Register the function that does a kind of long task."""

    def register(function: Work) -> Work:
        WORK[kind] = function
        return function

    return register


@transaction.atomic
def start(
    kind: str, title: str, by: Member | None, *, agency_id: int | None = None, source_key: str = "", **settings: Any
) -> LongTask:
    """Write a long task down and have the worker do it; `settings` are plain values for its function."""
    from portico.records.tasks import run

    if kind not in WORK:
        raise LookupError(f"No function is registered for long tasks of the kind {kind}")
    task = LongTask(owner=by, task_kind=kind, title=title[:200], source_key=source_key, settings=settings)
    task.agency_id = by.agency_id if by else agency_id  # type: ignore[assignment]
    task.save()
    run.enqueue(task.pk)
    return task


def must_wait(task_id: int) -> bool:
    """Whether others go first: one task of an agency runs at a time, and few in all, so that nobody starves."""
    task = LongTask.objects.filter(pk=task_id, status=LongTask.Status.WAITING).first()
    if task is None:
        return False
    running = LongTask.objects.filter(status=LongTask.Status.RUNNING, beat__gt=now() - ALIVE)
    agencies = list(running[:AT_ONCE].values_list("agency", flat=True))
    return len(agencies) >= AT_ONCE or running.filter(agency=task.agency_id).exists()


def is_suspended(task_id: int) -> bool:
    """Whether its agency is."""
    return LongTask.objects.filter(pk=task_id, agency__suspended__isnull=False).exists()


def pause_all(agency_id: int) -> None:
    """What runs stops at its next step, and waits: it will go on from there."""
    from portico.records.tasks import run

    for task in LongTask.objects.filter(agency=agency_id, status=LongTask.Status.RUNNING):
        mine = LongTask.objects.filter(pk=task.pk, status=LongTask.Status.RUNNING)
        if mine.update(status=LongTask.Status.WAITING, status_since=now()):
            record(task, "longtask.paused", by=None, title=task.title)
            run.enqueue(task.pk)


def execute(task_id: int) -> None:
    """Do a long task now, up to its end, whatever that is. StoreAway leaves it as it is: it goes on from there."""
    task = LongTask.objects.select_related("owner__user", "agency").filter(pk=task_id).first()
    if task is None or not task.begin():
        return
    try:
        if task.task_kind not in WORK:
            raise RuleBroken(_("Portico no longer knows how to do this."))
        WORK[task.task_kind](task)
        task.finish()
    except (TaskStopped, StoreAway) as stop:
        if isinstance(stop, StoreAway):
            raise
    except RuleBroken as no:
        end_in_failure(task, str(no))
    except Exception:
        logger.exception("The long task %s (%s) failed", task.pk, task.task_kind)
        end_in_failure(task, _("Something went wrong on our side. What was done so far is kept. Please try again."))


def end_in_failure(task: LongTask, said: str) -> None:
    """Let it fail, unless it ended otherwise meanwhile."""
    with contextlib.suppress(RuleBroken):
        task.fail(said)


def fail_the_stuck() -> None:
    """Tell the owners of tasks that no worker has taken a step in for long; a worker that lives on after all stops."""
    for task in LongTask.objects.filter(status=LongTask.Status.RUNNING, beat__lt=now() - STUCK_AFTER):
        end_in_failure(task, _("The task stopped unexpectedly. What was done so far is kept. Please try again."))


def keep_file(agency_id: int, file: Source, extension: str = "csv") -> str:
    """Put a file of any size into the file store, piece by piece, and return its key."""
    token = secrets.token_hex(16)
    name = f"tasks/{agency_id}/{token[:2]}/{token}.{extension}"
    if isinstance(file, Path):
        with file.open("rb") as opened:
            return default_storage.save(name, File(opened))
    file.seek(0)
    return default_storage.save(name, file)


def open_source(task: LongTask) -> AnyFile:
    """The file the task works on. RuleBroken when it is gone."""
    try:
        return default_storage.open(task.source_key)
    except (OSError, ValueError):
        raise RuleBroken(_("The uploaded file is no longer there. Please upload it again.")) from None


def keep_result(task: LongTask, file: Source, extension: str = "csv") -> None:
    """What the owner can download when the task is done."""
    _replace(task, "result_key", file, extension)


def keep_refused(task: LongTask, file: Source, extension: str = "csv") -> None:
    """The rows that were refused, each with its reason, for the owner to mend and to bring again."""
    _replace(task, "refused_key", file, extension)


def _replace(task: LongTask, field: str, file: Source, extension: str) -> None:
    before = getattr(task, field)
    setattr(task, field, keep_file(task.agency_id, file, extension))
    task.save(update_fields=[field])
    if before:
        transaction.on_commit(lambda: forget([before]))


def serve_result(task: LongTask, name: str) -> FileResponse:
    """The result as a download. The caller has fetched the task through a door."""
    return _download(task.result_key, name)


def serve_refused(task: LongTask, name: str) -> FileResponse:
    """The refused rows as a download. The caller has fetched the task through a door."""
    return _download(task.refused_key, name)


def _download(key: str, name: str) -> FileResponse:
    try:
        if not key:
            raise FileNotFoundError
        response = FileResponse(default_storage.open(key), content_type="application/octet-stream")
    except OSError:
        raise Http404("no such file") from None
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
