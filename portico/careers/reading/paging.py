"""Pages of a list by number: search results have no key to go on from, and search engines like numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, QuerySet
from django.http import Http404, QueryDict

from portico.agencies.doors import Visitor
from portico.careers.reading.jobs import IN_LISTS
from portico.jobs.advert_search import AdvertSearch
from portico.jobs.adverts import Advert
from portico.kit.prepared import figures, prepared
from portico.kit.remembering import Remembered
from portico.kit.templating import query

SIZE = 20
COUNTED: Remembered[int] = Remembered(timedelta(minutes=1))
"""How many jobs an agency has open, where they do not fit on a page: the number may be a minute old, the jobs never."""


@dataclass(frozen=True, slots=True)
class Paged:
    """One page of results."""

    rows: Sequence[Any]
    total: int
    number: int
    last: int
    previous: str
    next: str


@prepared
def all_open(visitor: Visitor) -> QuerySet[Any]:
    """The first page of all jobs, and whether there is another one."""
    rows = Advert.objects.visible_to(visitor).select_related("job__organization").only(*IN_LISTS)
    return AdvertSearch.of(QueryDict()).rows(rows)[: SIZE + 1]


@prepared
def how_many(visitor: Visitor) -> QuerySet[Any]:
    """How many jobs are open."""
    return figures(Advert.objects.visible_to(visitor), n=Count("pk"))


def first_page(visitor: Visitor) -> Paged:
    """The first page of all jobs, as most visitors see it first."""
    rows = all_open(visitor)
    total = len(rows)
    if total > SIZE:
        total = max(total, COUNTED(visitor.agency_id, lambda: how_many.first(visitor)[0]))
    last = max(1, -(-total // SIZE))
    return Paged(rows[:SIZE], total, 1, last, "", query(QueryDict(), page=2) if last > 1 else "")


def paged(rows: QuerySet[Any], params: QueryDict, size: int = SIZE) -> Paged:
    """The page that ?page= asks for; a page that does not exist is a 404."""
    asked = params.get("page") or "1"
    if not (asked.isascii() and asked.isdigit() and len(asked) < 6):
        raise Http404
    total, number = rows.count(), int(asked)
    last = max(1, -(-total // size))
    if not 1 <= number <= last:
        raise Http404
    return Paged(
        rows=list(rows[(number - 1) * size : number * size]),
        total=total,
        number=number,
        last=last,
        previous=query(params, page=number - 1 if number > 2 else None) if number > 1 else "",
        next=query(params, page=number + 1) if number < last else "",
    )
