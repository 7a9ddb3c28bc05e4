"""Lists: sorted by a named order, paged by key, counted up to a limit. The same for every list of every surface."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import BadRequest
from django.core.signing import BadSignature, dumps, loads
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.dateparse import parse_datetime
from django.utils.formats import number_format

PAGE_SIZE = 50
COUNT_LIMIT = 10_000


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


def read_page(
    rows: QuerySet[Any], params: QueryDict, orders: Mapping[str, Order], default: str, size: int = PAGE_SIZE
) -> Page:
    """The page that the address asks for: ?sort=name&after=… or &before=…"""
    asked = params.get("sort") or default
    field, down = order_of(orders, asked)
    backwards = bool(params.get("before"))
    mark = params.get("before") or params.get("after") or ""
    found = list(_beyond(rows, field, down != backwards, mark)[: size + 1])
    more = len(found) > size
    found = found[:size]
    if backwards:
        found.reverse()
    has_next = bool(found) and (backwards or more)
    has_previous = bool(found) and (more if backwards else bool(mark))
    return Page(
        rows=found,
        sort=asked,
        previous=_mark(found[0], field) if has_previous else "",
        next=_mark(found[-1], field) if has_next else "",
        total=count_text(rows),
    )


def count_text(rows: QuerySet[Any]) -> str:
    """How many there are: exact up to 10,000, then "10,000+"."""
    count = rows.order_by()[: COUNT_LIMIT + 1].count()
    return (
        f"{number_format(COUNT_LIMIT, force_grouping=True)}+"
        if count > COUNT_LIMIT
        else number_format(count, force_grouping=True)
    )


def _beyond(rows: QuerySet[Any], field: str, down: bool, mark: str) -> QuerySet[Any]:
    sign, step = ("-", "lt") if down else ("", "gt")
    rows = rows.order_by(f"{sign}{field}", f"{sign}pk")
    if not mark:
        return rows
    value, pk = _read_mark(mark)
    return rows.filter(Q(**{f"{field}__{step}": value}) | Q(**{field: value, f"pk__{step}": pk}))


def _mark(row: Any, field: str) -> str:
    value = row
    for name in field.split("__"):
        value = row.get(name) if isinstance(row, dict) else getattr(value, name)
    if hasattr(value, "isoformat"):
        value = {"at": value.isoformat()}
    return dumps([value, row["pk"] if isinstance(row, dict) else row.pk], salt="portico.page", compress=True)


def _read_mark(mark: str) -> tuple[Any, int]:
    try:
        value, pk = loads(mark, salt="portico.page")
    except (BadSignature, ValueError):
        raise BadRequest("This page of the list does not exist.") from None
    if isinstance(value, dict):
        value = parse_datetime(value["at"]) or value["at"]
    return value, pk
