"""Compares what a compiled query finds with what its queryset finds; keeps what tests compiled from other tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import models

from portico.kit.prepared import KNOWN, Prepared, forget_plans
from portico.kit.times import at_time, now


def told(value: Any, *inside: int) -> Any:
    """A row with all it has loaded, as something to compare."""
    if not isinstance(value, models.Model) or id(value) in inside:
        return type(value) if id(value) in inside else value
    held = {name: one for name, one in vars(value).items() if name not in {"_state", "_prefetched_objects_cache"}}
    for name, rows in getattr(value, "_prefetched_objects_cache", {}).items():
        held[f"{name} beside it"] = [row.pk for row in rows]
    beside = value._state.fields_cache.items()
    cached = {name: told(one, id(value), *inside) for name, one in beside if isinstance(one, models.Model)}
    return type(value), held, cached


def same_as_queryset(asked: Prepared[Any], *args: Any, **kwargs: Any) -> list[Any]:
    """The rows, after a look that both ways find them, in the same order."""
    with at_time(now()):
        found = asked(*args, **kwargs)
        assert [told(row) for row in found] == [told(row) for row in asked.build(*args, **kwargs)], asked
    return found


@contextmanager
def compared() -> Iterator[dict[str, int]]:
    """While this lasts each compiled query is compared with its queryset; yields how many rows each found at most."""
    found: dict[str, int] = {}
    plain = Prepared.__call__

    def both(self: Prepared[Any], *args: Any, **kwargs: Any) -> list[Any]:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Prepared, "__call__", plain)
            rows = same_as_queryset(self, *args, **kwargs)
        name = self.build.__qualname__
        found[name] = max(found.get(name, 0), len(rows))
        return rows

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Prepared, "__call__", both)
        yield found


def ask_plainly(patch: pytest.MonkeyPatch) -> None:
    """No query that was compiled behind the doors as they are is asked: they are about to be opened."""
    patch.setattr(Prepared, "__call__", lambda asked, *args, **kwargs: list(asked.build(*args, **kwargs)))


@contextmanager
def set_aside() -> Iterator[None]:
    """Nothing is asked meanwhile that was compiled before, and afterwards nothing that was compiled meanwhile."""
    kept = [(one, one.plans.copy()) for one in KNOWN]
    forget_plans()
    yield
    forget_plans()
    for one, plans in kept:
        one.plans.update(plans)
