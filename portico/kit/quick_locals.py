"""The reader's language and time zone, where they are quickly found.

Django keeps both in asgiref's `Local`, which takes locks and copies to serve coroutines and threads alike. A list asks
for them hundreds of times: it took one twentieth of its page. A context variable keeps one value for a thread, and for
a coroutine, just as well.
"""

from contextvars import ContextVar
from typing import Any

from django.utils import timezone
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


def use_quick_locals() -> None:
    """From here on Django keeps language and zone there."""
    trans_real._active = OneValue("language")  # type: ignore[attr-defined]
    timezone._active = OneValue("zone")  # type: ignore[attr-defined]
