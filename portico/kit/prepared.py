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
import re
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import update_wrapper
from typing import Any, Protocol, Self, TypeGuard
from weakref import WeakSet
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.db import connections, router
from django.db.models import Aggregate, QuerySet, Value, prefetch_related_objects
from django.db.models.query import ValuesListIterable
from django.utils import timezone, translation

from portico.kit.quick_rows import Maker, maker_of
from portico.kit.quick_values import Read, converted, quick_ways
from portico.kit.times import at_time, now

log = logging.getLogger(__name__)
STRICT = False
"""Whether what cannot be compiled is an error even without DEBUG. Real sites ask it as it is: right, but slow."""
KNOWN: "WeakSet[Prepared[Any]]" = WeakSet()
PLACE = re.compile(r"(?<!%)%s")
SINGLE = frozenset({int, str, datetime})
LISTS = (list, set, frozenset, tuple)
LONGEST_LIST = 1024
MISSING: Any = object()
MOST_PLANS = 400
"""How many compiled forms of one query are kept (roles, languages, lengths of lists)."""


class Bound(Protocol):
    """Something to ask with that is more than one value: a member, a visitor, the eyes of a reader."""

    def shape(self) -> Hashable:
        """All of it by which a query may differ in form; NotImplemented: do not compile it, ask as it is."""

    def values(self) -> tuple[int | str, ...]:
        """The values that go into the query."""

    def stand_in(self, values: tuple[Any, ...]) -> Self:
        """One of the same shape with these values instead, and nothing else of this one."""


class NotPrepared(Exception):
    """A function's query depends on more than it is asked with: a programming error."""


@dataclass(slots=True)
class Hole:
    """A place in the parameters, and what goes there: a value as it is, or a time so long before or after one."""

    at: int
    source: int
    shift: timedelta | None = None


@dataclass(slots=True)
class Plan:
    """A compiled query."""

    sql: str
    params: list[Any]
    holes: list[Hole]
    rows: QuerySet[Any]
    compiler: Any
    converters: dict[int, Any]
    ways: list[tuple[int, Read]]
    """Columns that are read in a shorter way, for all rows at once."""
    maker: Maker | None
    lines: bool
    """Whether rows are asked for as they are: `values_list`."""
    in_sqlite: str = ""
    """The same in SQLite's own style; nothing for other databases."""

    def filled(self, values: list[Any]) -> list[Any]:
        """The parameters with these values in their holes."""
        connection = connections[self.rows.db]
        params = self.params.copy()
        for one in self.holes:
            if one.shift is None:
                params[one.at] = values[one.source]
            else:
                if one.source == 0 and values[0] is None:
                    values[0] = now()
                params[one.at] = as_param(connection, values[one.source] + one.shift)
        return params


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


def is_bound(value: Any) -> TypeGuard[Bound]:
    """Whether it is more than one value."""
    return hasattr(value, "stand_in")


class MadeUp:
    """Values to compile with, of which no two are alike; and the clock, which is the first of them.

    Each has a distance of its own to its fellow of another start: so it is told from the others though it was moved.
    """

    def __init__(self, start: int, step: int) -> None:
        self.start, self.step = start, step
        self.given: list[Any] = []
        self.clock = self.like(datetime.now(UTC))

    def like(self, value: Any) -> Any:
        """A value of the same kind."""
        number = self.start + len(self.given) * self.step
        made: Any
        if isinstance(value, bool) or value is None:
            raise NotPrepared(f"{value!r} decides the form of a query: ask with it by keyword")
        if isinstance(value, int):
            made = number
        elif isinstance(value, str):
            made = f"%_\\made up {number}"  # A lookup that writes these differently cannot be bound.
        elif isinstance(value, datetime):
            made = datetime.fromtimestamp(number, UTC).replace(microsecond=number % 999_983)
        else:
            raise NotPrepared(f"{type(value)} cannot be bound")
        self.given.append(made)
        return made

    def argument(self, value: Any) -> Any:
        """An argument of the same shape."""
        if isinstance(value, tuple):
            return [self.like(one) for one in value]
        if is_bound(value):
            return value.stand_in(tuple(self.like(one) for one in value.values()))
        return self.like(value)


def plan_of(build: Callable[..., Any], asked: Sequence[Any], kwargs: dict[str, Any]) -> tuple[Any, Plan | None]:
    """The model, and the compiled query; None where there can be no rows."""
    one, other = MadeUp(1_300_000_007, 7919), MadeUp(1_700_000_010, 104_729)
    rows, compiler, sql, params = compiled(build, one, asked, kwargs)
    _rows, _compiler, same, others = compiled(build, other, asked, kwargs)
    if sql != same or len(params) != len(others):
        raise NotPrepared(f"{build.__qualname__}: a value decides the form of the query")
    if not sql:
        return rows.model, None
    holes = []
    for at, pair in enumerate(zip(params, others, strict=True)):
        if not alike(*pair):
            holes.append(hole(build, at, pair, (one, other)))
    converters = compiler.get_converters([item[0] for item in compiler.select[: compiler.col_count]])
    ways = list(quick_ways(converters, compiler.connection).items())
    maker, lines = maker_of(rows, compiler), rows._iterable_class is ValuesListIterable
    in_sqlite = PLACE.sub("?", sql).replace("%%", "%") if compiler.connection.vendor == "sqlite" else ""
    return rows.model, Plan(sql, list(params), holes, rows, compiler, converters, ways, maker, lines, in_sqlite)


def compiled(build: Callable[..., Any], made: MadeUp, asked: Sequence[Any], kwargs: dict[str, Any]) -> Any:
    """The queryset for made-up values, its compiler, and its SQL. Nothing may be asked on the way."""
    with ExitStack() as stack:
        for alias in connections:
            stack.enter_context(connections[alias].execute_wrapper(nothing_asked))
        stack.enter_context(at_time(made.clock))
        rows = build(*(made.argument(one) for one in asked), **kwargs)
        compiler = rows.query.get_compiler(using=rows.db)
        try:
            sql, params = compiler.as_sql()
        except EmptyResultSet:
            sql, params = "", ()
    return rows, compiler, sql, params


def nothing_asked(*_asked: Any) -> None:
    """Refuse a query while another one is being compiled: what it finds would be taken for everybody's."""
    raise NotPrepared("the query of a prepared function looks something up in the database while it is built")


def alike(one: Any, other: Any) -> bool:
    """Whether a parameter is the same, whatever is asked with."""
    return one == other or (type(one) is type(other) and not isinstance(one, str | int) and repr(one) == repr(other))


def hole(build: Callable[..., Any], at: int, pair: tuple[Any, Any], made: tuple[MadeUp, MadeUp]) -> Hole:
    """Which value stands at this place."""
    times = as_time(pair[0]), as_time(pair[1])
    for source, given in enumerate(zip(made[0].given, made[1].given, strict=True)):
        if isinstance(given[0], datetime):
            if times[0] and times[1] and times[0] - given[0] == times[1] - given[1]:
                return Hole(at, source, times[0] - given[0])
        elif pair == given:
            return Hole(at, source)
    raise NotPrepared(f"{build.__qualname__}: {pair[0]!r} was made of a value, and cannot be bound")


def as_time(param: Any) -> datetime | None:
    """A parameter as the instant it stands for."""
    try:
        found = datetime.fromisoformat(param) if isinstance(param, str) else param
    except ValueError:
        return None
    if not isinstance(found, datetime):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def run(plan: Plan, values: list[Any]) -> list[Any]:
    """The rows for these values."""
    asked: Any = plan.rows
    found: Any = found_by(connections[asked.db], plan, plan.filled(values))
    if plan.ways and found:
        found = converted(found, plan.ways)
    if plan.lines and not plan.converters:
        return list(found)
    answer = Answer(plan, found)
    rows: list[Any] = plan.maker.rows(answer.results_iter()) if plan.maker else list(asked._iterable_class(answer))
    if asked._prefetch_related_lookups:
        prefetch_related_objects(rows, *asked._prefetch_related_lookups)
    return rows


def as_param(connection: Any, at: datetime) -> Any:
    """A time as the database keeps it; as Django writes it, without asking for zones where there is but UTC."""
    if at.tzinfo is UTC and connection.vendor == "sqlite" and connection.timezone is UTC:
        return str(at.replace(tzinfo=None))
    return connection.ops.adapt_datetimefield_value(at)


def found_by(connection: Any, plan: Plan, params: list[Any]) -> list[Any]:
    """What the database says."""
    if not plan.in_sqlite or connection.execute_wrappers or connection.queries_logged:
        with connection.cursor() as cursor:
            cursor.execute(plan.sql, params)
            rows: list[Any] = cursor.fetchall()
            return rows
    # Django looks for each %s in statements of ten thousand characters, each time: as long as many of them take to run.
    connection.validate_no_broken_transaction()
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
