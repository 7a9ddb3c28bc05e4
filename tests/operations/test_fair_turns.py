"""One agency's pile of work keeps nobody else waiting: mails, files and long tasks take turns."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django_ox.models import OxTask

from portico.agencies.models import Member
from portico.kit.times import now
from portico.messaging.tasks import PILE
from portico.messaging.writing import write
from portico.records import longtasks, tasks
from portico.records.files import take_in
from portico.records.models import LongTask
from tests.records import samples
from tests.world import Acme


def waiting(path: str) -> list[OxTask]:
    """Tasks of a kind in the order in which workers take them."""
    return list(OxTask.objects.filter(task_path__endswith=path, status="READY").order_by("-priority", "enqueued_at"))


def test_somebody_who_waits_to_sign_in_is_first_and_whoever_wrote_little_goes_before_whoever_wrote_much(
    acme: Acme,
) -> None:
    for number in range(2 * PILE + 1):
        write(acme.agency, to=f"p{number}@client.example", template="messaging/emails/test")
    theirs = write(acme.theirs.agency, to="one@client.example", template="messaging/emails/test")
    link = write(acme.theirs.agency, to="two@client.example", template="messaging/emails/test", urgent=True)

    order = [task.args[0] for task in waiting("messaging.tasks.deliver")]
    assert order[0] == link.pk
    assert order.index(theirs.pk) == PILE + 1


def test_a_file_somebody_just_brought_is_read_before_those_of_an_import(acme: Acme) -> None:
    for number in range(3):
        take_in(SimpleUploadedFile("cv.pdf", samples.pdf(f"Import {number}")), on=acme.dario, by=None, imported=True)
    mine = take_in(SimpleUploadedFile("cv.pdf", samples.pdf("By hand")), on=acme.theirs.dario, by=None)

    assert waiting("records.tasks.prepare")[0].args == [mine.pk]
    assert waiting("resume_tasks.read_document")[0].args == [mine.pk]


def begun(by: Member) -> LongTask:
    """A long task that does nothing and takes no time."""
    return longtasks.start("soak_nothing", "Nothing", by)


def test_an_agency_has_one_long_task_at_a_time_and_all_together_leave_a_worker_free(
    acme: Acme, monkeypatch: pytest.MonkeyPatch, run_tasks: Any
) -> None:
    monkeypatch.setitem(longtasks.WORK, "soak_nothing", lambda task: None)
    first, second, theirs = begun(acme.owner), begun(acme.owner), begun(acme.theirs.owner)
    assert first.begin()

    assert longtasks.must_wait(second.pk)
    assert not longtasks.must_wait(first.pk), "it goes on after its worker was killed"
    assert not longtasks.must_wait(theirs.pk)
    tasks.run.func(second.pk)
    later = OxTask.objects.filter(task_path__endswith="records.tasks.run", args=[second.pk], run_after__isnull=False)
    assert later.count() == 1
    first.finish()
    assert not longtasks.must_wait(second.pk)


def test_a_task_whose_worker_is_gone_keeps_nobody_waiting(acme: Acme, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(longtasks.WORK, "soak_nothing", lambda task: None)
    first, second = begun(acme.owner), begun(acme.owner)
    assert first.begin()
    LongTask.objects.filter(pk=first.pk).update(beat=now() - longtasks.ALIVE * 2)

    assert not longtasks.must_wait(second.pk)


def test_the_queue_forgets_what_is_over(acme: Acme, run_tasks: Any) -> None:
    from datetime import timedelta

    from django.utils import timezone

    from portico.operations.tasks import forget_tasks

    write(acme.agency, to="one@client.example", template="messaging/emails/test")
    OxTask.objects.update(status="SUCCESSFUL", finished_at=timezone.now() - timedelta(days=8))
    write(acme.agency, to="two@client.example", template="messaging/emails/test")
    forget_tasks.func()
    assert set(OxTask.objects.values_list("status", flat=True)) == {"READY"}
