"""Real task workers, in processes of their own, on the database of the test."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

PATIENCE = 90
type StartWorker = Callable[..., "subprocess.Popen[bytes]"]


def database_url() -> str:
    """The database of this test, as a worker is told about it."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    base, _slash, _name = os.environ["DATABASE_URL"].rpartition("/")
    return f"{base}/{quote(name, safe='')}"


@pytest.fixture
def start_worker(tmp_path: Path) -> Iterator[StartWorker]:
    """Starts real workers, and ends them after the test."""
    workers: list[subprocess.Popen[bytes]] = []

    def start(*options: str, queue: str = "default", smtp_url: str = "") -> "subprocess.Popen[bytes]":
        command = [
            sys.executable,
            "manage.py",
            "ox_worker",
            "--interval",
            "0.1",
            "--lock-timeout",
            "3",
            "--queues",
            queue,
        ]
        environment = {
            **os.environ,
            "DATABASE_URL": database_url(),
            "DATA_DIR": str(tmp_path),
            "DEBUG": "1",
            "SMTP_URL": smtp_url,
        }
        environment["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
        with (tmp_path / f"worker-{len(workers)}.log").open("wb") as log:
            worker = subprocess.Popen(
                [*command, *options], cwd=settings.BASE_DIR, env=environment, stdout=log, stderr=log
            )
        workers.append(worker)
        return worker

    yield start
    for worker in workers:
        worker.kill()
        worker.wait()


def wait_for(condition: Callable[[], bool], what: str) -> None:
    """Wait until something is so, or fail."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, f"waited in vain for: {what}"
        time.sleep(0.1)


def lines(path: Path) -> list[str]:
    """What the tasks have written."""
    return path.read_text().splitlines() if path.exists() else []
