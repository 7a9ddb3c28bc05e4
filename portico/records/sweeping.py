"""Deleting files that no row names any more: what a failed upload, a replaced file or a deleted agency left behind."""

from collections.abc import Callable, Collection, Iterator
from datetime import datetime, timedelta
from itertools import batched

from django.core.files.storage import default_storage
from django.db.models import Model

from portico.kit.storing import kept_below
from portico.kit.times import now
from portico.records.models import Document, LongTask, PageImage

FOLDERS: dict[str, list[tuple[type[Model], str]]] = {
    "documents": [(Document, "key")],
    "quarantine": [(Document, "quarantined")],
    "pages": [(PageImage, "key")],
    "tasks": [(LongTask, f"{part}_key") for part in ("source", "beside", "result", "refused")],
}
NAMED: dict[str, Callable[[Collection[str]], set[str]]] = {}
"""Of folders whose files stand in no column of their own: which of these files are named."""
GRACE = timedelta(days=2)
"""A file is written before its row, so a young one without a row may only be waiting for it."""


def sweep() -> int:
    """Delete what is no longer named, and return how many files that were."""
    before, deleted = now() - GRACE, 0
    for folder in FOLDERS:
        for keys in batched(old_files(folder, before), 500):
            deleted += delete_all(set(keys) - in_columns(folder, keys))
    for folder, named in NAMED.items():
        for keys in batched(old_files(folder, before), 5000):
            deleted += delete_all(set(keys) - named(keys))
    return deleted


def in_columns(folder: str, keys: Collection[str]) -> set[str]:
    """Those of the files that a row names."""
    found: set[str] = set()
    for model, field in FOLDERS[folder]:
        found.update(model._base_manager.filter(**{f"{field}__in": keys}).values_list(field, flat=True))
    return found


def delete_all(keys: Collection[str]) -> int:
    """Delete files, and say how many."""
    for key in keys:
        default_storage.delete(key)
    return len(keys)


def old_files(folder: str, before: datetime) -> Iterator[str]:
    """All files below a folder of the file store that were last written before a time."""
    return (kept.key for kept in kept_below(folder) if kept.modified < before)
