"""Work on records that the task worker does."""

from django.tasks import task
from django.utils import timezone

from portico.kit.storing import or_later
from portico.records import longtasks, previews, quotas, scanning, sealing, sweeping


@task
def prepare(document_id: int) -> None:
    """Read a new document: its words for the search, its pages as pictures."""
    with or_later(prepare, document_id):
        previews.prepare(document_id)


@task
def scan(document_id: int) -> None:
    """Look for a virus in a new document."""
    scanning.scan(document_id)


@task
def scan_waiting() -> None:
    """By the clock: documents that the scanner has not looked at yet."""
    scanning.scan_waiting()


@task
def look_at_room() -> None:
    """By the clock: agencies whose room for files runs out."""
    quotas.tell_of_all()


@task(queue_name="long")
def run(long_task_id: int) -> None:
    """Do a long task, unless others go first."""
    if longtasks.is_suspended(long_task_id):
        run.using(run_after=timezone.now() + longtasks.LOOK_LATER).enqueue(long_task_id)
    elif longtasks.must_wait(long_task_id):
        run.using(run_after=timezone.now() + longtasks.LOOK_AGAIN).enqueue(long_task_id)
    else:
        with or_later(run, long_task_id):
            longtasks.execute(long_task_id)


@task
def fail_the_stuck() -> None:
    """By the clock: long tasks whose worker is gone."""
    longtasks.fail_the_stuck()


@task
def sweep() -> None:
    """By the clock: files that no row names any more."""
    sweeping.sweep()


@task
def seal_events() -> None:
    """By the clock: bind what has happened into the chain of the audit log."""
    sealing.seal_everywhere()
