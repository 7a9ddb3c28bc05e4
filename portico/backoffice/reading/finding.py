"""What the list of candidates shows: who was found, in which order, with the words that were looked for marked."""

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import BadRequest
from django.http import QueryDict
from django.utils.translation import gettext as _

from portico.agencies.models import Member
from portico.candidates.finding import KIND, MOST, Words
from portico.candidates.models import SavedSearch
from portico.kit.lists import PAGE_SIZE, Page, count_text
from portico.records.models import SearchEntry
from portico.records.search import hits
from portico.records.search_words import Term

NO_PART = ("after", "before", "sort", "saved", "export")
"""What does not belong to a search that is kept."""
BESIDE = {"km": "place", "currency": "pay", "per": "pay", "every": "skills"}
"""What says nothing without the other."""


@dataclass(slots=True)
class Line:
    """One row of the list."""

    row: Any
    name: list[tuple[str, bool]] = field(default_factory=list)
    snippet: list[tuple[str, bool]] = field(default_factory=list)
    km: str = ""


def read_best(rows: Any, words: Words, member: Member, params: QueryDict) -> Page:
    """A page of those who fit best. `rows` are the same people with what the page shows of each."""
    start = place_of(params, "after")
    if params.get("before"):
        start = max(0, place_of(params, "before") - PAGE_SIZE)
    found = words.best(member.agency_id)
    there = {row.pk: row for row in rows.filter(pk__in=found[start : start + PAGE_SIZE])}
    end = start + PAGE_SIZE
    return Page(
        rows=[there[pk] for pk in found[start:end] if pk in there],
        sort="relevance",
        previous=str(start) if start else "",
        next=str(end) if end < len(found) else "",
        total=count_text(words.rows),
    )


def place_of(params: QueryDict, name: str) -> int:
    """Where in the order of relevance a page begins or ends."""
    text = params.get(name, "") or "0"
    if not (text.isascii() and text.isdigit() and len(text) < 6 and int(text) <= MOST):
        raise BadRequest("This page of the list does not exist.")
    return int(text)


def lines_of(shown: Page, terms: list[Term], member: Member) -> list[Line]:
    """The rows with the words marked that were looked for."""
    numbers = [row.pk for row in shown.rows]
    marked = {}
    if terms:
        entries = SearchEntry.objects.visible_to(member).filter(kind=KIND, object_id__in=numbers)
        marked = {hit.object_id: hit for hit in hits(list(entries.defer("folded_words")), terms)}
    lines = []
    for row in shown.rows:
        hit = marked.get(row.pk)
        km = getattr(row, "km", None)
        lines.append(
            Line(
                row,
                name=hit.title_parts if hit else [(row.name, False)],
                snippet=hit.snippet if hit else [],
                km=_("%d km") % round(km) if km is not None else "",
            )
        )
    return lines


def kept_part(params: QueryDict) -> str:
    """The search without the page it is on, as it is kept."""
    kept = params.copy()
    alone = [name for name, other in BESIDE.items() if not params.get(other)]
    for name in [*NO_PART, *alone, *(name for name in kept if not kept.get(name))]:
        kept.pop(name, None)
    return kept.urlencode()[:2000]


def saved_of(member: Member, now_shown: str, address: str) -> list[dict[str, Any]]:
    """The searches this member may use, their own first."""
    rows = SavedSearch.objects.visible_to(member).select_related("owner__user")
    lines = [
        {
            "pk": row.pk,
            "name": row.name,
            "url": f"{address}?{row.query}",
            "current": row.query == now_shown,
            "mine": row.owner_id == member.pk,
            "shared": row.shared,
            "owner": row.owner.name,
        }
        for row in rows
    ]
    return sorted(lines, key=lambda line: not line["mine"])
