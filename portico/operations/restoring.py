"""Putting a backup back: the database, the files, and quiet, so that the copy does not write to anybody."""

import json
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import connection

from portico.agencies.models import Agency
from portico.candidates.models import Candidate
from portico.kit.rules import RuleBroken
from portico.messaging.quiet import be_quiet
from portico.operations.copying import DELETED, ERASED, Manifest, read_manifest, run_postgresql, sha256_of


@dataclass(slots=True)
class Restored:
    """What came back."""

    files: int = 0
    missing: list[str] = field(default_factory=list)
    """Files that the backup names and does not hold, or holds damaged."""
    erased_since: list[int] = field(default_factory=list)
    """Candidates who are in this backup and were erased after it was made, as far as later backups know."""
    deleted_since: list[str] = field(default_factory=list)
    """The host names of agencies of which the same is true."""
    parked: int = 0
    """Mails that waited at the time of the backup and may have been sent since."""


def restore(folder: Path, *, replace: bool = False) -> Restored:
    """Put a backup back into this site's database and file store. What it holds is only replaced if told."""
    manifest = read_manifest(folder)
    check(folder, manifest, replace=replace)
    if manifest.vendor == "postgresql":
        run_postgresql(
            "pg_restore",
            "--clean",
            "--if-exists",
            "--no-owner",
            "--no-privileges",
            "--single-transaction",
            f"--dbname={connection.settings_dict['NAME']}",
            str(folder / manifest.database),
        )
        connection.close()
    else:
        put_back_sqlite(folder / manifest.database)
    told = Restored(parked=be_quiet(f"Put back from the backup {manifest.made}"))
    put_back_files(folder.parent / "files", manifest, told)
    told.erased_since = erased_since(folder.parent / ERASED)
    told.deleted_since = deleted_since(folder.parent / DELETED)
    return told


def erased_since(path: Path) -> list[int]:
    """Who has to be erased again."""
    numbers = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else []
    table = Candidate._meta.db_table
    with connection.cursor() as cursor:  # the restored tables may be older than the models
        columns = {column.name for column in connection.introspection.get_table_description(cursor, table)}
        cursor.execute(f"SELECT id FROM {table}{' WHERE erased IS NULL' if 'erased' in columns else ''}")
        there = {row[0] for row in cursor.fetchall()}
    return [number for number in numbers if number in there]


def deleted_since(path: Path) -> list[str]:
    """Which agencies have to be deleted again; one that was made anew at the same address is another one."""
    deleted = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else []
    there = set(Agency.objects.values_list("pk", "host"))
    return [host for number, host in deleted if (number, host) in there]


def check(folder: Path, manifest: Manifest, *, replace: bool) -> None:
    """Refuse what cannot go well, before anything is touched."""
    if manifest.vendor != connection.vendor:
        raise RuleBroken(f"The backup is of {manifest.vendor}, and this site runs on {connection.vendor}.")
    copy = folder / manifest.database
    if not copy.is_file() or sha256_of(copy) != manifest.database_sha256:
        raise RuleBroken("The copy of the database is missing or damaged.")
    if not replace and holds_something():
        raise RuleBroken("This site holds an agency already. To replace everything in it, say --replace.")


def holds_something() -> bool:
    """Whether there is an agency in the database."""
    there = Agency._meta.db_table in connection.introspection.table_names()
    return there and Agency.objects.exists()


def put_back_sqlite(copy: Path) -> None:
    """The file in place of the present one; what that one had still to write down is none of the copy's."""
    place = Path(connection.settings_dict["NAME"])
    connection.close()
    draft = place.with_name(f"{place.name}.restoring")
    shutil.copyfile(copy, draft)
    for ending in ("-wal", "-shm"):
        place.with_name(f"{place.name}{ending}").unlink(missing_ok=True)
    draft.replace(place)


def put_back_files(store: Path, manifest: Manifest, told: Restored) -> None:
    """Every file that the backup names, its content compared with what it was."""
    for key, (_size, sha256) in manifest.files.items():
        copy = store / key
        if not copy.is_file() or sha256_of(copy) != sha256:
            told.missing.append(key)
            continue
        if not default_storage.exists(key):
            with copy.open("rb") as content:
                default_storage.save(key, File(content))
        told.files += 1
