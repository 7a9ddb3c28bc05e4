"""Reads that may be a few seconds old go to a replica of the database, where there is one (DATABASE_REPLICA_URL).

    @stale_ok
    def jobs(request: CareersRequest) -> HttpResponse: ...

What is marked so only reads: should the replica fail on the way, it is done again on the primary. Who somebody is and
what they may is never read there, nor what somebody sees who wrote something a moment ago; and nothing at all while
the replica is away or lags behind. Without a replica all of this costs one look at a setting.
"""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.conf import settings
from django.db import Error, connections
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase

log = logging.getLogger(__name__)

PRIMARY, REPLICA = "default", "replica"
NEVER = {"access", "agencies", "auth", "contenttypes", "django_ox", "kit", "sessions"}
"""Packages whose rows decide who somebody is, what they may, and what was done already."""
MOST_LAG = 5.0
LOOK_EACH = 2.0
AFTER_WRITING = 10
"""Seconds in which somebody who wrote something reads from the primary: more than MOST_LAG and LOOK_EACH together."""
NEVER_SEEN = 86_400.0
"""The lag of a replica that has not taken over a single change yet."""
COOKIE = "wrote"

STALE: ContextVar[bool] = ContextVar("STALE", default=False)
"""What is read now comes from the replica."""
WROTE: ContextVar[bool] = ContextVar("WROTE", default=False)
"""Who asks has written something a moment ago."""


@dataclass(slots=True)
class Watch:
    """What this process knows of the replica."""

    until: float = 0.0
    good: bool = False

    def is_good(self) -> bool:
        """Whether the replica may be read; asked of it every few seconds."""
        if time.monotonic() >= self.until:
            behind = lag()
            self.say(behind is not None and behind <= MOST_LAG, LOOK_EACH if behind is not None else AFTER_WRITING)
        return self.good

    def say(self, good: bool, seconds: float) -> None:
        """Hold on to a verdict for a while; a change of it goes into the log."""
        if self.good and not good:
            log.warning("The replica is away or lags behind: everything is read from the primary")
        self.good, self.until = good, time.monotonic() + seconds


WATCH = Watch()


def lag() -> float | None:
    """Seconds by which the replica is behind the primary; None where it does not answer or is no replica."""
    try:
        with connections[PRIMARY].cursor() as primary:
            primary.execute("SELECT pg_current_wal_lsn()::text")
            written = primary.fetchone()[0]
        with connections[REPLICA].cursor() as replica:
            replica.execute(
                "SELECT pg_is_in_recovery(), pg_last_wal_replay_lsn() >= %s::pg_lsn,"
                " extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp())",
                [written],
            )
            follows, caught_up, seconds = replica.fetchone()
    except Error as error:
        log.info("The replica does not answer: %s", type(error).__name__)
        connections[REPLICA].close()
        return None
    if not follows:
        return None
    return 0.0 if caught_up else float(NEVER_SEEN if seconds is None else seconds)


def may_be_stale() -> bool:
    """Whether a read that may be a little old goes to the replica now."""
    if not settings.DATABASE_ROUTERS or WROTE.get() or connections[PRIMARY].in_atomic_block:
        return False
    return WATCH.is_good()


@contextmanager
def reading(stale: bool) -> Iterator[None]:
    """Read from the replica, or from the primary, for a while."""
    token = STALE.set(stale)
    try:
        yield
    finally:
        STALE.reset(token)


def stale_ok[**P, R](read: Callable[P, R]) -> Callable[P, R]:
    """A function that only reads, and whose answer may be a few seconds old."""

    @wraps(read)
    def answer(*args: P.args, **kwargs: P.kwargs) -> R:
        if not may_be_stale():
            return read(*args, **kwargs)
        try:
            with reading(stale=True):
                return read(*args, **kwargs)
        except Error as error:
            log.warning("The replica failed, the primary answers: %s", type(error).__name__)
            WATCH.say(False, AFTER_WRITING)
            connections[REPLICA].close()
        with reading(stale=False):
            return read(*args, **kwargs)

    return answer


def stale_rows[Q: QuerySet[Any]](rows: Q) -> Q:
    """The same rows, a few seconds old, for lists that are written out row by row."""
    return rows.using(REPLICA) if may_be_stale() else rows


class Router:
    """Where Django reads and writes: on the primary, but for what is marked."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str:
        """Rows that a mark allows to be old come from the replica; what decides who may what never does."""
        return REPLICA if STALE.get() and model._meta.app_label not in NEVER else PRIMARY

    def db_for_write(self, model: type[Model], **hints: Any) -> str:
        """Always there."""
        return PRIMARY

    def allow_relation(self, one: Model, other: Model, **hints: Any) -> bool:
        """It is one database."""
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        """The replica follows by itself."""
        return db == PRIMARY


class OwnWrites:
    """Who has just sent a form reads from the primary for some seconds: everybody sees what they did."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        writes = request.method not in {"GET", "HEAD"}
        token = WROTE.set(writes or COOKIE in request.COOKIES)
        try:
            response = self.get_response(request)
        finally:
            WROTE.reset(token)
        if writes and response.status_code < 500:
            secure = settings.SESSION_COOKIE_SECURE
            response.set_cookie(COOKIE, "1", AFTER_WRITING, httponly=True, samesite="Lax", secure=secure)
        return response
