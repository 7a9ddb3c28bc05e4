"""Named places where a test makes Portico stumble: leave out a protection, wait between a look and a write, or die.

A test of races or crashes proves something only if it fails once the protection is gone. FAIL_POINTS names what to do:
`lifecycle.compare=skip`, `statement=die:120`, `outbox.lease=sleep:0.2;commit.after=die`. docs/running.md has more.
Unarmed, a point costs one look at an empty dict.
"""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings

PHRASE = "i know that this breaks portico on purpose"
"""What FAIL_POINTS_ARMED must say where DEBUG is off."""

POINTS = {
    "lifecycle.compare": "Moving a status: that it is still the one that was read. Skip: the later one wins.",
    "application.claim_stage": "Moving a candidate: that they are still in the stage the page showed. Skip: no look.",
    "editing.compare": "Saving an edit form: that nobody changed the same fields. Skip: the whole form is written.",
    "link.consume": "Using up a link. Skip: it is good for everybody who comes at once.",
    "invitation.accept": "Taking the place that an invitation offers, after its link is used up. Sleep or die.",
    "form.once": "That a form which was sent twice is done once. Skip: it is done twice.",
    "outbox.lease": "Taking a mail for delivery. Skip: every worker takes it.",
    "outbox.sent": "The relay has said yes and it is not noted yet. Sleep or die.",
    "longtask.begin": "A long task is taken up and not begun. Sleep or die.",
    "task.started": "A worker has taken a task and not yet begun it. Sleep or die.",
    "statement": "After each statement to the database. Sleep or die.",
    "commit.before": "Before a transaction is committed. Sleep or die.",
    "commit.after": "A transaction is committed and nobody has been told. Sleep or die.",
}
"""Every point, and what it stands between."""

KINDS = {"skip", "sleep", "die"}


@dataclass
class Fault:
    """What happens at one point: skip its protection, sleep some seconds, or die at the so-manieth passing."""

    kind: str
    number: float
    passed: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def happens(self) -> bool:
        """Do it; True where the caller leaves out its protection."""
        if self.kind == "sleep":
            time.sleep(self.number)
        elif self.kind == "die":
            with self.lock:
                self.passed += 1
            if self.passed >= self.number:
                os.kill(os.getpid(), signal.SIGKILL)
        return self.kind == "skip"


ARMED: dict[str, list[Fault]] = {}


class BadFailPoints(ValueError):
    """FAIL_POINTS cannot be read."""


def fail_point(name: str) -> bool:
    """Stumble here where a test asks for it. True: leave out the protection that stands here."""
    if not ARMED:
        return False
    stumbles = [fault.happens() for fault in ARMED.get(name, ())]
    return any(stumbles)


def read(text: str) -> dict[str, list[Fault]]:
    """The faults that a text asks for; raises BadFailPoints where it is not understood."""
    found: dict[str, list[Fault]] = {}
    for part in filter(None, (one.strip() for one in text.split(";"))):
        name, _equals, what = (word.strip() for word in part.partition("="))
        kind, _colon, number = what.partition(":")
        if name not in POINTS or kind not in KINDS or (kind == "sleep" and not number):
            raise BadFailPoints(f"“{part}” is no fail point: manage.py fail_points lists them.")
        try:
            found.setdefault(name, []).append(Fault(kind, float(number or 1)))
        except ValueError:
            raise BadFailPoints(f"“{number}” in “{part}” is no number.") from None
    return found


def why_refused() -> str:
    """Why the fail points that are asked for may not be armed; nothing where they may, or none are."""
    if not settings.FAIL_POINTS:
        return ""
    try:
        read(settings.FAIL_POINTS)
    except BadFailPoints as no:
        return str(no)
    if settings.DEBUG or settings.FAIL_POINTS_ARMED == PHRASE:
        return ""
    return "FAIL_POINTS is set: this site would lose data on purpose."


def arm() -> None:
    """Arm what the environment asks for, if it may; the start-up check refuses the rest."""
    if settings.FAIL_POINTS and not why_refused():
        ARMED.update(read(settings.FAIL_POINTS))
        watch()


@contextmanager
def armed(text: str) -> Iterator[None]:
    """Armed within a `with`, for all threads of this process: for tests."""
    faults = read(text)
    ARMED.update(faults)
    watch()
    try:
        yield
    finally:
        for name in faults:
            del ARMED[name]


def watch() -> None:
    """Reach the points that no line of ours stands at: statements, commits and the start of tasks."""
    from django.db import connections
    from django.db.backends.signals import connection_created
    from django.tasks.signals import task_started

    connection_created.connect(watch_connection, dispatch_uid="fail points")
    task_started.connect(start_of_task, dispatch_uid="fail points")
    for connection in connections.all(initialized_only=True):
        watch_connection(None, connection)


def start_of_task(sender: Any, **kwargs: Any) -> None:
    """A worker has taken a task."""
    fail_point("task.started")


def watch_connection(sender: Any, connection: Any, **kwargs: Any) -> None:
    """Stand around every statement and commit of a connection."""
    if after_statement not in connection.execute_wrappers:
        connection.execute_wrappers.append(after_statement)
        commit = connection._commit

        def commit_between() -> Any:
            fail_point("commit.before")
            done = commit()
            fail_point("commit.after")
            return done

        connection._commit = commit_between


def after_statement(execute: Callable[..., Any], *statement: Any) -> Any:
    """One statement, and the point after it."""
    done = execute(*statement)
    fail_point("statement")
    return done
