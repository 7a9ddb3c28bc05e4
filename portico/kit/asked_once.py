"""What several parts of one request ask for is read once: within the request, and never beyond it."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

FOUND: ContextVar[dict[Hashable, Any] | None] = ContextVar("FOUND", default=None)


@contextmanager
def one_request() -> Iterator[None]:
    """Nothing that is read meanwhile outlives it."""
    token = FOUND.set({})
    try:
        yield
    finally:
        FOUND.reset(token)


def asked_once[R](key: Hashable, read: Callable[[], R]) -> R:
    """What `read` finds, or found earlier in this request; tasks and commands always read. Nothing is asked again: it
    may have been made meanwhile."""
    found = FOUND.get()
    if found is None:
        return read()
    if found.get(key) is None:
        found[key] = read()
    answer: R = found[key]
    return answer
