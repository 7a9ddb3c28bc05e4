"""Lists: sorted by a named order, paged by key, counted up to a limit. The same for every list of every surface."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.exceptions import BadRequest
from django.core.signing import BadSignature, dumps, loads
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.dateparse import parse_datetime
from django.utils.formats import number_format

from portico.kit.remembering import Remembered
from portico.kit.replica import stale_ok

PAGE_SIZE = 50
COUNT_LIMIT = 10_000
LONG: Remembered[bool] = Remembered(timedelta(minutes=1), most=1000)
"""The lists that hold more than is counted on every page."""


@dataclass(frozen=True, slots=True)
class Order:
    """One way to sort a list: by one field that is never NULL, then by id. `-` in front: largest first."""

    label: Any
    field: str

    @property
    def name(self) -> str:
        """The field without its direction."""
        return self.field.removeprefix("-")

    def turned(self) -> str:
        """The field the other way round."""
        return self.name if self.field.startswith("-") else f"-{self.name}"


@dataclass(slots=True)
class Page:
    """One page of a list: its rows, where the next and previous ones start, how it is sorted, how many there are."""

    rows: Sequence[Any]
    sort: str
    previous: str
    next: str
    total: str
    uncounted: bool = False
    """Whether they are counted after the page is there."""

    @classmethod
    def counted(cls, total: str) -> "Page":
        """Of a list of which only the amount is asked for."""
        return cls(rows=(), sort="", previous="", next="", total=total)

    @property
    def is_more(self) -> bool:
        """Whether there are more than are counted without being asked."""
        return self.total.endswith("+")

    @property
    def amount(self) -> int:
        """The total as a number, by which words become one or many."""
        return int("".join(digit for digit in self.total if digit.isdigit()))

    def sorting(self, key: str) -> str:
        """What a column's link asks for: this order, or, if the list is sorted so already, the other way round."""
        return f"-{key}" if self.sort == key else key


def words_asked(params: QueryDict, name: str = "q", longest: int = 200) -> str:
    """What was typed into a search box, as an address carries it; databases take no NUL characters."""
    return params.get(name, "").replace("\0", "").strip()[:longest]


def order_of(orders: Mapping[str, Order], asked: str) -> tuple[str, bool]:
    """The field to sort by and whether largest come first. An unknown name is a bad request."""
    order = orders.get(asked.removeprefix("-"))
    if order is None:
        raise BadRequest(f"This list cannot be sorted by {asked[:40]!r}.")
    field = order.turned() if asked.startswith("-") else order.field
    return field.removeprefix("-"), field.startswith("-")


def sorted_rows[Q_: QuerySet[Any]](rows: Q_, params: QueryDict, orders: Mapping[str, Order], default: str) -> Q_:
    """All rows in the order asked for, as an export needs them."""
    field, down = order_of(orders, params.get("sort") or default)
    sign = "-" if down else ""
    return rows.order_by(f"{sign}{field}", f"{sign}pk")


@dataclass(frozen=True, slots=True)
class Place:
    """Which page of a list an address asks for: in which order, and beyond which row."""

    sort: str
    field: str
    down: bool
    """Whether the largest come first, as the list is read."""
    backwards: bool
    mark: tuple[Any, ...]
    """The value and number of the row beyond which it lies; nothing for the first page."""

    @property
    def falls(self) -> bool:
        """Whether the rows are fetched from the largest to the smallest."""
        return self.down != self.backwards


def place_asked(params: QueryDict, orders: Mapping[str, Order], default: str) -> Place:
    """The page that the address asks for: ?sort=name&after=… or &before=…"""
    asked = params.get("sort") or default
    field, down = order_of(orders, asked)
    before = params.get("before") or ""
    mark = before or params.get("after") or ""
    return Place(asked, field, down, bool(before), _read_mark(mark) if mark else ())


def beyond[Q_: QuerySet[Any]](rows: Q_, field: str, *, down: bool, mark: tuple[Any, ...]) -> Q_:
    """The rows in this order, from just after a row's value and number; the database starts right there."""
    sign, step = ("-", "lt") if down else ("", "gt")
    rows = rows.order_by(f"{sign}{field}", f"{sign}pk")
    if not mark:
        return rows
    value, pk = mark
    further = Q(**{f"{field}__{step}": value}) | Q(**{f"pk__{step}": pk})
    return rows.filter(further, **{f"{field}__{step}e": value})


def page_of(found: list[Any], place: Place, total: Callable[[], str], size: int = PAGE_SIZE) -> Page:
    """A page of the rows found from its place on: one more than fit on it says that it is not the last.

    A list that fits on one page is not counted by the database: `total` is asked otherwise.
    """
    more = len(found) > size
    whole = not place.mark and not more
    rows = found[:size]
    if place.backwards:
        rows.reverse()
    has_next = bool(rows) and (place.backwards or more)
    has_previous = bool(rows) and (more if place.backwards else bool(place.mark))
    return Page(
        rows=rows,
        sort=place.sort,
        previous=_mark(rows[0], place.field) if has_previous else "",
        next=_mark(rows[-1], place.field) if has_next else "",
        total=number(len(found)) if whole else total(),
    )


def read_page(
    rows: QuerySet[Any], params: QueryDict, orders: Mapping[str, Order], default: str, size: int = PAGE_SIZE
) -> Page:
    """A page of these rows."""
    place = place_asked(params, orders, default)
    found = list(beyond(rows, place.field, down=place.falls, mark=place.mark)[: size + 1])
    return page_of(found, place, lambda: how_many(rows, exact=all_counted(params)), size)


def all_counted(params: QueryDict) -> bool:
    """Whether somebody asked for all of a long list to be counted."""
    return params.get("count") == "all"


@stale_ok
def how_many(rows: QuerySet[Any], *, exact: bool) -> str:
    """How many there are; beyond 10,000 only where all shall be counted."""
    return number(rows.order_by().count()) if exact else count_text(rows)


@stale_ok
def count_text(rows: QuerySet[Any]) -> str:
    """How many there are: exact up to 10,000, then "10,000+"."""
    return up_to_limit(rows.order_by()[: COUNT_LIMIT + 1].count())


def is_long(whose: Hashable, look: Callable[[], Any]) -> bool:
    """Whether a list holds more than is counted on every page. Where it does, that is believed for a minute: to `look`
    takes longer than to read the page's rows, and such a list hardly grows short meanwhile."""
    found = LONG(whose, lambda: bool(look()))
    if not found:
        LONG.forget(whose)
    return found


def up_to_limit(count: int) -> str:
    """An amount: exact up to 10,000, then "10,000+"."""
    return f"{number(COUNT_LIMIT)}+" if count > COUNT_LIMIT else number(count)


def number(count: int) -> str:
    """A number as people write it: 12,345."""
    return number_format(count, force_grouping=True)


def _mark(row: Any, field: str) -> str:
    value: Any = getattr(row, "sorted_by", None)  # rows that were read as plain values keep it there
    if value is None:
        value = row
        for name in field.split("__"):
            value = value.get(name) if isinstance(value, dict) else getattr(value, name)
    if hasattr(value, "isoformat"):
        value = {"at": value.isoformat()}
    long = len(str(value)) > 60  # Names in other scripts take six letters for each; addresses have an end.
    return dumps([value, row["pk"] if isinstance(row, dict) else row.pk], salt="portico.page", compress=long)


def _read_mark(mark: str) -> tuple[Any, int]:
    try:
        value, pk = loads(mark, salt="portico.page")
    except (BadSignature, ValueError):
        raise BadRequest("This page of the list does not exist.") from None
    if isinstance(value, dict):
        value = parse_datetime(value["at"]) or value["at"]
    return value, pk
