"""What every test stands on: its own database and folders, the world, the browser; and that nothing is skipped."""

import os
import shutil
import tempfile
from collections.abc import Callable, Generator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import pytest_django

from tests.browser import browser, live_site, open_page, page

if TYPE_CHECKING:
    from tests.world import Acme

__all__ = ["browser", "live_site", "open_page", "page"]

folder = pytest.StashKey[Path]()


def pytest_configure(config: pytest.Config) -> None:
    """Point the settings at a folder of this test process, before any database is opened."""
    config.addinivalue_line("markers", "only_on(vendor): this test is about one database: sqlite or postgresql")
    config.addinivalue_line("markers", "long: half a minute or more; begins first, so that nobody waits at the end")
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
    """Leave out what is about the other database, and on PostgreSQL what touches none; the long ones begin first."""
    from django.conf import settings

    vendor = settings.DATABASES["default"]["ENGINE"].rpartition(".")[2].removesuffix("3")
    out = [item for item in items for mark in item.iter_markers("only_on") if vendor not in mark.args]
    if vendor == "postgresql":
        out += [item for item in items if item not in out and not touches_database(item)]
    config.hook.pytest_deselected(items=out)
    left_out = set(out)
    kept = [item for item in items if item not in left_out]
    items[:] = sorted(kept, key=lambda item: item.get_closest_marker("long") is None)


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
def django_db_keepdb(django_db_modify_db_settings: None, django_db_blocker: pytest_django.DjangoDbBlocker) -> bool:
    """Begin with a copy of an empty site's database; without one, this process makes it for the others."""
    from tests import migrated

    with django_db_blocker.unblock():
        return migrated.prepare()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker) -> None:
    """The database with all its tables."""
    from tests import migrated

    with django_db_blocker.unblock():
        migrated.keep()


@pytest.fixture(autouse=True)
def nothing_remembered() -> Generator[None, None, None]:
    """Rows that a process remembers are not those of the next test."""
    from portico.kit.remembering import forget_all

    yield
    forget_all()


@pytest.fixture(autouse=True)
def compiled_apart(request: pytest.FixtureRequest) -> Generator[None, None, None]:
    """A test that replaces something compiles its queries anew, and the next one asks none of those.

    All others ask what was compiled before: that costs more than anything else in a test.
    """
    if not replaces_something(request.node):
        yield
        return
    from tests.prepared import set_aside

    with set_aside():
        yield


def replaces_something(item: pytest.Item) -> bool:
    """Whether a test, or a fixture of ours below it, asks for the means to; one of pytest-django's always does."""
    info = item._fixtureinfo  # type: ignore[attr-defined]
    below = (one for named in info.name2fixturedefs.values() for one in named)
    asked = {name for one in below if one.func.__module__.startswith("tests.") for name in one.argnames}
    return bool({"monkeypatch", "settings"} & {*asked, *info.argnames})


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
