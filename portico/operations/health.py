"""Is the site well? The figures by which a watcher, a load balancer or a person can tell."""

import shutil
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django_ox.models import OxTask

from portico.kit import replica
from portico.kit.storing import store_answers
from portico.kit.times import now
from portico.messaging.models import Email
from portico.operations.models import Backup
from portico.records import scanner
from portico.records.models import Document

TASK_LAG = timedelta(minutes=5)
MAIL_LAG = timedelta(minutes=15)
SCAN_LAG = timedelta(minutes=5)
DISK_LEFT = 0.05
"""Share of the disk that should be free."""
JOURNAL_MEGABYTES = 256
BACKUP_AGE = timedelta(days=2)


@dataclass(slots=True)
class Health:
    """How the site is: down (it cannot answer pages), degraded (it can, but somebody should look), or ok."""

    status: str = "ok"
    why: list[str] = field(default_factory=list)
    task_lag_seconds: int = 0
    """How long the oldest task that may run has been waiting."""
    oldest_unsent_mail_seconds: int = 0
    parked_mails: int = 0
    disk_free_share: float = 1.0
    last_backup: str = ""
    virus_scanner: str = "none"
    """none is set, ok, or silent: files wait for it."""
    oldest_unscanned_seconds: int = 0
    file_store: str = "folder"
    """Where files lie: a folder of this machine; or a bucket that is ok, or silent: files wait for it."""
    replica_lag_seconds: float | None = None
    """By how much the replica is behind; nothing where there is none, or where it is silent."""
    journal_megabytes: int = 0
    """SQLite: what is written and not yet in the database's own file."""
    held_since: str = ""
    """Since when a restored copy sends no mail."""

    def suffers(self, why: str) -> None:
        """Something is not as it should be."""
        self.status = "degraded" if self.status == "ok" else self.status
        self.why.append(why)

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def is_leaving() -> bool:
    """Whether these processes are about to end: they answer still, but who spreads requests should look elsewhere."""
    return bool(settings.LEAVING_FILE) and Path(settings.LEAVING_FILE).exists()


def look() -> Health:
    """How the site is now. A database that is newer than this code is fine: that is how an update goes."""
    health = Health()
    if is_leaving():
        return Health("down", ["this host is being stopped"])
    try:
        if behind := pending_migrations():
            return Health("down", [f"{behind} migrations are not applied: run manage.py migrate"])
        look_at_tasks(health)
        look_at_mail(health)
        look_at_backups(health)
        look_at_scanner(health)
        look_at_replica(health)
    except Error as error:
        return Health("down", [f"the database does not answer: {type(error).__name__}"])
    look_at_files(health)
    look_at_disk(health)
    look_at_journal(health)
    return health


_APPLIED: list[bool] = []
"""Filled once all migrations were found applied: a running process has no need to look again."""


def pending_migrations() -> int:
    """How many migrations the database still needs."""
    if not _APPLIED:
        if not migrations_written() <= set(MigrationRecorder(connection).applied_migrations()):
            executor = MigrationExecutor(connection)
            if plan := executor.migration_plan(executor.loader.graph.leaf_nodes()):
                return len(plan)
        _APPLIED.append(True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return 0


def migrations_written() -> set[tuple[str, str]]:
    """The migrations of all packages, by the names of their files: to load them takes a web process 8 MB for good."""
    modules = {one.label: MigrationLoader.migrations_module(one.label)[0] for one in apps.get_app_configs()}
    found = {label: find_spec(module) for label, module in modules.items() if module}
    folders = {label: spec.submodule_search_locations for label, spec in found.items() if spec}
    return {
        (label, one.name)
        for label, folder in folders.items()
        for one in iter_modules(folder)
        if not one.ispkg and one.name[0] not in "_~"
    }


def seconds_since(at: datetime | None) -> int:
    """Whole seconds from then until now; 0 for nothing."""
    return max(0, int((now() - at).total_seconds())) if at else 0


def look_at_tasks(health: Health) -> None:
    """Is somebody doing the work?"""
    waiting = OxTask.objects.filter(status=OxTask.Status.READY)
    plain = waiting.filter(run_after=None).order_by("enqueued_at").values_list("enqueued_at", flat=True).first()
    later = waiting.filter(run_after__lte=now()).order_by("run_after").values_list("run_after", flat=True).first()
    health.task_lag_seconds = max(seconds_since(plain), seconds_since(later))
    if health.task_lag_seconds > TASK_LAG.total_seconds():
        health.suffers("tasks wait: is the task worker running?")


def look_at_mail(health: Health) -> None:
    """Does mail go out?"""
    from portico.messaging.quiet import held_since

    oldest = Email.objects.at_work().waiting().order_by("created").values_list("created", flat=True).first()
    health.oldest_unsent_mail_seconds = seconds_since(oldest)
    health.parked_mails = Email.objects.parked().count()
    if since := held_since():
        health.held_since = since.isoformat()
        health.suffers("this restored copy sends no mail until manage.py go_live")
    elif health.oldest_unsent_mail_seconds > MAIL_LAG.total_seconds():
        health.suffers("mail waits: does the mail server answer?")


def look_at_backups(health: Health) -> None:
    """When was the last copy made by manage.py backup? Sites that copy otherwise never made one, and are not nagged."""
    last = Backup.objects.values_list("made", flat=True).first()
    health.last_backup = last.isoformat() if last else ""
    if last and now() - last > BACKUP_AGE:
        health.suffers("the last backup is old")


def look_at_scanner(health: Health) -> None:
    """Are new files looked at for viruses, where that is wanted?"""
    if not scanner.is_configured():
        return
    waiting = Document.objects.filter(scan=Document.Scan.WAITING)
    health.oldest_unscanned_seconds = seconds_since(waiting.order_by("added").values_list("added", flat=True).first())
    silent = waiting.filter(scan_tries__gt=0).exists()
    health.virus_scanner = "silent" if silent else "ok"
    if silent and health.oldest_unscanned_seconds > SCAN_LAG.total_seconds():
        health.suffers("files wait for the virus scanner: does it answer at CLAMAV?")


def look_at_files(health: Health) -> None:
    """Does the object store answer, where there is one? Pages without files do meanwhile."""
    if not settings.STORAGE_URL:
        return
    health.file_store = "ok" if store_answers() else "silent"
    if health.file_store == "silent":
        health.suffers("the file store does not answer: files can neither be read nor kept (STORAGE_URL)")


def look_at_replica(health: Health) -> None:
    """Is the replica, where there is one, near enough to be read?"""
    if not settings.DATABASE_ROUTERS:
        return
    health.replica_lag_seconds = behind = replica.lag()
    if behind is None or behind > replica.MOST_LAG:
        health.suffers("the replica is silent or lags: everything is read from the primary (DATABASE_REPLICA_URL)")


def look_at_journal(health: Health) -> None:
    """SQLite: does what was written reach the database, or does somebody read for so long that it piles up?"""
    if connection.vendor != "sqlite":
        return
    journal = Path(f"{connection.settings_dict['NAME']}-wal")
    health.journal_megabytes = journal.stat().st_size // 2**20 if journal.exists() else 0
    if health.journal_megabytes > JOURNAL_MEGABYTES:
        health.suffers("the database's journal is large: something has been reading for very long")


def look_at_disk(health: Health) -> None:
    """Is there room?"""
    usage = shutil.disk_usage(settings.DATA_DIR)
    health.disk_free_share = round(usage.free / usage.total, 4) if usage.total else 0.0
    if health.disk_free_share < DISK_LEFT:
        health.suffers("the disk is almost full")
