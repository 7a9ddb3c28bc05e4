"""Changing the site's secret key: what is sealed in the database is sealed anew under today's key."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps

from portico.messaging.sealing import CannotUnseal, seal_anew


@dataclass(slots=True)
class Resealed:
    """What was found."""

    done: int = 0
    lost: int = 0
    """Sealed under a key that is neither today's nor among the former ones."""


def sealed_models() -> Iterator[Any]:
    """Every table with something sealed in it: the column is called so everywhere."""
    return (model for model in apps.get_models() if any(field.name == "sealed" for field in model._meta.fields))


def reseal() -> Resealed:
    """Everything, row by row; what changes meanwhile is sealed under today's key already."""
    told = Resealed()
    for model in sealed_models():
        for pk, sealed in model._base_manager.exclude(sealed="").values_list("pk", "sealed").iterator():
            try:
                told.done += model._base_manager.filter(pk=pk, sealed=sealed).update(sealed=seal_anew(sealed))
            except CannotUnseal:
                told.lost += 1
    return told
