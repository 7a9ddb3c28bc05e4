"""A database with all tables in it, made once and copied from then on: on SQLite the migrations take half a minute."""

import fcntl
import json
import os
import re
import shutil
import sqlite3
from hashlib import sha256
from pathlib import Path
from typing import TextIO

import django
from django.conf import settings

FOLDER = Path(settings.BASE_DIR) / "var" / "migrated"
MAKING: dict[Path, TextIO] = {}
"""The databases that this process migrates, while the others wait."""
MODULES = re.compile(r"^\s*(?:from|import) (portico[\w.]*)(?: import ([\w, ]+))?", re.MULTILINE)


def sources() -> dict[str, str]:
    """What the tables come from: each migration and each module that migrations import, with its fingerprint."""
    found = sorted(settings.BASE_DIR.glob("portico/*/migrations/*.py"))
    texts = {str(path.relative_to(settings.BASE_DIR)): path.read_text() for path in [*found, *called_by(found)]}
    return {"django": str(django.VERSION)} | {path: sha256(text.encode()).hexdigest() for path, text in texts.items()}


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


def prepare(database: Path) -> bool:
    """Lay a template where the tests' database shall be; whether there was one, be it one that lacks new migrations.

    The processes of one run wait for the first of them to make it.
    """
    FOLDER.mkdir(parents=True, exist_ok=True)
    lock = (FOLDER / "lock").open("w")
    if os.environ.get("PYTEST_XDIST_WORKER"):
        fcntl.flock(lock, fcntl.LOCK_EX)
    made_from = sources()
    for list_of in sorted(FOLDER.glob("*.json"), key=lambda path: path.stem != name_of(made_from)):
        has = json.loads(list_of.read_text())
        if has.items() <= made_from.items():
            shutil.copyfile(list_of.with_suffix(".sqlite3"), database)
            if has != made_from:
                MAKING[database] = lock
            return True
    MAKING[database] = lock
    return False


def keep() -> None:
    """Keep the database that we have migrated, and let the others go on; older templates go."""
    for database, lock in MAKING.items():
        made_from = sources()
        half = FOLDER / f"{os.getpid()}.half"
        with sqlite3.connect(database) as source, sqlite3.connect(half) as target:
            source.backup(target)
        for old in [*FOLDER.glob("*.json"), *FOLDER.glob("*.sqlite3")]:
            old.unlink(missing_ok=True)
        place = FOLDER / name_of(made_from)
        half.rename(place.with_suffix(".sqlite3"))
        place.with_suffix(".json").write_text(json.dumps(made_from))
        lock.close()
    MAKING.clear()
