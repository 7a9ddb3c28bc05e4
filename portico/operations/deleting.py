"""Deleting a whole agency for good: every row, every file, every task that waits for it. Nothing of it comes back.

Its site is closed first. Then one table after the other is emptied of its rows, in small transactions, so that other
agencies work on; what points to others goes before what it points to. Cut off halfway, it is simply begun again.
"""

import inspect
import logging
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session as Browser
from django.core.files.storage import default_storage
from django.db import connection, models, transaction
from django_ox.models import OxTask

from portico.access.views.brand import LOGOS
from portico.agencies.models import Agency, Member, User
from portico.kit.rules import Conflict
from portico.kit.storing import kept_below
from portico.operations.models import DeletedAgency
from portico.operations.suspending import close
from portico.records.append_only import EVENT, SEAL, open_for_deleting

log = logging.getLogger(__name__)
AT_ONCE = 2000
LOGO_FOLDER = "brand"
"""The one folder whose files may be shared: two agencies with the very same logo."""


@dataclass(slots=True)
class Gone:
    """What was deleted."""

    rows: int = 0
    files: int = 0


def delete(agency: Agency) -> Gone:
    """Delete it. Whoever calls this has asked twice."""
    with suppress(Conflict):
        close(agency)
    DeletedAgency.objects.get_or_create(number=agency.pk, host=agency.host)
    gone = Gone()
    logos = logos_of(agency)
    gone.rows += forget_browsers(agency) + forget_tasks(agency)
    for kind, path in in_order():
        gone.rows += empty(kind, path, agency)
    Agency.objects.filter(pk=agency.pk)._raw_delete("default")
    gone.files = delete_files(agency, logos)
    forget_words()
    log.warning("Agency %s was deleted: %s rows, %s files", agency.pk, gone.rows, gone.files)
    return gone


def owner_path(kind: type[models.Model], depth: int = 0) -> str:
    """How a row of this kind leads to its agency; nothing where it does not."""
    keys = [field for field in kind._meta.concrete_fields if isinstance(field, models.ForeignKey)]
    for key in keys:
        if key.related_model is Agency:
            return key.name
    for key in keys if depth < 3 else []:
        if path := owner_path(key.related_model, depth + 1):
            return f"{key.name}__{path}"
    return ""


def in_order() -> Iterator[tuple[type[models.Model], str]]:
    """Every kind of row that belongs to an agency: a kind comes after all those that point to it."""
    kinds = [kind for kind in apps.get_models(include_auto_created=True) if kind._meta.managed and not kind._meta.proxy]
    left = {kind: path for kind in kinds if (path := owner_path(kind))}
    while left:
        pointed_to = {target for kind in left for target in points_to(kind)}
        free = [kind for kind in left if kind not in pointed_to]
        if not free:
            raise RuntimeError(f"These point to each other in a circle: {sorted(kind._meta.label for kind in left)}")
        for kind in free:
            yield kind, left.pop(kind)


def points_to(kind: type[models.Model]) -> set[Any]:
    """The other kinds that rows of this kind point to."""
    keys = [field for field in kind._meta.concrete_fields if isinstance(field, models.ForeignKey)]
    return {key.related_model for key in keys} - {kind}


def empty(kind: type[models.Model], path: str, agency: Agency) -> int:
    """Delete its rows of one kind; how many that were."""
    rows = kind._base_manager.filter(**{path: agency.pk})
    for key in kind._meta.concrete_fields:
        if isinstance(key, models.ForeignKey) and key.related_model is kind:
            rows.filter(**{f"{key.name}__isnull": False}).update(**{key.name: None})
    count = 0
    while pks := list(rows.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        with open_for_deleting() if kind._meta.db_table in {EVENT, SEAL} else transaction.atomic():
            kind._base_manager.filter(pk__in=pks)._raw_delete("default")
        count += len(pks)
    return count


def forget_browsers(agency: Agency) -> int:
    """The sessions of its people."""
    members = set(Member.objects.filter(agency=agency).values_list("pk", flat=True))
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    rows = Browser.objects.values_list("session_key", "session_data").iterator()
    theirs = [key for key, data in rows if store.decode(data).get("member") in members]
    return int(Browser.objects.filter(session_key__in=theirs).delete()[0])


def forget_tasks(agency: Agency) -> int:
    """Tasks, done or not, that name the agency or one of its people; some hold an address that somebody typed."""
    theirs: dict[str, set[int]] = {
        "agency_id": {agency.pk},
        "member_id": set(Member.objects.filter(agency=agency).values_list("pk", flat=True)),
        "user_id": set(User.objects.filter(agency=agency).values_list("pk", flat=True)),
    }
    rows = OxTask.objects.values_list("pk", "task_path", "args").iterator()
    found = [pk for pk, path, args in rows if any(value in theirs.get(name, ()) for name, value in told(path, args))]
    return int(OxTask.objects.filter(pk__in=found).delete()[0])


def told(path: str, args: list[Any]) -> Iterator[tuple[str, Any]]:
    """What a task was told, by the names of its function's parameters."""
    module, _dot, name = path.rpartition(".")
    with suppress(ImportError, AttributeError):
        function = getattr(import_module(module), name).func
        yield from ((key, value) for key, value in zip(inspect.signature(function).parameters, args, strict=False))


def names(agency: Agency, key: str) -> bool:
    """Whether this picture is its logo, or one of its portals'."""
    return agency.logo_key == key or any(has(agency, key) for has in LOGOS)


def logos_of(agency: Agency) -> list[str]:
    """Its logo, and those of its portals."""
    return [kept.key for kept in kept_below(LOGO_FOLDER) if names(agency, kept.key)]


def delete_files(agency: Agency, logos: list[str]) -> int:
    """All its files: they lie below its number, whatever they are; and its logos, where nobody else has the same."""
    folders, _names = default_storage.listdir("")
    keys = [kept.key for folder in folders for kept in kept_below(f"{folder}/{agency.pk}")]
    others = list(Agency.objects.all())
    keys += [key for key in logos if not any(names(other, key) for other in others)]
    for key in keys:
        default_storage.delete(key)
    return len(keys)


def forget_words() -> None:
    """SQLite's index of words keeps what was deleted until it is put in order."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO records_search (records_search) VALUES ('optimize')")
