"""Making a copy of the whole site while it runs: the database in one consistent state, then all files.

A target folder holds one folder for each backup, and beside them one folder `files` that all share: files never change
once they are stored, so each is copied once. The database is copied first: what it names is then still in the store,
unless it was erased in between, and the manifest says so.
"""

import hashlib
import json
import shutil
import sqlite3
import subprocess
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage
from django.db import connection

from portico.candidates.models import Candidate
from portico.kit.rules import RuleBroken
from portico.kit.storing import kept_below
from portico.kit.times import now
from portico.operations.models import Backup, DeletedAgency
from portico.records.sealing import heads, seal_everywhere

MANIFEST = "manifest.json"
ERASED = "erased.json"
"""Beside the backups: the numbers of all candidates who were erased until the last one was made."""
DELETED = "deleted.json"
"""Beside the backups: number and host name of all agencies that were deleted until then."""
CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds."""

    made: str
    vendor: str
    """The database: sqlite or postgresql."""
    database: str
    """Name of the database's copy in the backup's folder."""
    database_sha256: str
    files: dict[str, list[Any]]
    """Size and SHA-256 of every file, by its key."""
    heads: dict[str, list[int | str]] = field(default_factory=dict)
    """The newest seal of each agency's audit log: manage.py verify_audit --anchor compares with them."""

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(int(size) for size, _sha in self.files.values())


def make_backup(target: Path, *, at: datetime | None = None) -> tuple[Path, Manifest]:
    """Copy database and files into a new folder below `target`; what broke off halfway never looks like a backup."""
    stamp = f"{at or now():%Y%m%dT%H%M%SZ}"
    folder, draft = target / stamp, target / f"{stamp}.partial"
    if folder.exists():
        raise RuleBroken(f"There is a backup {stamp} already.")
    draft.mkdir(parents=True)
    seal_everywhere()
    chains = heads()
    database = copy_database(draft)
    files = copy_files(target / "files")
    manifest = Manifest(stamp, connection.vendor, database.name, sha256_of(database), files, chains)
    (draft / MANIFEST).write_text(json.dumps(asdict(manifest), indent=1, sort_keys=True), encoding="utf-8")
    draft.rename(folder)
    (target / ERASED).write_text(json.dumps(erased_so_far()), encoding="utf-8")
    (target / DELETED).write_text(json.dumps(deleted_so_far()), encoding="utf-8")
    size = manifest.size + (folder / database.name).stat().st_size
    Backup.objects.create(made=at or now(), folder=str(folder)[:500], files=len(files), size=size)
    return folder, manifest


def erased_so_far() -> list[int]:
    """The numbers of everybody who was erased: an older backup still holds them."""
    return list(Candidate.objects.filter(erased__isnull=False).order_by("pk").values_list("pk", flat=True))


def deleted_so_far() -> list[list[int | str]]:
    """Every agency that was deleted: an older backup still holds it."""
    return [[number, host] for number, host in DeletedAgency.objects.values_list("number", "host")]


def copy_database(folder: Path) -> Path:
    """The database in one consistent state, without stopping anybody."""
    if connection.vendor == "postgresql":
        path = folder / "database.dump"
        run_postgresql("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={path}")
        return path
    path = folder / "database.sqlite3"
    with sqlite3.connect(path) as copy:
        connection.ensure_connection()
        source = sqlite3.connect(connection.settings_dict["NAME"])
        source.backup(copy)
        source.close()
    copy.close()
    return path


def run_postgresql(program: str, *options: str) -> None:
    """One of PostgreSQL's own programs, on our database."""
    place = connection.settings_dict
    told = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    environment = {name: str(place[key]) for name, key in told.items() if place.get(key)}
    found = shutil.which(program) or next(
        iter(sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"))[::-1]), None
    )
    if found is None:
        raise RuleBroken(f"{program} is not on this machine: install the PostgreSQL client programs.")
    done = subprocess.run([str(found), *options], env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuleBroken(f"{program} failed: {done.stderr.strip()[-500:]}")


def copy_files(store: Path) -> dict[str, list[Any]]:
    """Every file of the store that the backups do not hold yet. Returns size and SHA-256 of all, by key."""
    store.mkdir(parents=True, exist_ok=True)
    found: dict[str, list[Any]] = {}
    for key in (kept.key for kept in kept_below()):
        copy = store / key
        if not copy.is_file():
            try:
                copy_in(key, copy)
            except FileNotFoundError:  # erased since we looked
                continue
        found[key] = [copy.stat().st_size, sha256_of(copy)]
    return found


def copy_in(key: str, copy: Path) -> None:
    """One file; half a copy never stands under its name."""
    copy.parent.mkdir(parents=True, exist_ok=True)
    draft = copy.with_name(f"{copy.name}.partial")
    with default_storage.open(key) as source, draft.open("wb") as into:
        shutil.copyfileobj(source, into, CHUNK)
    draft.rename(copy)


def sha256_of(path: Path) -> str:
    """The content's fingerprint."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def backups_in(target: Path) -> list[Path]:
    """The complete backups of a folder, oldest first."""
    return sorted(path.parent for path in target.glob(f"*/{MANIFEST}"))


def read_manifest(folder: Path) -> Manifest:
    """What a backup says that it holds."""
    try:
        return Manifest(**json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        raise RuleBroken(f"{folder} is no backup: it has no readable {MANIFEST}.") from None


def keep_only(target: Path, most: int) -> list[Path]:
    """Remove the oldest backups above `most`, and the files that none of the others names. Returns what is gone."""
    there = backups_in(target)
    gone = there[: max(0, len(there) - most)]
    for folder in gone:
        shutil.rmtree(folder)
    named = {key for folder in backups_in(target) for key in read_manifest(folder).files}
    for path in sorted((target / "files").rglob("*")):
        if path.is_file() and str(path.relative_to(target / "files")) not in named:
            path.unlink()
    return gone
