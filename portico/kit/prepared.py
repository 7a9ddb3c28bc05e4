"""Querysets compiled to SQL once: building and compiling one costs more than running it.

    @prepared
    def cards_of(member: Member, share: int) -> QuerySet[Submission]:
        return Submission.objects.visible_to(member).filter(share=share)

    rows = cards_of(member, share.pk)  # a list

Positional arguments are bound into the SQL; keyword arguments, and what objects say of their shape, choose which SQL it
is. So the function must not decide anything by a positional value: it is run with made-up ones, twice, and whatever
of the query does not follow its arguments is refused on the spot. `now()` is bound, too. The door stays the door:
the function goes through `visible_to` with a stand-in, whose numbers are the parameters. Decision 029.
"""

import logging
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from contextvars import ContextVar
from datetime import datetime
from functools import lru_cache, update_wrapper
from typing import Any
from weakref import WeakSet

from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections, router
from django.db.models import Aggregate, QuerySet, Value, prefetch_related_objects

from portico.kit.plans import NotPrepared, Plan, in_sqlite, is_bound, plan_of
from portico.kit.quick_locals import language, zone_name
from portico.kit.quick_values import by_converters, converted

log = logging.getLogger(__name__)
STRICT = False
"""Whether what cannot be compiled is an error even without DEBUG. Real sites ask it as it is: right, but slow."""
LOGGED = settings.DEBUG
"""Whether Django writes down each statement; that it may also be told to for a while is asked of the connection."""
KNOWN: "WeakSet[Prepared[Any]]" = WeakSet()
SINGLE = frozenset({int, str, datetime})
LISTS = (list, set, frozenset, tuple)
LONGEST_LIST = 1024
MISSING: Any = object()
NOTHING: "ContextVar[dict[Hashable, tuple[Any, ...]] | None]" = ContextVar("NOTHING", default=None)
"""Queries that are known to find nothing with these arguments, for as long as kit.together says."""
MOST_PLANS = 400
"""How many compiled forms of one query are kept (roles, languages, lengths of lists)."""


class Prepared[**P]:
    """A function that makes a queryset, asked through SQL that was compiled once."""

    def __init__(self, build: Callable[P, QuerySet[Any]]) -> None:
        update_wrapper(self, build)
        self.build = build
        self.model: Any = None
        self.plans: OrderedDict[Hashable, Any] = OrderedDict()
        KNOWN.add(self)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> list[Any]:
        """The rows."""
        nothing = NOTHING.get()
        if nothing and self in nothing and nothing[self] == args and not kwargs:
            return []
        found = self.planned(args, kwargs)
        if found is None:
            return list(self.build(*args, **kwargs))
        plan, values = found
        return run(plan, values) if plan is not None else []

    def statement(self, *args: P.args, **kwargs: P.kwargs) -> tuple[str, Sequence[Any]]:
        """The query itself, as part of a larger one; where nobody can fit, Django's EmptyResultSet is raised."""
        found = self.planned(args, kwargs)
        if found is None:
            asked: tuple[str, Sequence[Any]] = self.build(*args, **kwargs).query.sql_with_params()
            return asked
        plan, values = found
        if plan is None:
            raise EmptyResultSet
        return plan.sql, plan.filled(values)

    def planned(self, args: Any, kwargs: Any) -> tuple[Plan | None, list[Any]] | None:
        """The compiled query and the values for it; None where it cannot be compiled for good."""
        shapes: list[Any] = []
        values: list[Any] = [None]
        for one in args:
            kind = type(one)
            if kind in SINGLE:
                shapes.append(kind)
                values.append(one)
            elif not unfold(one, kind, shapes, values):
                return None
        alias = alias_for(self.model) if router.routers else DEFAULT_DB_ALIAS
        key = (alias, language(), zone_name(), tuple(shapes), tuple(kwargs.items()) if kwargs else ())
        plan = self.plans.get(key, MISSING)
        if plan is MISSING:
            try:
                plan = self.keep(key, plan_of(self.build, [as_asked(one) for one in args], kwargs))
            except NotPrepared:
                if STRICT or settings.DEBUG:
                    raise
                log.exception("A query is asked as it is")
                return None
        return plan, values

    def first(self, *args: P.args, **kwargs: P.kwargs) -> Any:
        """The first row, or nothing."""
        return next(iter(self(*args, **kwargs)), None)

    def keep(self, key: Any, made: tuple[Any, Plan | None]) -> Plan | None:
        """Remember a plan; of very many, the newest."""
        self.model, plan = made
        self.plans[key[0] or alias_for(self.model), *key[1:]] = plan
        while len(self.plans) > MOST_PLANS:
            self.plans.popitem(last=False)
        return plan


prepared = Prepared


def forget_plans() -> None:
    """Compile everything anew: for who has changed the code behind a query while the process runs, as tests do."""
    for one in KNOWN:
        one.plans.clear()


def figures(rows: QuerySet[Any], **aggregates: Aggregate) -> QuerySet[Any]:
    """One row of counts and sums over all of these rows, as `aggregate` would return them."""
    one: QuerySet[Any] = rows.order_by().annotate(one_=Value(1)).values("one_").annotate(**aggregates)
    return one.values_list(*aggregates)


def as_asked(value: Any) -> Any:
    """An argument in the form in which it is bound; lists are filled up, so that few lengths are compiled."""
    if not isinstance(value, LISTS):
        return value
    amount = len(value)
    room = 1 << (amount - 1).bit_length() if amount else 0
    if amount == room:
        return tuple(value)
    given = list(value)
    return tuple(given + given[-1:] * (room - amount))


def unfold(value: Any, kind: type, shapes: list[Any], values: list[Any]) -> bool:
    """Note what of an argument decides the form of the query, and its single values; not where that cannot be said."""
    if kind in LISTS or isinstance(value, LISTS):
        several = as_asked(value)
        shapes.append((len(several), type(several[0]) if several else None))
        values.extend(several)
        return len(several) <= LONGEST_LIST
    if is_bound(value):
        shape = value.shape()
        shapes.append((kind, shape))
        values.extend(value.values())
        return shape is not NotImplemented
    shapes.append(kind)
    values.append(value)
    return True


def alias_for(model: Any) -> str:
    """The database that is asked; nothing as long as nobody knows for what."""
    if not router.routers:
        return DEFAULT_DB_ALIAS
    return str(router.db_for_read(model)) if model is not None else ""


def run(plan: Plan, values: list[Any]) -> list[Any]:
    """The rows for these values."""
    connection = connections[plan.alias]
    found: Any = found_by(connection, plan, plan.filled(values))
    if plan.ways and found:
        found = converted(found, plan.ways)
    if plan.converters:
        found = by_converters(found, plan.converters, connection)
    rows = plan.make(found)
    if plan.prefetched:
        prefetch_related_objects(rows, *plan.prefetched)
    return rows


def found_by(connection: Any, plan: Plan, params: Sequence[Any]) -> list[Any]:
    """What the database says."""
    return asked(connection, plan.sql, plan.in_sqlite, params)


def rows_of(sql: str, values: Sequence[Any], alias: str = DEFAULT_DB_ALIAS) -> list[Any]:
    """What a statement finds that somebody wrote; a text that is asked over and over, with other values."""
    connection = connections[alias]
    return asked(connection, sql, quickly(sql) if connection.vendor == "sqlite" else "", values)


quickly = lru_cache(maxsize=100)(in_sqlite)


def asked(connection: Any, sql: str, quick: str, params: Sequence[Any]) -> list[Any]:
    """The rows for a statement; `quick`: the same in SQLite's own style."""
    if not quick or connection.execute_wrappers or connection.force_debug_cursor or LOGGED:
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            rows: list[Any] = cursor.fetchall()
            return rows
    # Django looks for each %s in statements of ten thousand characters, each time: as long as many of them take to run.
    connection.validate_no_broken_transaction()
    if connection.connection is None or STRICT:  # tests let nobody through there who may not ask
        connection.ensure_connection()
    try:
        found: list[Any] = connection.connection.execute(quick, params).fetchall()
    except Exception:
        with connection.wrap_database_errors:  # Only now: to enter and leave it takes as long as a short query.
            raise
    return found
