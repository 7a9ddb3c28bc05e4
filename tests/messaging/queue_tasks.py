"""Tasks for the tests of the task queue: each writes a line into a file, so that every run can be counted."""

import os
import time
from pathlib import Path
from typing import Any

from django.tasks import task

patient: Any = task
"""The same decorator; Django's types do not know the queue's own options."""


def write_line(path: str, text: str) -> None:
    """Add a line in one write, so that several processes do not mix."""
    with Path(path).open("a") as file:
        file.write(f"{text}\n")


def at_once(error: BaseException, result: Any) -> int:
    """No wait between tries."""
    return 0


@task
def note(path: str, text: str) -> None:
    """Write a line."""
    write_line(path, text)


@patient(backoff=at_once)  # type: ignore[untyped-decorator]
def fail_twice(path: str) -> None:
    """Write a line and fail, until the third time."""
    write_line(path, "try")
    if Path(path).read_text().count("try") < 3:
        raise RuntimeError("not yet")


@task
def take_long_at_first(path: str) -> None:
    """Write who began; the first one never gets to the end."""
    write_line(path, f"began {os.getpid()}")
    if Path(path).read_text().count("began") == 1:
        time.sleep(300)
    write_line(path, f"done {os.getpid()}")
