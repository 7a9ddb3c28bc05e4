"""Reads that may be a little old go to the replica, and only those: proved with a second database of other words."""

import inspect
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.checks import run_checks
from django.db import OperationalError, connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client, override_settings

from portico.agencies.models import Member
from portico.careers.views import jobs as careers_jobs
from portico.jobs.adverts import Advert
from portico.kit import replica
from portico.kit.replica import PRIMARY, REPLICA, Router, stale_ok, stale_rows
from tests.careers.applicants import advert_of
from tests.desk import browser_of, text_of
from tests.world import Acme

TOLD = "As the replica tells it"
LAG = replica.lag


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> replica.Watch:
    """What this process believes of the replica, fresh."""
    watch = replica.Watch()
    monkeypatch.setattr(replica, "WATCH", watch)
    return watch


@pytest.fixture
def second(acme: Acme, watched: replica.Watch, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A copy of the database as it is now stands for the replica, and calls the advert otherwise."""
    advert_of(acme)
    mine = connection.settings_dict["NAME"]
    connection.close()
    manage(f'DROP DATABASE IF EXISTS "{mine}_copy" WITH (FORCE)', f'CREATE DATABASE "{mine}_copy" TEMPLATE "{mine}"')
    guarded = inspect.getclosurevars(BaseDatabaseWrapper.ensure_connection).nonlocals["real_ensure_connection"]
    monkeypatch.setattr(BaseDatabaseWrapper, "ensure_connection", guarded)  # it guards what was made before
    monkeypatch.setitem(connections.settings, REPLICA, {**connections.settings[PRIMARY], "NAME": f"{mine}_copy"})
    monkeypatch.setattr(replica, "lag", lambda: 0.0)
    middleware = ["portico.kit.replica.OwnWrites", *settings.MIDDLEWARE]
    try:
        with override_settings(DATABASE_ROUTERS=["portico.kit.replica.Router"], MIDDLEWARE=middleware):
            with connections[REPLICA].cursor() as cursor:
                cursor.execute("UPDATE jobs_advert SET title = %s", [TOLD])
            yield connections[REPLICA]
    finally:
        connections[REPLICA].close()
        del connections[REPLICA]
        manage(f'DROP DATABASE "{mine}_copy" WITH (FORCE)')


def manage(*statements: str) -> None:
    """Tell the server something that is about whole databases."""
    with connection._nodb_cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def visit(acme: Acme, path: str = "/jobs/", browser: Client | None = None) -> str:
    return text_of((browser or Client(headers={"host": acme.agency.host})).get(path))


@pytest.mark.only_on("postgresql")
@pytest.mark.django_db(transaction=True)
def test_public_lists_come_from_the_replica_and_fall_back_to_the_primary(
    acme: Acme, second: Any, watched: replica.Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = Advert.objects.get().title
    for path in ("/jobs/", "/jobs/rss.xml"):
        assert TOLD in visit(acme, path), path
    assert TOLD not in visit(acme, f"/jobs/{Advert.objects.get().pk}/")

    with second.cursor() as cursor:  # it fails on the way
        cursor.execute("ALTER TABLE jobs_advert RENAME TO elsewhere")
    answer = visit(acme)
    assert (mine in answer, TOLD in answer) == (True, False)
    assert not watched.is_good()
    with second.cursor() as cursor:
        cursor.execute("ALTER TABLE elsewhere RENAME TO jobs_advert")

    for behind, expected in [(None, mine), (replica.MOST_LAG + 1, mine), (replica.MOST_LAG, TOLD)]:
        monkeypatch.setattr(replica, "lag", lambda behind=behind: behind)
        watched.until = 0
        assert expected in visit(acme)


@pytest.mark.only_on("postgresql")
@pytest.mark.django_db(transaction=True)
def test_who_has_just_written_something_reads_from_the_primary_for_a_moment(acme: Acme, second: Any) -> None:
    browser = browser_of(acme.recruiter)
    assert TOLD in visit(acme, browser=browser)

    answer = browser.post(f"/desk/candidates/{acme.dario.pk}/notes/", {"note-text": "Called today"})
    cookie = answer.cookies[replica.COOKIE]
    assert (cookie["max-age"], cookie["httponly"], cookie["samesite"]) == (replica.AFTER_WRITING, True, "Lax")
    assert replica.AFTER_WRITING > replica.MOST_LAG + replica.LOOK_EACH
    assert TOLD not in visit(acme, browser=browser)
    assert TOLD in visit(acme)
    del browser.cookies[replica.COOKIE]
    assert TOLD in visit(acme, browser=browser)


@pytest.mark.only_on("postgresql")
@pytest.mark.django_db(transaction=True)
def test_who_somebody_is_and_what_they_may_is_never_asked_of_the_replica(acme: Acme, second: Any) -> None:
    @stale_ok
    def read() -> tuple[str | None, str | None, str]:
        advert = Advert.objects.get()
        return advert._state.db, Member.objects.first()._state.db, stale_rows(Advert.objects.all()).db  # type: ignore[union-attr]

    assert read() == (REPLICA, PRIMARY, REPLICA)
    with transaction.atomic():
        assert read()[0] == PRIMARY
    advert = stale_rows(Advert.objects.all()).get()
    advert.title = "Written"
    advert.save()
    assert Advert.objects.get().title == "Written"
    with second.cursor() as cursor:
        cursor.execute("SELECT title FROM jobs_advert")
        assert cursor.fetchone()[0] == TOLD


@pytest.mark.only_on("postgresql")
@pytest.mark.django_db(transaction=True)
def test_a_database_that_follows_no_other_is_no_replica(second: Any) -> None:
    assert LAG() is None
    second.close()
    second.settings_dict = {**second.settings_dict, "NAME": "nowhere"}
    assert LAG() is None


def test_without_a_replica_a_mark_costs_nothing_and_asks_nobody(db: None, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        assert stale_ok(Advert.objects.count)() == 0
    assert stale_rows(Advert.objects.all()).db == PRIMARY
    assert careers_jobs.jobs.__name__ == "jobs"


def test_what_fails_for_other_reasons_fails_once(db: None) -> None:
    asked: list[int] = []

    @stale_ok
    def read() -> None:
        asked.append(1)
        raise OperationalError

    with pytest.raises(OperationalError):
        read()
    assert asked == [1]


def test_writing_and_migrating_is_for_the_primary_alone() -> None:
    router = Router()
    with replica.reading(stale=True):
        assert (router.db_for_read(Advert), router.db_for_read(Member)) == (REPLICA, PRIMARY)
        assert router.db_for_write(Advert) == PRIMARY
    assert router.db_for_read(Advert) == PRIMARY
    assert (router.allow_migrate(PRIMARY, "jobs"), router.allow_migrate(REPLICA, "jobs")) == (True, False)


@pytest.mark.only_on("sqlite")
@pytest.mark.django_db
def test_on_sqlite_a_replica_is_refused_in_plain_words() -> None:
    with override_settings(DATABASE_REPLICA_URL="postgres://db.example/portico"):
        said = [error.msg for error in run_checks() if error.id == "portico.E008"]
    assert said == ["DATABASE_REPLICA_URL is set, and SQLite has no replicas."]


@pytest.mark.django_db
def test_a_bucket_that_cannot_be_meant_is_refused_at_the_start() -> None:
    with override_settings(STORAGE_URL="https://store.example/bucket"):
        said = [error for error in run_checks() if error.id == "portico.E009"]
    assert "STORAGE_URL reads like s3://" in said[0].msg
