"""Lists of the desk: words, owner and archived as filters, sorting, keyed pages, and the same rows as a CSV file."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import Q, QuerySet
from django.http.response import HttpResponseBase
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _

from portico.access.fresh import confirm_first, is_fresh
from portico.agencies.gate import DeskRequest, page_before
from portico.agencies.roles import May
from portico.backoffice.owner_filter import OwnerFilter
from portico.kit.csvfile import csv_response
from portico.kit.lists import Order, Page, read_page, sorted_rows, words_asked
from portico.kit.pages import page, say
from portico.kit.templating import query
from portico.kit.workbook import workbook_response
from portico.records.events import note
from portico.records.search import matching_ids
from portico.records.subjects import kind_of

MANY = 100
"""Rows from which on an export asks who is there, where the sign-in is not fresh."""

type Columns = Sequence[tuple[str, str]]
FORMATS: dict[str, Callable[[str, Iterator[list[str]]], HttpResponseBase]] = {
    "csv": csv_response,
    "xlsx": workbook_response,
}


class Filters:
    """What narrows a list, read from the address; nonsense is a bad request.

    Words are looked for in everything the search knows of a record, or, with `looks_in`, in these fields.
    """

    def __init__(
        self,
        request: DeskRequest,
        model: Any,
        *,
        owners: bool = False,
        archived: bool = False,
        looks_in: Sequence[str] = (),
        **choices: Sequence[tuple[str, Any]],
    ) -> None:
        self.request, self.model, self.looks_in = request, model, looks_in
        self.words = words_asked(request.GET)
        self.archived = archived and request.GET.get("archived") == "1"
        self.choices = choices
        self.values = {name: self._choice(name, options) for name, options in choices.items()}
        self.owner = OwnerFilter(request) if owners else None

    def _choice(self, name: str, options: Sequence[tuple[str, Any]]) -> str:
        value = self.request.GET.get(name, "")
        if value and value not in {key for key, _label in options}:
            raise BadRequest(f"Unknown {name}.")
        return value

    def apply[Rows: QuerySet[Any]](self, rows: Rows, *, words: bool = True) -> Rows:
        """The rows that are left; without `words` whoever asks looks for those."""
        if not (self.words and words):
            pass
        elif self.looks_in:
            rows = rows.filter(reduce(or_, (Q(**{f"{name}__icontains": self.words}) for name in self.looks_in)))
        else:
            rows = rows.filter(pk__in=matching_ids(self.request.member.agency_id, kind_of(self.model), self.words))
        if hasattr(self.model, "archived"):
            rows = rows.filter(archived__isnull=not self.archived)
        if hasattr(self.model, "merged_into"):
            rows = rows.filter(merged_into__isnull=True)
        return rows.filter(**self.exact) if self.exact else rows

    @property
    def exact(self) -> dict[str, Any]:
        """What was chosen, beside words and archived rows: fields and their values."""
        number = self.owner.number if self.owner else None
        owner = {} if number is None else {"owner": number}
        return {**owner, **{name: value for name, value in self.values.items() if value}}

    @property
    def narrowed(self) -> bool:
        """Whether anything is left out."""
        return bool(self.words or "owner" in self.exact or self.archived or any(self.values.values()))


def listing(
    request: DeskRequest,
    template: str,
    rows: QuerySet[Any],
    orders: Mapping[str, Order],
    default: str,
    columns: Columns,
    filters: Any,
    **context: Any,
) -> HttpResponseBase:
    """One page of the list, or all of it as a file with ?export=csv or xlsx."""
    if request.GET.get("export") in FORMATS:
        return download(request, sorted_rows(rows, request.GET, orders, default), columns)
    shown = read_page(rows, request.GET, orders, default)
    heads = [head(request, shown, orders, *one) for one in context.pop("heads", ())]
    return page(request, template, list=shown, filters=filters, columns=heads, **context)


def download(request: DeskRequest, rows: QuerySet[Any], columns: Columns) -> HttpResponseBase:
    """The rows as a file, for who may take lists away; many of them only for who has just proved who they are."""
    if not request.member.may(May.EXPORT):
        raise PermissionDenied
    if not is_fresh(request) and rows[: MANY + 1].count() > MANY:
        say(request, _("This is a long list to take away: confirm that it is you, then export again."), tone="info")
        kept = urlencode([(name, value) for name, value in request.GET.items() if name != "export"])
        there = f"{request.path}?{kept}" if kept else request.path
        return confirm_first(there if request.method == "GET" else page_before(request))
    note(request.agency, "list.exported", by=request.member, list=str(rows.model._meta.verbose_name_plural))
    wanted = request.GET.get("export", "")
    ending = wanted if wanted in FORMATS else "csv"
    name = f"{rows.model._meta.model_name}s-{localdate().isoformat()}.{ending}"
    return FORMATS[ending](name, cells(rows, columns))


def head(
    request: DeskRequest, shown: Page, orders: Mapping[str, Order], label: Any, key: str = "", number: bool = False
) -> dict[str, Any]:
    """One column's head; with a key it sorts the list, and by the same press the other way round."""
    if not key:
        return {"label": str(label), "number": number}
    sorted_now = shown.sort.removeprefix("-") == key
    largest_first = orders[key].field.startswith("-") != shown.sort.startswith("-")
    return {
        "label": str(label),
        "number": number,
        "url": query(request.GET, sort=shown.sorting(key), after="", before=""),
        "sort": ("desc" if largest_first else "asc") if sorted_now else "",
    }


def cells(rows: QuerySet[Any], columns: Columns) -> Iterator[list[str]]:
    """The head, then one line for each row."""
    yield [head for head, _path in columns]
    for row in rows.iterator(chunk_size=1000):
        yield [cell(row, path) for _head, path in columns]


def cell(row: Any, path: str) -> str:
    """A value of the row as text; nothing where there is none."""
    value = row
    for name in path.split("."):
        value = getattr(value, name, None)
        if value is None:
            return ""
        if callable(value):
            value = value()
    if isinstance(value, datetime):
        return localtime(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
