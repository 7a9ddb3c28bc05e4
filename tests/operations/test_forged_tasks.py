"""Rows that somebody put into the task queue, or that an older version left there."""

from pathlib import Path

import pytest
from django_ox.models import OxTask

from portico.messaging.models import Email
from portico.messaging.writing import write
from script.soaking.forged_tasks import plant
from tests.messaging.workers import PATIENCE, StartWorker, start_worker
from tests.world import Acme

__all__ = ["start_worker"]


@pytest.mark.django_db(transaction=True)
def test_broken_unknown_and_forged_tasks_run_nothing_are_set_aside_and_hold_up_nobody(
    acme: Acme, tmp_path: Path, start_worker: StartWorker
) -> None:
    trace = tmp_path / "somebody-was-here"
    rows = plant(trace)
    OxTask.objects.filter(pk__in=rows).update(max_attempts=1)
    email = write(acme.agency, to="honest@client.example", template="messaging/emails/test")

    worker = start_worker("--batch", queue="mail")

    assert worker.wait(PATIENCE) == 0, "it did all and ended as it was told"
    assert not trace.exists()
    taken = OxTask.objects.filter(pk__in=rows).exclude(queue_name="nobody")
    assert not taken.filter(status__in=["READY", "RUNNING"]).exists()
    assert taken.filter(status="FAILED").count() == taken.count() - 1, "one is only a number that no mail has"
    assert Email.objects.get(pk=email.pk).status == Email.Status.SENT
