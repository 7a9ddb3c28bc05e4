"""A database with all tables in it, made once and copied from then on: the migrations take half a minute of a core."""

import fcntl
import json
import os
import re
import shutil
import sqlite3
import subprocess
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, TextIO

import django
from django.conf import settings
from django.db import connection

FOLDER = Path(settings.BASE_DIR) / "var" / "migrated"
MAKING: list[TextIO] = []
"""The lock of the database that this process migrates, while the others wait."""
MODULES = re.compile(r"^\s*(?:from|import) (portico[\w.]*)(?: import ([\w, ]+))?", re.MULTILINE)


def sources() -> dict[str, str]:
    """What the tables come from: each migration and each module that migrations import, with its fingerprint."""
    found = sorted(settings.BASE_DIR.glob("portico/*/migrations/*.py"))
    texts = {str(path.relative_to(settings.BASE_DIR)): path.read_text() for path in [*found, *called_by(found)]}
    made_with = {"django": str(django.VERSION), "database": f"{connection.vendor} {version()}"}
    return made_with | {path: sha256(text.encode()).hexdigest() for path, text in texts.items()}


def version() -> str:
    """The server's; a file of SQLite's can be read by any."""
    return str(connection.pg_version) if connection.vendor == "postgresql" else ""  # type: ignore[attr-defined]


def called_by(migrations: list[Path]) -> set[Path]:
    """The modules that migrations import."""
    named: set[Path] = set()
    for text in (path.read_text() for path in migrations):
        for module, names in MODULES.findall(text):
            parts = [module, *(f"{module}.{name.strip()}" for name in names.split(","))]
            named |= {Path(settings.BASE_DIR, *part.split(".")).with_suffix(".py") for part in parts if part}
    return {path for path in named if path.is_file()}


def name_of(made_from: dict[str, str]) -> str:
    """The template's file name."""
    return sha256(json.dumps(made_from, sort_keys=True).encode()).hexdigest()[:32]


def ending() -> str:
    """What a template's file name ends with."""
    return ".sqlite3" if connection.vendor == "sqlite" else ".sql"


def prepare() -> bool:
    """Lay a template where the tests' database shall be; whether there was one, be it one that lacks new migrations.

    The processes of one run wait for the first of them to make it.
    """
    if connection.vendor == "postgresql" and not (shutil.which("pg_dump") and shutil.which("psql")):
        return False
    FOLDER.mkdir(parents=True, exist_ok=True)
    database()
    lock = (FOLDER / f"{connection.vendor}.lock").open("w")
    if os.environ.get("PYTEST_XDIST_WORKER"):
        fcntl.flock(lock, fcntl.LOCK_EX)
    made_from = sources()
    for template in sorted(FOLDER.glob(f"*{ending()}"), key=lambda path: path.stem != name_of(made_from)):
        list_of = template.with_suffix(".json")
        has = json.loads(list_of.read_text()) if list_of.exists() else {"unknown": ""}
        if has.items() <= made_from.items():
            lay(template)
            if has != made_from:
                MAKING.append(lock)
            return True
    MAKING.append(lock)
    return False


def keep() -> None:
    """Keep the database that we have migrated, and let the others go on; older templates go."""
    for lock in MAKING:
        made_from = sources()
        half = FOLDER / f"{os.getpid()}.half"
        try:
            take(half)
        except subprocess.CalledProcessError:  # A pg_dump that is older than the server: each process migrates its own.
            lock.close()
            continue
        for old in FOLDER.glob(f"*{ending()}"):
            old.with_suffix(".json").unlink(missing_ok=True)
            old.unlink(missing_ok=True)
        place = FOLDER / name_of(made_from)
        half.rename(place.with_suffix(ending()))
        place.with_suffix(".json").write_text(json.dumps(made_from))
        lock.close()
    MAKING.clear()


@cache
def database() -> str:
    """The name of the tests' database; asked first before Django has set it up, for then it is the usual one's."""
    return str(connection.creation._get_test_db_name())  # type: ignore[attr-defined]


def lay(template: Path) -> None:
    """Make the tests' database from a template."""
    if connection.vendor == "sqlite":
        shutil.copyfile(template, database())
        return
    name = connection.ops.quote_name(database())
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name}")
        cursor.execute(f"CREATE DATABASE {name}")
    at_server("psql", "--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1", "--file", str(template))


def take(half: Path) -> None:
    """Write the tests' database into a file."""
    if connection.vendor == "sqlite":
        with sqlite3.connect(database()) as source, sqlite3.connect(half) as target:
            source.backup(target)
    else:
        at_server("pg_dump", "--no-owner", "--file", str(half))


def at_server(*command: str) -> None:
    """Run a program of PostgreSQL's on the tests' database."""
    login: dict[str, Any] = connection.settings_dict
    known = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    where = {name: str(login[key]) for name, key in known.items() if login[key]}
    environment = os.environ | where | {"PGDATABASE": database()}
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
