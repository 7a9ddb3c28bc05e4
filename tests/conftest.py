"""What every test stands on: its own database and folders, the world, the browser; and that nothing is skipped."""

import os
import shutil
import tempfile
from collections.abc import Callable, Generator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser import browser, live_site, open_page, page

if TYPE_CHECKING:
    from tests.world import Acme

__all__ = ["browser", "live_site", "open_page", "page"]

folder = pytest.StashKey[Path]()


def pytest_configure(config: pytest.Config) -> None:
    """Point the settings at a folder of this test process, before any database is opened."""
    config.addinivalue_line("markers", "only_on(vendor): this test is about one database: sqlite or postgresql")
    os.environ.setdefault("DJANGO_LIVE_TEST_SERVER_ADDRESS", "127.0.0.1")
    from django.conf import settings
    from django.test import override_settings

    place = config.stash[folder] = Path(tempfile.mkdtemp(prefix="portico-test-"))
    override_settings(
        DATA_DIR=place,
        MEDIA_ROOT=place / "files",
        STATIC_ROOT=place / "static",
        MAIL_FOLDER=place / "mail",
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    ).enable()
    database = settings.DATABASES["default"]
    if "sqlite" in database["ENGINE"]:
        # A file, not memory: each thread has a connection of its own, as on a real site, so races are real.
        database.setdefault("TEST", {})["NAME"] = str(place / "test.sqlite3")
        database["OPTIONS"]["init_command"] += " PRAGMA synchronous=OFF;"
    from tests.emptying import let_tests_empty_the_log

    let_tests_empty_the_log()
    from portico.kit import prepared, templating

    prepared.STRICT = templating.STRICT = True


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave nothing behind."""
    if folder in config.stash:
        shutil.rmtree(config.stash[folder], ignore_errors=True)


def pytest_report_header() -> str:
    """Say which database the tests run on."""
    from django.conf import settings

    return f"database: {settings.DATABASES['default']['ENGINE'].rpartition('.')[2]}"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests that are about the other database; what touches none is tested once, on SQLite."""
    from django.conf import settings

    vendor = settings.DATABASES["default"]["ENGINE"].rpartition(".")[2].removesuffix("3")
    out = [item for item in items for mark in item.iter_markers("only_on") if vendor not in mark.args]
    if vendor == "postgresql":
        out += [item for item in items if item not in out and not touches_database(item)]
    config.hook.pytest_deselected(items=out)
    items[:] = [item for item in items if item not in out]


def touches_database(item: pytest.Item) -> bool:
    """Whether a test asks for the database."""
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(fixtures & {"db", "transactional_db"}) or item.get_closest_marker("django_db") is not None


def refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    """A test that cannot run is a failure: otherwise nobody notices that it never runs."""
    if report.outcome == "skipped" and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"Skipped ({reason}), and a test that cannot run is a failure here."


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn skipped tests into failed ones."""
    report = yield
    refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Turn skipped modules into failed ones."""
    report = yield
    refuse_skip(report)
    return report


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings: None) -> bool:
    """On SQLite, begin with a copy of an empty site's database; without one, this process makes it for the others."""
    from django.db import connection

    from tests import migrated

    database = str(connection.settings_dict["TEST"]["NAME"])
    return connection.vendor == "sqlite" and migrated.prepare(Path(database))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> None:
    """The database with all its tables."""
    from tests import migrated

    migrated.keep()


@pytest.fixture(autouse=True)
def compiled_anew(request: pytest.FixtureRequest) -> Generator[None, None, None]:
    """What was compiled while something was replaced for a test is not asked by the next one."""
    yield
    if {"monkeypatch", "settings"} & set(request.fixturenames):
        from portico.kit.prepared import forget_plans

        forget_plans()


@pytest.fixture
def acme(db: None) -> "Acme":
    """The world of Acme Staffing and its rival."""
    from tests.snapshot import acme

    return acme()


@pytest.fixture
def run_tasks(db: None) -> Callable[..., list[Any]]:
    """Do the waiting tasks now, as a worker would; a task that fails, fails the test."""
    from django_ox.testing import run_tasks as run

    return lambda **options: run(**{"raise_failures": True, **options})


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what the isolation tests tried: who, how many requests, how many of them did what they must not."""
    reports = [one for name in ("passed", "failed") for one in terminalreporter.getreports(name) if one.when == "call"]
    found = [value for one in reports for name, value in one.user_properties if name == "isolation"]
    for who, tried, wrong, seconds in found:
        terminalreporter.write_line(f"isolation: {who}: {tried} tried, {wrong} violations, {seconds} s")
    if found:
        total = [sum(one[place] for one in found) for place in (1, 2, 3)]
        terminalreporter.write_line("isolation: {} tried, {} violations, {} seconds of work".format(*total))
