"""Compiling a query once: what of it follows its arguments, and what is refused because it cannot (kit/prepared.py)."""

import re
from collections.abc import Callable, Hashable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from operator import itemgetter
from typing import Any, Protocol, Self, TypeGuard

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models.enums import Choices

from portico.kit.quick_values import Read, quick_ways
from portico.kit.row_makers import Made, making
from portico.kit.times import at_time, now

PLACE = re.compile(r"(?<!%)%s")
COMPARED = re.compile(r"(?:[=<>]|\bIN \() ?$")
"""What stands before a value that something is compared with."""


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
    """What goes into a place of the parameters: a value as it is, or a time so long before or after one."""

    source: int
    shift: timedelta | None = None

    def made(self, values: list[Any], connection: Any) -> Any:
        """The moved time."""
        return as_param(connection, values[self.source] + self.shift)


@dataclass(slots=True)
class Several:
    """A list of numbers that goes in as one parameter, an array: hundreds of single ones take PostgreSQL longer than
    what they are asked for."""

    first: int
    past: int

    def made(self, values: list[Any], _connection: Any) -> Any:
        """The list."""
        return values[self.first : self.past]


@dataclass(slots=True)
class Plan:
    """A compiled query."""

    sql: str
    params: list[Any]
    """As they were compiled."""
    pick: Callable[[Any], Sequence[Any]]
    """Takes the parameters out of the values, these, and what is made of values."""
    made: list[Hole | Several]
    """Times that are asked for so long before or after a value, and arrays."""
    alias: str
    """The database that is asked."""
    converters: dict[int, Any]
    ways: list[tuple[int, Read]]
    """Columns that are read in a shorter way, for all rows at once."""
    make: Made
    """Makes of the rows what is asked for: objects, tuples, single values."""
    prefetched: tuple[Any, ...]
    in_sqlite: str = ""
    """The same in SQLite's own style; nothing for other databases."""

    def filled(self, values: list[Any]) -> Sequence[Any]:
        """The parameters with these values in their holes."""
        if not self.made:
            return self.pick([*values, *self.params])
        values[0] = values[0] or now()
        connection = connections[self.alias]
        return self.pick([*values, *self.params, *(one.made(values, connection) for one in self.made)])


def is_bound(value: Any) -> TypeGuard[Bound]:
    """Whether it is more than one value."""
    kind = type(value)
    if kind not in BOUND:
        BOUND[kind] = hasattr(kind, "stand_in")
    return BOUND[kind]


BOUND: dict[type, bool] = {}


class MadeUp:
    """Values to compile with, of which no two are alike; and the clock, which is the first of them.

    Each has a distance of its own to its fellow of another start: so it is told from the others though it was moved.
    """

    def __init__(self, start: int, step: int) -> None:
        self.start, self.step = start, step
        self.given: list[Any] = []
        self.lists: list[Several] = []
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
            first, made = len(self.given), [self.like(one) for one in value]
            if len(made) > 1 and isinstance(made[0], int):
                self.lists.append(Several(first, len(self.given)))
            return made
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
    pairs = zip(params, others, strict=True)
    holes: list[Any] = [None if alike(*pair) else hole(build, pair, (one, other)) for pair in pairs]
    if compiler.connection.vendor == "postgresql":
        for several in one.lists:
            sql, params, holes = as_array(several, sql, list(params), holes)
    params = [as_driver_takes(value) for value in params]
    if compiler.connection.vendor == "sqlite":
        sql, params, holes = written_out(sql, params, holes)
    pick, made = picking(holes, len(one.given))
    converters = compiler.get_converters([item[0] for item in compiler.select[: compiler.col_count]])
    ways = list(quick_ways(converters, compiler.connection).items())
    quick = in_sqlite(sql) if compiler.connection.vendor == "sqlite" else ""
    read = (rows.db, converters, ways, making(rows, compiler), rows._prefetch_related_lookups)
    return rows.model, Plan(sql, params, pick, made, *read, quick)


def as_driver_takes(value: Any) -> Any:
    """A choice as the plain text it stands for: a driver looks long for how to send a kind of text it does not know."""
    return str(value) if isinstance(value, Choices) and isinstance(value, str) else value


def written_out(sql: str, params: list[Any], holes: list[Any]) -> tuple[str, list[Any], list[Any]]:
    """The query with what is compared with the same value every time written into it.

    SQLite compiles a query again each time it is asked, if it uses an index that holds only some rows (those that
    wait, those not archived) because of a value that came beside the query: that took ten times as long as asking.
    """
    pieces = PLACE.split(sql)
    text, kept = [pieces[0]], list[int]()
    for at, (value, hole) in enumerate(zip(params, holes, strict=True)):
        goes_on = at > 0 and pieces[at] == ", " and at - 1 not in kept  # the next one of a list
        said = literal(value) if hole is None and (goes_on or COMPARED.search(pieces[at])) else None
        if said is None:
            kept.append(at)
        text += ["%s" if said is None else said, pieces[at + 1]]
    return "".join(text), [params[at] for at in kept], [holes[at] for at in kept]


def literal(value: Any) -> str | None:
    """A value as it stands in a statement of SQLite's; nothing for those that are better sent beside it."""
    if isinstance(value, int):
        return str(int(value))
    if type(value) is str and "\0" not in value:
        return "'" + value.replace("'", "''").replace("%", "%%") + "'"
    return None


def in_sqlite(sql: str) -> str:
    """A statement in SQLite's own style."""
    return PLACE.sub("?", sql).replace("%%", "%")


def picking(holes: list[Hole | Several | None], given: int) -> tuple[Callable[[Any], Sequence[Any]], list[Any]]:
    """How the parameters are taken out of so many values, the parameters as compiled, and what is made, in turn."""
    made, places = list[Any](), list[int]()
    for at, one in enumerate(holes):
        if one is None:
            places.append(given + at)
        elif isinstance(one, Hole) and one.shift is None:
            places.append(one.source)
        else:
            places.append(given + len(holes) + len(made))
            made.append(one)
    return (itemgetter(*places) if len(places) > 1 else lambda them: [them[at] for at in places]), made


def as_array(several: Several, sql: str, params: list[Any], holes: list[Any]) -> tuple[str, list[Any], list[Any]]:
    """The query with each `IN (…)` of this list as `= ANY(…)` of one parameter."""
    pieces, count = PLACE.split(sql), several.past - several.first
    wanted = [Hole(source) for source in range(several.first, several.past)]
    at = 0
    while at + count <= len(holes):
        between = pieces[at + 1 : at + count]
        whole = pieces[at].endswith(" IN (") and set(between) == {", "} and pieces[at + count].startswith(")")
        if whole and holes[at : at + count] == wanted:
            holes[at : at + count], params[at : at + count] = [several], params[at : at + 1]
            pieces[at] = pieces[at].removesuffix("IN (") + "= ANY("
            pieces[at + 1 : at + count + 1] = ["::bigint[]" + pieces[at + count]]
        at += 1
    return "%s".join(pieces), params, holes


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


def hole(build: Callable[..., Any], pair: tuple[Any, Any], made: tuple[MadeUp, MadeUp]) -> Hole:
    """Which value stands at this place."""
    times = as_time(pair[0]), as_time(pair[1])
    for source, given in enumerate(zip(made[0].given, made[1].given, strict=True)):
        if isinstance(given[0], datetime):
            if times[0] and times[1] and times[0] - given[0] == times[1] - given[1]:
                return Hole(source, times[0] - given[0])
        elif pair == given:
            return Hole(source)
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


def as_param(connection: Any, at: datetime) -> Any:
    """A time as the database keeps it; as Django writes it, without asking for zones where there is but UTC."""
    if at.tzinfo is UTC and connection.vendor == "sqlite" and connection.timezone is UTC:
        return str(at.replace(tzinfo=None))
    return connection.ops.adapt_datetimefield_value(at)
