"""Moving the site's files from one store to another: a folder, a bucket, another bucket. Any number of times.

The target is where the settings put files; the source is where they lay before.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import PurePosixPath
from typing import Any

from django.core.files.base import File
from django.core.files.storage import Storage

from portico.kit.storing import Kept, kept_below

CHUNK = 1024 * 1024


@dataclass(slots=True)
class Moved:
    """What a run did."""

    copied: int = 0
    there_already: int = 0
    removed: int = 0
    size: int = 0
    """Bytes that were copied."""
    differing: list[str] = field(default_factory=list)
    """Files that the target holds with other bytes; they stay in both places."""


type Tell = Callable[[Moved], object]


def copy_over(source: Storage, target: Storage, *, check: bool = False, tell: Tell = lambda moved: None) -> Moved:
    """Copy what the target lacks, each compared by fingerprint afterwards; `check` compares what it has, too."""
    moved = Moved()
    for kept, size in beside(source, target):
        if size is None or size < kept.size:  # a copy that was cut off is made anew
            copy_one(kept.key, source, target)
            moved.copied += 1
            moved.size += kept.size
        elif size > kept.size or (check and print_of(source, kept.key) != print_of(target, kept.key)):
            moved.differing.append(kept.key)
        else:
            moved.there_already += 1
        tell(moved)
    return moved


def remove_moved(source: Storage, target: Storage, *, tell: Tell = lambda moved: None) -> Moved:
    """Delete from the source what the target holds with the very same bytes."""
    moved = Moved()
    for kept, size in list_of_folders(beside(source, target)):
        if size is None:
            continue
        if size == kept.size and print_of(source, kept.key) == print_of(target, kept.key):
            source.delete(kept.key)
            moved.removed += 1
        else:
            moved.differing.append(kept.key)
        tell(moved)
    return moved


def beside(source: Storage, target: Storage) -> Iterator[tuple[Kept, int | None]]:
    """Each file of the source with the size of its copy in the target, None where there is none."""
    for folder, files in groupby(kept_below("", source), key=lambda kept: str(PurePosixPath(kept.key).parent)):
        whole = "" if folder == "." else folder
        sizes = {kept.key: kept.size for kept in kept_below(whole, target)} if whole else None
        for kept in files:
            if sizes is not None:
                yield kept, sizes.get(kept.key)
            else:
                yield kept, target.size(kept.key) if target.exists(kept.key) else None


def list_of_folders(pairs: Iterator[tuple[Kept, int | None]]) -> Iterator[tuple[Kept, int | None]]:
    """The same, a few thousand at a time, so that nothing is deleted in the middle of a listing."""
    held: list[tuple[Kept, int | None]] = []
    for pair in pairs:
        held.append(pair)
        if len(held) >= 5000:
            yield from held
            held = []
    yield from held


def copy_one(key: str, source: Storage, target: Storage) -> None:
    """One file under the same key; what arrived otherwise than it left does not stay."""
    target.delete(key)
    with source.open(key) as content:
        kept = target.save(key, File(content))
    if kept != key or print_of(source, key) != print_of(target, kept):
        target.delete(kept)
        raise OSError(f"{key} did not arrive as it is: look at the stores and start again")


def print_of(store: Storage, key: str) -> str:
    """SHA-256 of a file."""
    digest = hashlib.sha256()
    with store.open(key) as file:
        opened: Any = file
        while chunk := opened.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
