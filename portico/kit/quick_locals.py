"""The reader's language and time zone, and the thread's connections, where they are quickly found.

Django keeps them in asgiref's `Local`, which takes locks, makes copies and asks for the running coroutine each time. A
list asks for them hundreds of times: it took one twentieth of its page. A context variable keeps one value for a
thread, and for a coroutine, just as well; connections belong to a thread, and none of our code runs in coroutines.
"""

from contextvars import ContextVar
from threading import local
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connections
from django.utils import timezone, translation
from django.utils.translation import trans_real

NOTHING: Any = object()


class OneValue:
    """One value for whoever runs: `value`, which can be set, read and deleted, as with `Local`."""

    def __init__(self, name: str) -> None:
        self.kept: ContextVar[Any] = ContextVar(name, default=NOTHING)

    @property
    def value(self) -> Any:
        """The value; an AttributeError where there is none."""
        found = self.kept.get()
        if found is NOTHING:
            raise AttributeError("value")
        return found

    @value.setter
    def value(self, new: Any) -> None:
        self.kept.set(new)

    @value.deleter
    def value(self) -> None:
        self.kept.set(NOTHING)


LANGUAGE, ZONE = OneValue("language"), OneValue("zone")


def language() -> str | None:
    """The reader's language, as `get_language` says it, without its detours: a list asks for each of its rows."""
    found = LANGUAGE.kept.get()
    return translation.get_language() if found is NOTHING else found.to_language()


def zone_name() -> str:
    """The name of the reader's time zone."""
    found = ZONE.kept.get()
    return found.key if type(found) is ZoneInfo else timezone.get_current_timezone_name()


def use_quick_locals() -> None:
    """From here on Django keeps them there."""
    asked, connections._connections = connections._connections, local()  # type: ignore[attr-defined]
    for alias in connections:
        if hasattr(asked, alias):  # what has been opened already stays open
            connections[alias] = getattr(asked, alias)
    trans_real._active = LANGUAGE  # type: ignore[attr-defined]
    timezone._active = ZONE  # type: ignore[attr-defined]
