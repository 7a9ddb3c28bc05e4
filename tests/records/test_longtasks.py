"""Long tasks tell how far they are, go on after a kill, stop when canceled, and keep their files."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.http import Http404
from django_ox.models import OxTask

from portico.agencies.models import Member
from portico.kit.rules import RuleBroken
from portico.kit.times import now
from portico.records import longtasks
from portico.records.models import Event, LongTask

Status = LongTask.Status


@pytest.fixture
def does() -> Iterator[Callable[[longtasks.Work], longtasks.Work]]:
    """Says what tasks of the kind "test" do."""
    yield longtasks.work("test")
    longtasks.WORK.pop("test", None)


@pytest.fixture
def counting(does: Callable[[longtasks.Work], longtasks.Work]) -> list[int]:
    """A task that does five steps, and is killed when it comes to a number in `deadly`."""
    deadly: list[int] = []

    def count(task: LongTask) -> None:
        for step in range(task.done, 5):
            if step in deadly:
                deadly.remove(step)
                raise KeyboardInterrupt
            task.advance(step + 1, 5, at_once=True, sum=task.figures.get("sum", 0) + step)

    does(count)
    return deadly


def reloaded(task: LongTask) -> LongTask:
    return LongTask.objects.get(pk=task.pk)


def test_a_task_is_done_by_the_worker(recruiter: Member, counting: list[int], run_tasks: Callable[..., object]) -> None:
    task = longtasks.start("test", "Count", recruiter, source_key="", step=1)
    assert (task.status, task.settings, task.agency_id) == (Status.WAITING, {"step": 1}, recruiter.agency_id)
    run_tasks()
    task = reloaded(task)

    assert (task.status, task.done, task.total, task.percent, task.figures) == (Status.DONE, 5, 5, 100, {"sum": 10})
    assert [str(event) for event in Event.objects.order_by("pk")] == ["started: Count", "finished: Count"]


def test_a_killed_task_goes_on_where_it_stood(recruiter: Member, counting: list[int]) -> None:
    task = longtasks.start("test", "Count", recruiter)
    counting.append(3)
    with pytest.raises(KeyboardInterrupt):
        longtasks.execute(task.pk)
    assert (reloaded(task).status, reloaded(task).done) == (Status.RUNNING, 3)
    longtasks.execute(task.pk)
    longtasks.execute(task.pk)

    assert (reloaded(task).status, reloaded(task).figures) == (Status.DONE, {"sum": 10})


def test_a_task_that_cannot_go_on_says_why_and_may_be_tried_again(
    recruiter: Member, does: Callable[[longtasks.Work], longtasks.Work], run_tasks: Callable[..., object]
) -> None:
    answers: list[Exception | None] = [RuleBroken("The file has no header."), ZeroDivisionError("secret detail"), None]

    def answer(task: LongTask) -> None:
        task.advance(task.done + 1, 9)
        if no := answers.pop(0):
            raise no

    does(answer)
    task = longtasks.start("test", "Try", recruiter)
    run_tasks()
    assert (reloaded(task).status, reloaded(task).said) == (Status.FAILED, "The file has no header.")
    assert reloaded(task).done == 1
    first, second = reloaded(task), reloaded(task)
    first.again(by=recruiter)
    with pytest.raises(RuleBroken):
        second.again(by=recruiter)
    run_tasks()
    assert reloaded(task).status == Status.FAILED
    assert "secret" not in reloaded(task).said
    reloaded(task).again(by=recruiter)
    run_tasks()
    assert (reloaded(task).status, reloaded(task).done) == (Status.DONE, 9)
    assert OxTask.objects.count() == 3


def test_a_canceled_task_stops_at_its_next_step(
    recruiter: Member, does: Callable[[longtasks.Work], longtasks.Work]
) -> None:
    steps = []

    def cancel_in_between(task: LongTask) -> None:
        for step in range(5):
            steps.append(step)
            task.advance(step, 5, at_once=True)
            if step == 1:
                reloaded(task).cancel(by=recruiter)

    does(cancel_in_between)
    task = longtasks.start("test", "Count", recruiter)
    longtasks.execute(task.pk)

    assert steps == [0, 1, 2]
    assert (reloaded(task).status, reloaded(task).done) == (Status.CANCELED, 1)
    waiting = longtasks.start("test", "Count", recruiter)
    waiting.cancel(by=recruiter)
    longtasks.execute(waiting.pk)
    assert len(steps) == 3


def test_progress_is_told_at_most_twice_a_second(
    recruiter: Member,
    does: Callable[[longtasks.Work], longtasks.Work],
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    def many_steps(task: LongTask) -> None:
        for step in range(10_000):
            task.advance(step, 10_000)

    does(many_steps)
    task = longtasks.start("test", "Count", recruiter)
    with django_assert_max_num_queries(40):  # type: ignore[attr-defined]
        longtasks.execute(task.pk)
    assert reloaded(task).done == 10_000


def test_a_task_begun_in_a_transaction_that_fails_never_was(recruiter: Member, counting: list[int]) -> None:
    with transaction.atomic():
        longtasks.start("test", "Count", recruiter)
        transaction.set_rollback(True)

    assert not LongTask.objects.exists()
    assert not OxTask.objects.exists()
    with pytest.raises(LookupError):
        longtasks.start("unheard of", "Count", recruiter)


def test_a_stuck_task_fails_and_a_kind_that_is_gone_too(recruiter: Member, counting: list[int]) -> None:
    fresh, stuck = (longtasks.start("test", "Count", recruiter) for _ in range(2))
    for task, minutes in ((fresh, 1), (stuck, 60)):
        task.begin()
        LongTask.objects.filter(pk=task.pk).update(beat=now() - timedelta(minutes=minutes))
    longtasks.fail_the_stuck()
    assert [reloaded(task).status for task in (fresh, stuck)] == [Status.RUNNING, Status.FAILED]

    del longtasks.WORK["test"]
    longtasks.execute(fresh.pk)
    assert reloaded(fresh).status == Status.FAILED


def test_its_files_are_kept_and_handed_out(recruiter: Member, counting: list[int], tmp_path: Path) -> None:
    key = longtasks.keep_file(recruiter.agency_id, ContentFile(b"a,b\r\n1,2\r\n"))
    task = longtasks.start("test", "Count", recruiter, source_key=key)
    with longtasks.open_source(task) as source:
        assert source.read() == b"a,b\r\n1,2\r\n"
    (tmp_path / "refused.csv").write_bytes(b"row,reason")
    longtasks.keep_refused(task, tmp_path / "refused.csv")
    response = longtasks.serve_refused(reloaded(task), "Zeilen, abgelehnt ä.csv")

    assert response.getvalue() == b"row,reason"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    with pytest.raises(Http404):
        longtasks.serve_result(task, "x.csv")
    task.source_key = "tasks/none"
    with pytest.raises(RuleBroken):
        longtasks.open_source(task)
