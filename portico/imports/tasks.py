"""What the clock does for imports."""

from datetime import timedelta

from django.tasks import task

from portico.imports.uploading import TASK, forget_files, is_draft
from portico.kit.times import now
from portico.records.lifecycle import become
from portico.records.models import LongTask

KEPT = timedelta(days=30)
"""How long an upload waits for its owner: to be begun, or to be tried again after a failure."""


@task
def forget_uploads() -> None:
    """Each night: discard what was never begun, and delete uploads that nobody will need any more."""
    before = now() - KEPT
    imports = LongTask.objects.filter(task_kind=TASK).exclude(source_key="")
    for one in imports.filter(status=LongTask.Status.WAITING, created__lt=before):
        if is_draft(one):
            become(one, LongTask.Status.CANCELED, by=None, title=one.title)
    over = [LongTask.Status.DONE, LongTask.Status.CANCELED]
    for one in imports.filter(status__in=over) | imports.filter(status=LongTask.Status.FAILED, created__lt=before):
        forget_files(one)
