"""An import whose worker is killed by the system: another one goes on, and nothing is there twice."""

import signal
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from portico.agencies.models import Agency, Member, User
from portico.candidates.models import Candidate
from portico.imports.uploading import begin, receive
from portico.records.models import Event, LongTask
from tests.messaging.workers import PATIENCE, StartWorker, start_worker, wait_for

pytestmark = pytest.mark.django_db(transaction=True)
__all__ = ["start_worker"]
ROWS = 4_000


@pytest.fixture
def recruiter(settings: Any, tmp_path: Path) -> Member:
    """Somebody who imports, where the worker finds what was uploaded."""
    settings.DATA_DIR, settings.MEDIA_ROOT = tmp_path, tmp_path / "files"
    agency = Agency.objects.create(name="Acme", host="acme.localhost", site="http://acme.localhost")
    user = User(agency=agency, email="rosa@acme.example", name="Rosa Delgado")
    user.save()
    return Member.objects.create(agency=agency, user=user, side="staff", role="recruiter", status="active")


def test_another_worker_goes_on_and_doubles_nothing(recruiter: Member, start_worker: StartWorker) -> None:
    lines = (f"C-{n},Ana,Reis {n},{'call me' if n % 100 == 0 else f'ana{n}@example.com'}" for n in range(ROWS))
    text = "Candidate ID,First Name,Last Name,Email\r\n" + "\r\n".join(lines)
    task = receive(by=recruiter, kind="candidates", file=SimpleUploadedFile("people.csv", text.encode()))
    begin(task, by=recruiter)

    first = start_worker(queue="long")
    wait_for(lambda: LongTask.objects.get().done > 0, "the first rows")
    first.send_signal(signal.SIGKILL)
    first.wait(PATIENCE)
    task = LongTask.objects.get()
    assert (task.status, 0 < task.done < ROWS) == (LongTask.Status.RUNNING, True)
    assert Candidate.objects.count() == task.figures["created"]

    start_worker(queue="long")
    wait_for(lambda: LongTask.objects.get().status == LongTask.Status.DONE, "the rest")
    task = LongTask.objects.get()
    assert (task.figures["created"], task.figures["refused"]) == (ROWS - 40, 40)
    assert Candidate.objects.count() == Event.objects.filter(verb="candidate.imported").count() == ROWS - 40
    with default_storage.open(task.refused_key) as file:
        assert len(file.read().decode("utf-8").splitlines()) == 41
