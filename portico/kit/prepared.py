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
from collections.abc import Callable, Hashable, Iterator, Sequence
from datetime import datetime
from functools import update_wrapper
from typing import Any, Self
from weakref import WeakSet
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.db import connections, router
from django.db.models import Aggregate, QuerySet, Value, prefetch_related_objects
from django.utils import timezone, translation

from portico.kit.plans import NotPrepared, Plan, is_bound, plan_of
from portico.kit.quick_values import converted

log = logging.getLogger(__name__)
STRICT = False
"""Whether what cannot be compiled is an error even without DEBUG. Real sites ask it as it is: right, but slow."""
KNOWN: "WeakSet[Prepared[Any]]" = WeakSet()
SINGLE = frozenset({int, str, datetime})
LISTS = (list, set, frozenset, tuple)
LONGEST_LIST = 1024
MISSING: Any = object()
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
            elif not unfold(one, shapes, values):
                return None
        alias = router.db_for_read(self.model) if self.model is not None else ""
        key = (alias, translation.get_language(), zone_name(), tuple(shapes), tuple(kwargs.items()))
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
        self.plans[key[0] or router.db_for_read(self.model), *key[1:]] = plan
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
    if isinstance(value, LISTS):
        given = list(value)
        room = 1 << (len(given) - 1).bit_length() if given else 0
        return tuple(given + given[-1:] * (room - len(given)))
    return value


def unfold(value: Any, shapes: list[Any], values: list[Any]) -> bool:
    """Note what of an argument decides the form of the query, and its single values; not where that cannot be said."""
    if isinstance(value, LISTS):
        several = as_asked(value)
        shapes.append((len(several), type(several[0]) if several else None))
        values.extend(several)
        return len(several) <= LONGEST_LIST
    if is_bound(value):
        shape = value.shape()
        shapes.append((type(value), shape))
        values.extend(value.values())
        return shape is not NotImplemented
    shapes.append(type(value))
    values.append(value)
    return True


def zone_name() -> str:
    """The reader's time zone."""
    zone = timezone.get_current_timezone()
    return zone.key if type(zone) is ZoneInfo else timezone.get_current_timezone_name()


def run(plan: Plan, values: list[Any]) -> list[Any]:
    """The rows for these values."""
    asked: Any = plan.rows
    found: Any = found_by(connections[plan.alias], plan, plan.filled(values))
    if plan.ways and found:
        found = converted(found, plan.ways)
    if plan.lines and not plan.converters:
        return list(found)
    answer = Answer(plan, found)
    rows: list[Any] = plan.maker.rows(answer.results_iter()) if plan.maker else list(asked._iterable_class(answer))
    if asked._prefetch_related_lookups:
        prefetch_related_objects(rows, *asked._prefetch_related_lookups)
    return rows


def found_by(connection: Any, plan: Plan, params: Sequence[Any]) -> list[Any]:
    """What the database says."""
    if not plan.in_sqlite or connection.execute_wrappers or connection.queries_logged:
        with connection.cursor() as cursor:
            cursor.execute(plan.sql, params)
            rows: list[Any] = cursor.fetchall()
            return rows
    # Django looks for each %s in statements of ten thousand characters, each time: as long as many of them take to run.
    connection.validate_no_broken_transaction()
    if connection.connection is None or STRICT:  # tests let nobody through there who may not ask
        connection.ensure_connection()
    with connection.wrap_database_errors:
        found: list[Any] = connection.connection.execute(plan.in_sqlite, params).fetchall()
        return found


class Answer:
    """What came back, in the place of the queryset, of its query and of its compiler: Django makes its rows of it."""

    def __init__(self, plan: Plan, found: list[Any]) -> None:
        self.plan, self.found = plan, found
        self.query = self
        self.select, self.klass_info = plan.compiler.select, plan.compiler.klass_info
        self.annotation_col_map = plan.compiler.annotation_col_map

    def __getattr__(self, name: str) -> Any:
        rows = self.plan.rows
        return getattr(rows if hasattr(rows, name) else rows.query, name)

    def get_compiler(self, using: str) -> Self:
        """This one."""
        return self

    def execute_sql(self, **_how: Any) -> list[Any]:
        """It was."""
        return self.found

    def results_iter(self, results: Any = None, tuple_expected: bool = False, **_how: Any) -> Iterator[Any]:
        """The rows, in Python's values."""
        if not self.plan.converters:
            return iter(self.found)
        rows = self.plan.compiler.apply_converters(self.found, self.plan.converters)
        return map(tuple, rows) if tuple_expected else iter(rows)
