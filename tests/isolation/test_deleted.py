"""An agency is deleted: nothing of it stays in any table or file, and the other one is as it was."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import transaction
from django_ox.models import OxTask

from demo.mirror.world import World
from portico.access.tasks import mail_guessing, mail_password_link
from portico.agencies.models import Agency
from portico.operations import deleting
from portico.operations.auditing import verify_all
from portico.operations.deleting import delete
from portico.operations.invariants import check_all
from portico.operations.models import DeletedAgency
from portico.records.models import Event
from tests.everything import every_cell, every_file
from tests.isolation.digest import TABLES, digest, owner_path

pytestmark = pytest.mark.django_db
THEIRS = re.compile(r"canaryb\d{4}|rival\.localhost", re.IGNORECASE)


@pytest.fixture
def world(mirror: World) -> Iterator[World]:
    """The two agencies; afterwards all is as before, also their files."""
    files = {path: path.read_bytes() for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}
    with transaction.atomic():
        yield mirror
        transaction.set_rollback(True)
    for path, content in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def tables_with_words(cells: Iterator[tuple[str, str]]) -> set[str]:
    """Where something of the other agency's stands."""
    return {where.partition(".")[0] for where, text in cells if THEIRS.search(text)}


def rows_of(agency: Agency) -> dict[str, int]:
    """How many rows it has in each table."""
    found = {}
    for table, kind in TABLES.items():
        path = owner_path(kind)
        if path and (count := kind._base_manager.filter(**{path: agency.pk}).count()):
            found[table] = count
    return found


def without_theirs(found: dict[str, str], agency: Agency) -> dict[str, str]:
    """A digest without the files of the agency that goes: its number is the second part of their place, and only there
    (further down stand the first letters of random names, which may be digits)."""
    theirs = {str(path) for path in Path(settings.MEDIA_ROOT).glob(f"*/{agency.pk}/**/*")}
    return {name: mark for name, mark in found.items() if name not in theirs}


def test_nothing_of_a_deleted_agency_stays_and_the_other_is_as_it_was(world: World, monkeypatch: Any) -> None:
    kept, goes = (world.casts[letter].agency for letter in "AB")
    for task in (mail_guessing, mail_password_link):
        task.enqueue(goes.pk, "typed@rival.localhost", *(["browser"] if task is mail_password_link else []))
    before = without_theirs(digest(kept), goes)
    assert len(tables_with_words(every_cell())) > 30
    assert len(rows_of(goes)) > 60

    empty, done = deleting.empty, iter(range(1000))
    monkeypatch.setattr(deleting, "empty", lambda *told: cut_off() if next(done) == 30 else empty(*told))
    with pytest.raises(KeyboardInterrupt):
        delete(goes)
    assert Agency.objects.filter(pk=goes.pk, suspended__isnull=False).exists(), "halfway it is closed, and can go on"
    gone = delete(goes)

    assert gone.rows > 100
    assert gone.files > 3
    assert rows_of(goes) == {}
    assert tables_with_words(every_cell()) == {"operations_deletedagency"}
    assert tables_with_words(every_file()) == set()
    assert not [path for path in Path(settings.MEDIA_ROOT).glob(f"*/{goes.pk}/**/*") if path.is_file()]
    after = digest(kept)
    assert {name for name in before | after if before.get(name) != after.get(name)} == set()
    assert Session.objects.exists()


def cut_off() -> int:
    """As if somebody had pressed Ctrl-C."""
    raise KeyboardInterrupt


def test_the_audit_log_of_the_other_stays_closed_while_one_is_deleted(world: World) -> None:
    before = {finding.rule for finding in check_all() if finding.broken}
    delete(world.casts["B"].agency)
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        Event.objects.filter(agency=world.casts["A"].agency)._raw_delete("default")
    assert {finding.rule for finding in check_all() if finding.broken} <= before


def test_only_who_types_the_address_again_deletes(world: World) -> None:
    host = world.casts["B"].agency.host
    for wrong in ("", "yes", "acme.localhost"):
        with pytest.raises(CommandError, match="Nothing was deleted"):
            call_command("delete_agency", host, confirm=wrong)
    with pytest.raises(CommandError, match="no agency"):
        call_command("delete_agency", "nobody.localhost", confirm="nobody.localhost")
    assert Agency.objects.count() == 2
    call_command("delete_agency", host, confirm=host, verbosity=0)
    assert list(Agency.objects.values_list("host", flat=True)) == ["acme.localhost"]
    assert not [one.host for one in verify_all(heads={host: [1, "0" * 64]}) if one.broken], "an anchor knew its log"
    assert DeletedAgency.objects.get().host == host
    assert not OxTask.objects.filter(task_path__endswith="mail_guessing").exists()
