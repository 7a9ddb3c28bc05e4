"""A copy of the whole site, and putting it back."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection

from portico.candidates.models import Candidate
from portico.kit.rules import RuleBroken
from portico.kit.times import now
from portico.messaging.models import Email
from portico.messaging.quiet import be_quiet, go_live, held_since
from portico.messaging.tasks import deliver
from portico.messaging.trial import send_test_mail
from portico.operations.copying import backups_in, keep_only, make_backup, read_manifest
from portico.operations.deleting import delete
from portico.operations.models import Backup
from portico.operations.restoring import check, restore
from tests.world import Acme

ASK = """
from portico.candidates.models import Candidate
from portico.messaging.models import Email
from portico.messaging.quiet import held_since
print("told", Candidate.objects.count(), Email.objects.waiting().count(), bool(held_since()))
"""


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of another site with nothing in it, on the same kind of database."""
    place = {**os.environ, "DATA_DIR": str(tmp_path / "elsewhere"), "DEBUG": "1"}
    place.pop("DATABASE_URL", None)
    if connection.vendor != "postgresql":
        yield place
        return
    there, user = connection.settings_dict, connection.settings_dict["USER"]
    name = f"{there['NAME']}_elsewhere"
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    host = there["HOST"].replace("/", "%2F")
    yield {**place, "DATABASE_URL": f"postgres://{user}:{there['PASSWORD']}@{host}:{there['PORT']}/{name}"}
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def manage(place: dict[str, str], *words: str) -> str:
    """Run a command on the other site."""
    line = [sys.executable, "manage.py", *words]
    done = subprocess.run(line, cwd=settings.BASE_DIR, env=place, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


@pytest.mark.django_db(transaction=True)
@pytest.mark.long
def test_a_backup_put_back_elsewhere_holds_everything_and_sends_nothing(
    acme: Acme, tmp_path: Path, elsewhere: dict[str, str]
) -> None:
    gone = acme.theirs.agency
    send_test_mail(acme.agency, acme.owner.email)
    assert Email.objects.waiting().exists()
    folder, manifest = make_backup(tmp_path / "copies")
    assert acme.resume.key in manifest.files

    Candidate.objects.filter(pk=acme.hidden.pk).update(erased=now())
    delete(gone)
    make_backup(tmp_path / "copies", at=now() + timedelta(hours=1))

    told = manage(elsewhere, "restore", str(folder))
    assert "1 mails that waited are parked" in told
    assert f"manage.py erase_again {acme.hidden.pk}\n" in told

    assert f"manage.py delete_agency {gone.host}\n" in told
    assert gone.name in manage(elsewhere, "delete_agency", gone.host, "--confirm", gone.host)

    people = Candidate.objects.count()
    assert f"told {people} 0 True" in manage(elsewhere, "shell", "--no-imports", "-c", ASK)
    there = Path(elsewhere["DATA_DIR"]) / "files" / acme.resume.key
    assert there.read_bytes() == default_storage.open(acme.resume.key).read()
    assert "already" in manage(elsewhere, "restore", str(folder))
    assert "sent again" in manage(elsewhere, "go_live")


def test_files_are_copied_once_and_go_with_the_last_backup_that_names_them(acme: Acme, tmp_path: Path) -> None:
    first, _manifest = make_backup(tmp_path)
    copy = tmp_path / "files" / acme.resume.key
    written = copy.stat().st_mtime_ns
    default_storage.delete(acme.private_document.key)
    (tmp_path / first.name).rename(tmp_path / "20200101T000000Z")
    second, manifest = make_backup(tmp_path)

    assert copy.stat().st_mtime_ns == written
    assert acme.private_document.key not in manifest.files
    assert keep_only(tmp_path, 1) == [tmp_path / "20200101T000000Z"]
    assert backups_in(tmp_path) == [second]
    assert copy.exists()
    assert not (tmp_path / "files" / acme.private_document.key).exists()
    assert Backup.objects.count() == 2


def test_what_is_damaged_or_full_is_not_put_back(acme: Acme, tmp_path: Path) -> None:
    folder, manifest = make_backup(tmp_path)

    with pytest.raises(RuleBroken, match="holds an agency"):
        restore(folder)
    with pytest.raises(RuleBroken, match="no backup"):
        read_manifest(tmp_path / "nothing")
    (folder / manifest.database).write_bytes(b"damaged")
    with pytest.raises(RuleBroken, match="damaged"):
        check(folder, manifest, replace=True)
    told = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps({**told, "vendor": "oracle"}))
    with pytest.raises(RuleBroken, match="oracle"):
        check(folder, read_manifest(folder), replace=True)
    with pytest.raises(CommandError):
        call_command("backup", str(tmp_path), keep=0)


def test_a_quiet_site_writes_mail_and_sends_it_once_it_is_live(acme: Acme, mailoutbox: list[object]) -> None:
    be_quiet("A drill")
    send_test_mail(acme.agency, acme.owner.email)
    email = Email.objects.latest("pk")

    deliver.func(email.pk)
    assert (mailoutbox, held_since() is None) == ([], False)

    assert go_live()
    assert not go_live()
    deliver.func(email.pk)
    assert len(mailoutbox) == 1


def test_a_store_with_many_folders_is_copied_whole(acme: Acme, tmp_path: Path) -> None:
    key = default_storage.save("documents/9/a/b.txt", ContentFile(b"deep"))

    _folder, manifest = make_backup(tmp_path)

    assert manifest.files[key][0] == 4
    assert (tmp_path / "files" / key).read_bytes() == b"deep"
