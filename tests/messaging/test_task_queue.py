"""What we rely on the task queue for, tried on its real worker in a process of its own, on either database."""

from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest
from django.db import transaction
from django.db.models import QuerySet
from django_ox.models import OxTask

from tests.messaging import queue_tasks
from tests.messaging.workers import PATIENCE, StartWorker, lines, wait_for

pytestmark = pytest.mark.django_db(transaction=True)


def ours() -> QuerySet[OxTask]:
    """The tasks of these tests; a worker also puts in what is due by the clock."""
    return OxTask.objects.filter(task_path__startswith="tests.messaging.queue_tasks.")


def test_a_rollback_drops_the_task(tmp_path: Path, start_worker: StartWorker) -> None:
    file = tmp_path / "lines"
    with suppress(RuntimeError), transaction.atomic():
        queue_tasks.note.enqueue(str(file), "rolled back")
        raise RuntimeError
    queue_tasks.note.enqueue(str(file), "kept")
    start_worker("--batch").wait(PATIENCE)
    assert lines(file) == ["kept"]


def test_a_failed_task_is_tried_again(tmp_path: Path, start_worker: StartWorker) -> None:
    file = tmp_path / "lines"
    queue_tasks.fail_twice.enqueue(str(file))
    start_worker()
    wait_for(lambda: ours().filter(status="SUCCESSFUL").exists(), "success")
    assert lines(file) == ["try", "try", "try"]


def test_a_task_whose_worker_was_killed_runs_again_after_its_lease(tmp_path: Path, start_worker: StartWorker) -> None:
    file = tmp_path / "lines"
    queue_tasks.take_long_at_first.enqueue(str(file))
    first = start_worker()
    wait_for(lambda: bool(lines(file)), "the first try")
    first.kill()
    first.wait()
    assert ours().get().status == "RUNNING"
    second = start_worker()
    wait_for(lambda: ours().get().status == "SUCCESSFUL", "the second try")
    assert lines(file) == [f"began {first.pid}", f"began {second.pid}", f"done {second.pid}"]


def test_two_workers_never_do_a_task_twice(tmp_path: Path, start_worker: StartWorker) -> None:
    file = tmp_path / "lines"
    for number in range(150):
        queue_tasks.note.enqueue(str(file), str(number))
    for _ in range(2):
        start_worker("--concurrency", "2")
    wait_for(lambda: not ours().exclude(status="SUCCESSFUL").exists(), "all tasks")
    counted = Counter(lines(file))
    assert len(counted) == 150
    assert set(counted.values()) == {1}
