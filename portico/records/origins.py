"""Where a deed comes from: the browser of a request, a task of the worker, a command; and who of the support did it.

Kept beside the work that goes on, so that every event can say it: pages set it by a middleware, the task worker by its
signals, and a command is known by its name.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from ipaddress import IPv4Address, ip_address, ip_network
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a deed comes from."""

    address: str = ""
    """The network, not the single machine: see `network_of`."""
    agent: str = ""
    """The kind of browser, or the task or command."""
    support_id: int | None = None
    """The support visit in which it was done."""
    support: str = ""
    """Who of the support did it, in place of whose name stands beside it."""


@cache
def of_process() -> Origin:
    """What this process was started to do, where that is one command."""
    program = Path(sys.argv[0]).name if sys.argv else ""
    named = program == "manage.py" and len(sys.argv) > 1 and sys.argv[1].replace("_", "").isalpha()
    return Origin(agent=f"command {sys.argv[1]}"[:80] if named else "")


ORIGIN: ContextVar[Origin | Callable[[], Origin] | None] = ContextVar("ORIGIN", default=None)
"""Mostly nobody asks: then it is not worked out."""


def origin() -> Origin:
    """Where what happens now comes from."""
    found = ORIGIN.get()
    if callable(found):
        found = found()
        ORIGIN.set(found)
    return found or of_process()


@contextmanager
def coming_from(source: Origin | Callable[[], Origin]) -> Iterator[None]:
    """What happens meanwhile comes from there."""
    token = ORIGIN.set(source)
    try:
        yield
    finally:
        ORIGIN.reset(token)


def network_of(address: str) -> str:
    """An address as the log keeps it: without what tells one household's or office's machine from another's.

    The last part of an IPv4 address goes, and the last five of an IPv6 one: enough to tell home from abroad.
    """
    try:
        found = ip_address(address)
    except ValueError:
        return ""
    mapped = getattr(found, "ipv4_mapped", None)
    found = mapped or found
    width = 24 if isinstance(found, IPv4Address) else 48
    return str(ip_network((found, width), strict=False))


def task_begins(*, task_result: Any, **_more: Any) -> None:
    """The worker takes a task up."""
    ORIGIN.set(Origin(agent=f"task {task_result.task.module_path.rpartition('.')[2]}"[:80]))


def task_ends(**_more: Any) -> None:
    """The worker is through with it."""
    ORIGIN.set(None)
