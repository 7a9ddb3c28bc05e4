"""Files that are kept, wherever that is: a folder of this machine, or an object store that several machines share.

Pages and tasks use Django's storage interface, and this for what it lacks. Nobody asks a stored file for its path.
"""

import logging
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.files.storage import Storage, default_storage
from django.utils import timezone
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)

LATER = timedelta(minutes=1)
"""After which a task that met a silent store tries again."""


class StoreAway(Exception):
    """The file store does not answer or takes nothing for now. A file that is lost is a FileNotFoundError instead."""


def words_for_away() -> str:
    """What is said at a form that brought a file just then."""
    return _("Files cannot be kept at the moment. What you typed is still here: please try again in a minute.")


@dataclass(frozen=True, slots=True)
class Kept:
    """A file of the store."""

    key: str
    size: int
    modified: datetime


def kept_below(folder: str = "", store: Storage = default_storage) -> Iterator[Kept]:
    """All files of a folder and the folders in it."""
    if hasattr(store, "walk"):
        yield from store.walk(folder)
        return
    try:
        folders, names = store.listdir(folder)
    except FileNotFoundError:
        return
    for name in sorted(names):
        key = f"{folder}/{name}".lstrip("/")
        try:
            found = Kept(key, store.size(key), store.get_modified_time(key))
        except FileNotFoundError:  # gone since we looked
            continue
        yield found
    for name in sorted(folders):
        yield from kept_below(f"{folder}/{name}".lstrip("/"), store)


@contextmanager
def on_this_machine(key: str) -> Iterator[Path]:
    """A stored file as a path, for what needs one: where the store has none, a copy for the time. FileNotFoundError."""
    if not key:
        raise FileNotFoundError("no name")
    try:
        path = Path(default_storage.path(key))
    except NotImplementedError:
        path = None
    if path is not None:
        if not path.is_file():
            raise FileNotFoundError(key)
        yield path
        return
    with TemporaryDirectory(prefix="portico-file-") as folder:
        copy = Path(folder) / Path(key).name
        with default_storage.open(key) as there, copy.open("wb") as here:
            shutil.copyfileobj(there, here, 1024 * 1024)
        yield copy


def forget(keys: Iterable[str]) -> None:
    """Delete files that no row names any more. Where that fails now, the nightly sweep does it; no deed fails by it."""
    for key in filter(None, keys):
        try:
            default_storage.delete(key)
        except (StoreAway, OSError) as error:
            logger.warning("A file that nothing names is left for the sweep: %s", type(error).__name__)


@contextmanager
def or_later(task: Any, *args: Any) -> Iterator[None]:
    """In a task: while the file store is away, have the same done a minute later, however long it takes."""
    try:
        yield
    except StoreAway:
        task.using(run_after=timezone.now() + LATER).enqueue(*args)


def store_answers() -> bool:
    """Whether the store of the files is there; a folder of this machine is."""
    look = getattr(default_storage, "look", None)
    try:
        if look is not None:
            look()
    except (StoreAway, FileNotFoundError):
        return False
    return True
