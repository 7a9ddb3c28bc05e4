"""The world, built once in each test process and copied into each test: rows table by table, objects in memory."""

import pickle
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, models

from portico.agencies.models import Agency
from tests.world import Acme
from tests.world import acme as build


@dataclass(frozen=True)
class Snapshot:
    """Everything that building the world left behind."""

    world: bytes
    rows: dict[type[models.Model], Any]
    files: dict[Path, bytes]


KEPT: list[Snapshot] = []


def acme() -> Acme:
    """The world, from the snapshot where that is possible; a test that commits, or begins with rows, builds its own."""
    if not connection.in_atomic_block or Agency.objects.exists():
        return build()
    if not KEPT:
        empty = [kind for kind in tables() if not kind._base_manager.exists()]
        world = build()
        rows = {kind: copy_out(kind) for kind in empty if kind._base_manager.exists()}
        KEPT.append(Snapshot(pickle.dumps(world), rows, stored()))
        return world
    snapshot = KEPT[0]
    for kind, rows in snapshot.rows.items():
        copy_in(kind, rows)
    count_on(snapshot.rows)
    for path, content in snapshot.files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    copied: Acme = pickle.loads(snapshot.world)
    return copied


def count_on(kinds: Iterable[type[models.Model]]) -> None:
    """New rows get numbers after the copied ones: PostgreSQL keeps numbers apart from rows, and may begin anew."""
    if connection.vendor != "postgresql":
        return
    keys = [(kind._meta.db_table, kind._meta.pk) for kind in kinds]
    numbered = [table for table, key in keys if isinstance(key, models.AutoField)]
    parts = [
        f"setval('{table}_id_seq', GREATEST((SELECT last_value FROM {table}_id_seq), (SELECT max(id) FROM {table})))"
        for table in numbered
    ]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}")


def tables() -> list[type[models.Model]]:
    """All models with a table of their own."""
    return [kind for kind in apps.get_models(include_auto_created=True) if kind._meta.managed and not kind._meta.proxy]


def columns(kind: type[models.Model]) -> str:
    """The columns that are written; generated ones follow by themselves."""
    return ", ".join(f'"{field.column}"' for field in kind._meta.local_concrete_fields)


def copy_out(kind: type[models.Model]) -> Any:
    """The rows of a table, as its database hands them out."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f'COPY "{kind._meta.db_table}" ({columns(kind)}) TO STDOUT') as out:
                return b"".join(bytes(part) for part in out)
        cursor.execute(f'SELECT {columns(kind)} FROM "{kind._meta.db_table}"')
        return cursor.fetchall()


def copy_in(kind: type[models.Model], rows: Any) -> None:
    """The same rows again."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f'COPY "{kind._meta.db_table}" ({columns(kind)}) FROM STDIN') as into:
                into.write(rows)
            return
        marks = ", ".join(["%s"] * len(kind._meta.local_concrete_fields))
        cursor.executemany(f'INSERT INTO "{kind._meta.db_table}" ({columns(kind)}) VALUES ({marks})', rows)


def stored() -> dict[Path, bytes]:
    """The files of the world."""
    return {path: path.read_bytes() for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}
