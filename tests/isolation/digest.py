"""What an agency has: a fingerprint of all its rows and files, table by table; and rows that link two agencies."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import reduce
from hashlib import sha256
from operator import or_
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, models

from portico.agencies.models import Agency

WRITE = re.compile(r'\s*(?:INSERT INTO|INSERT OR \w+ INTO|UPDATE|DELETE FROM) "?(\w+)"?', re.IGNORECASE)
COMING_AND_GOING = {"django_session", "access_session", "agencies_member"}
"""Where it is noted that somebody was here."""
KEPT = {"records_event", "records_eventsubject", "records_auditseal"}
"""What cannot be taken away: what happened."""
SEEN = {"last_seen", "last_used"}


def tables() -> dict[str, type[models.Model]]:
    """All models with a table of their own, by the table's name."""
    found = apps.get_models(include_auto_created=True)
    return {kind._meta.db_table: kind for kind in found if kind._meta.managed and not kind._meta.proxy}


TABLES = tables()


def owner_path(kind: type[models.Model], depth: int = 0) -> str:
    """How a row of this kind leads to its agency; nothing where it does not."""
    fields = [field for field in kind._meta.concrete_fields if isinstance(field, models.ForeignKey)]
    if kind is Agency:
        return "pk"
    for field in fields:
        if field.related_model is Agency:
            return field.name
    for field in fields if depth < 3 else []:
        path = owner_path(field.related_model, depth + 1)
        if path:
            return field.name if path == "pk" else f"{field.name}__{path}"
    return ""


def of(agency: Agency, table: str, but: set[str] = SEEN) -> str:
    """The fingerprint of an agency's rows in one table, without these columns."""
    kind = TABLES[table]
    path = owner_path(kind)
    if not path:
        return ""
    columns = [field.attname for field in kind._meta.concrete_fields if field.name not in but]
    rows = kind._base_manager.filter(**{path: agency.pk}).order_by("pk").values_list(*columns)
    return sha256(repr(list(rows)).encode()).hexdigest()


def digest(agency: Agency, but: set[str] = SEEN) -> dict[str, str]:
    """The fingerprints of all its tables, without these columns, and of the files."""
    found = {table: of(agency, table, but) for table in TABLES}
    return {**found, **stored()}


def stored() -> dict[str, str]:
    """Every file with its bytes' fingerprint. Both agencies' files lie together; none may change."""
    paths = sorted(path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())
    return {str(path): sha256(path.read_bytes()).hexdigest() for path in paths}


def pointing(kind: type[models.Model]) -> dict[str, models.Q]:
    """For each column that points to another row of an agency's: when it points to another agency's."""
    mine, found = owner_path(kind), {}
    for field in kind._meta.concrete_fields:
        if not isinstance(field, models.ForeignKey) or field.related_model is Agency or not mine:
            continue
        theirs = owner_path(field.related_model)
        if theirs and mine != f"{field.name}__{theirs}":
            there = models.Q(**{f"{field.name}__isnull": False})
            found[f"{kind._meta.label}.{field.name}"] = there & ~models.Q(**{f"{field.name}__{theirs}": models.F(mine)})
    return found


POINTING = {table: pointing(kind) for table, kind in TABLES.items()}


def links_two(table: str) -> list[str]:
    """The columns of a table that point from one agency's row to another agency's."""
    columns, rows = POINTING[table], TABLES[table]._base_manager.all()
    if not columns or not rows.filter(reduce(or_, columns.values())).exists():
        return []
    return [name for name, differs in columns.items() if rows.filter(differs).exists()]


@contextmanager
def written() -> Iterator[set[str]]:
    """The tables that are written to meanwhile, but those that only note who was here."""
    found: set[str] = set()

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        match = WRITE.match(sql)
        if match and match[1] not in COMING_AND_GOING:
            found.add(match[1])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield found


def empty(agency: Agency) -> None:
    """Take all rows of an agency away, for this transaction; what leads to it over most others goes first."""
    paths = {kind: owner_path(kind) for kind in TABLES.values()}
    for kind in sorted((one for one in paths if paths[one]), key=lambda one: -paths[one].count("__")):
        if kind._meta.db_table in KEPT or kind is Agency:
            continue
        keys = list(kind._base_manager.filter(**{paths[kind]: agency.pk}).values_list("pk", flat=True))
        kind._base_manager.filter(pk__in=keys)._raw_delete("default")
    Agency.objects.filter(pk=agency.pk)._raw_delete("default")
