"""/healthz and /readyz."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django_ox.models import OxTask

from portico.kit.times import now
from portico.messaging.models import Email
from portico.messaging.quiet import be_quiet
from portico.messaging.trial import send_test_mail
from portico.operations import health
from portico.operations.models import Backup
from tests.world import Acme


def ask(**headers: str) -> Any:
    """What /readyz says."""
    return Client(headers={"host": "10.0.0.7", **headers}).get("/readyz")


def test_a_probe_needs_no_host_name_and_no_agency(db: None) -> None:
    assert Client(headers={"host": "10.0.0.7"}).get("/healthz").content == b"ok\n"
    answer = ask()
    assert (answer.status_code, answer.json()["status"]) == (200, "ok")
    assert answer["Cache-Control"] == "private, no-store"


def test_strangers_read_one_word_and_the_token_opens_the_figures(db: None, settings: Any) -> None:
    settings.HEALTH_TOKEN = "let me see"

    assert ask(**{"X-Forwarded-For": "203.0.113.9"}).json() == {"status": "ok"}
    told = ask(**{"X-Forwarded-For": "203.0.113.9", "Authorization": "Bearer let me see"}).json()
    assert told["disk_free_share"] > 0
    assert ask(**{"X-Forwarded-For": "203.0.113.9", "Authorization": "Bearer é"}).json() == {"status": "ok"}


def test_what_waits_too_long_is_said(acme: Acme) -> None:
    old = now() - timedelta(hours=3)
    send_test_mail(acme.agency, acme.owner.email)
    Email.objects.update(created=old)
    OxTask.objects.update(enqueued_at=old)
    Backup.objects.create(made=now() - timedelta(days=3), folder="x", files=1, size=1)

    told = ask().json()

    assert told["status"] == "degraded"
    assert [words.split(":")[0] for words in told["why"]] == ["tasks wait", "mail waits", "the last backup is old"]
    assert told["oldest_unsent_mail_seconds"] >= 3 * 3600


def test_a_restored_copy_says_that_it_is_quiet(db: None) -> None:
    be_quiet("A drill")

    told = ask().json()

    assert told["status"] == "degraded"
    assert told["held_since"]


def test_a_site_without_its_database_is_down(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails() -> int:
        raise DatabaseError("gone")

    monkeypatch.setattr(health, "pending_migrations", fails)
    answer = ask()
    assert (answer.status_code, answer.json()["status"]) == (503, "down")
    monkeypatch.setattr(health, "pending_migrations", lambda: 2)
    assert "migrate" in ask().json()["why"][0]


def test_a_host_that_is_about_to_end_says_so_and_answers_on(db: None, settings: Any, tmp_path: Path) -> None:
    settings.LEAVING_FILE = str(tmp_path / "leaving")
    assert ask().status_code == 200

    (tmp_path / "leaving").touch()

    assert ask().status_code == 503
    assert ask().json()["why"] == ["this host is being stopped"]
    assert Client(headers={"host": "10.0.0.7"}).get("/healthz").status_code == 200


def test_this_version_stays_ready_on_a_database_that_the_next_one_has_changed(db: None) -> None:
    MigrationRecorder(connection).record_applied("candidates", "9999_of_the_next_version")
    health._APPLIED.clear()

    assert ask().status_code == 200


def test_a_migration_that_is_missing_is_counted(db: None) -> None:
    MigrationRecorder(connection).record_unapplied("operations", "0002_deleted_agencies")
    health._APPLIED.clear()

    answer = ask()

    assert answer.status_code == 503
    assert answer.json()["why"] == ["1 migrations are not applied: run manage.py migrate"]


def test_a_process_that_answers_pages_loads_no_migrations(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    health._APPLIED.clear()
    monkeypatch.setattr(health, "MigrationExecutor", lambda *_: pytest.fail("all migrations were loaded"))

    assert ask().status_code == 200
    written = {(one.app_label, one.name) for one in MigrationLoader(connection).disk_migrations.values()}
    assert health.migrations_written() == written
