"""Who fits best: points for where words stand, added up in the database, and finely for the first few by how often.

Every figure is a whole number made from the same folded words, so SQLite and PostgreSQL put everybody in the same
order, which their own rankings would not.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import batched, chain
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet

from portico.kit.prepared import prepared, rows_of
from portico.records.models import SearchEntry
from portico.records.search import backend
from portico.records.search_words import Term

type Statement = tuple[str, Sequence[Any]]
FINELY = 100
"""So many of the best are looked at word by word."""
EVERYBODY = 2**31
AMONG = 200
"""So many with most points are put in order, of equals the latest entries, before anybody further down is looked at."""
USUAL_LENGTH = 3000
"""Characters of a usual record with its documents; in longer ones a word counts for less."""


@dataclass(frozen=True, slots=True)
class Want:
    """A term that brings points where it stands in a zone: title, main, names, body (all but the title), any words."""

    term: Term
    zone: str
    points: int


@dataclass(frozen=True, slots=True)
class Ranking:
    """The best, each with their points; and whether there is nobody else."""

    best: list[tuple[int, int]]
    is_all: bool
    texts: dict[int, str]
    """All words of the first of them, where they were asked for: with a space around each."""


def best(
    agency_id: int,
    kind: str,
    rows: QuerySet[Any] | Callable[[], Statement],
    wants: Sequence[Want],
    *,
    terms: Sequence[Term] = (),
    limit: int,
    read: int = 0,
) -> Ranking:
    """The numbers and points of those among `rows` that have most, the lately changed first among equals.

    With `terms`, all of them must be there; without, any of what is wanted is enough. The index says who has points,
    and the records are only looked at from the top, some hundred at a time, until there are enough. Then the texts
    of the first ones are `read`. `rows` may also be the statement that names them, compiled already.
    """
    try:
        allowed = rows() if callable(rows) else rows.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:  # Django sees that nobody can fit.
        return Ranking([], is_all=True, texts={})
    place = Place(agency_id, kind, backend().keeps_apart(agency_id))
    with backend().by_index():
        return best_of(place, allowed, wants, terms, limit, read)


def best_of(
    place: "Place", allowed: Statement, wants: Sequence[Want], terms: Sequence[Term], limit: int, read: int
) -> Ranking:
    """The best of a place, behind this door."""
    points = points_of(place, wants, terms)
    found: list[tuple[int, int]] = []
    for some in chain(by_points(points), without_points(place, points, terms)):
        found += [(entry, number) for entry, number, _changed in opened(place, allowed, some, points)]
        if len(found) >= limit:
            break
    texts = words_of([entry for entry, _number in found[:read]]) if found and read else []
    return Ranking(
        best=[(number, points.get(entry, 0)) for entry, number in found[:limit]],
        is_all=len(found) < limit,
        texts={number: f" {title} {words} " for number, title, words in texts},
    )


@dataclass(frozen=True, slots=True)
class Place:
    """Where is looked; and whether the index keeps these records apart. What it finds is looked at in any case."""

    agency_id: int
    kind: str
    apart: bool


def points_of(place: Place, wants: Sequence[Want], terms: Sequence[Term]) -> dict[int, int]:
    """The entries that have points, with all of the terms."""
    points: dict[int, int] = {}
    for want in wants:
        sql, values = backend().in_zone(place.agency_id, place.kind, want.term, want.zone, apart=place.apart)
        for entry in gathered(sql, values):
            points[entry] = points.get(entry, 0) + want.points
    if not points or not terms or (len(terms) == 1 and len(terms[0].words) == 1):
        return points  # Who has a single word in one of the zones has it.
    having = [(want.term, want.zone) for want in wants]
    sql, values = backend().found(place.agency_id, place.kind, list(terms), having=having, apart=place.apart)
    # Somebody may have come in between: without points here, they come among those without.
    return {entry: points[entry] for entry in gathered(sql, values) if entry in points}


def by_points(points: dict[int, int]) -> Iterator[list[int]]:
    """The entries from the one with most points on, the latest first among equals, some hundred at a time."""
    levels = defaultdict(list)
    for entry, many in points.items():
        levels[many].append(entry)
    order = chain.from_iterable(sorted(levels[many], reverse=True) for many in sorted(levels, reverse=True))
    yield from map(list, batched(order, AMONG))


def without_points(place: Place, points: dict[int, int], terms: Sequence[Term]) -> Iterator[list[int]]:
    """The entries that have the terms in none of the zones that bring points, the latest first."""
    if not terms:
        return
    sql, values = backend().found(place.agency_id, place.kind, list(terms), apart=place.apart)
    line = f"SELECT id FROM ({sql}) AS found WHERE id < %s ORDER BY {backend().LATEST} DESC LIMIT %s"
    below = 2**63 - 1
    for many in (AMONG + len(points), EVERYBODY):
        latest = numbers(line, [*values, below, many])
        yield from map(list, batched((entry for entry in latest if entry not in points), AMONG))
        if len(latest) < many:
            return
        below = latest[-1]


def opened(place: Place, allowed: Statement, some: list[int], points: dict[int, int]) -> list[tuple[Any, ...]]:
    """Those of the entries whose record may be found, in order: each with the record's number."""
    door, values = allowed
    room = [*some, *some[-1:] * (AMONG - len(some))]
    # Sums and joined texts are in no index: SQLite would rather read all of a kind than some hundred by number.
    line = (
        f"WITH allowed (pk) AS NOT MATERIALIZED ({door}) SELECT id, object_id, {backend().CHANGED}"
        f" FROM {SearchEntry._meta.db_table} AS entry"
        f" WHERE id IN ({', '.join(['%s'] * len(room))}) AND agency_id + 0 = %s AND kind || '' = %s"
        " AND EXISTS (SELECT 1 FROM allowed WHERE allowed.pk = entry.object_id)"
    )
    rows = rows_of(line, [*values, *room, place.agency_id, place.kind])
    return sorted(rows, key=lambda row: (points.get(row[0], 0), row[2], row[1]), reverse=True)


@prepared
def words_of(entries: list[int]) -> QuerySet[Any]:
    """The records' numbers and words."""
    rows = SearchEntry.objects.filter(pk__in=entries).order_by()
    return rows.values_list("object_id", "folded_title", "folded_words")


def numbers(sql: str, values: Sequence[Any]) -> list[int]:
    """What a SELECT of numbers finds, in its order."""
    return [number for (number,) in rows_of(sql, values)]


def gathered(sql: str, values: Sequence[Any]) -> list[int]:
    """The same in no order."""
    found: list[int] = backend().gathered(sql, values)
    return found


def frequency(agency_id: int, kind: str, term: Term, zone: str = "words") -> int:
    """How many records have it."""
    sql, values = backend().in_zone(agency_id, kind, term, zone)
    return int(rows_of(f"SELECT COUNT(*) FROM ({sql}) AS wanted", values)[0][0])


def weight(total: int, having: int) -> int:
    """What a word is worth: 1 where nearly everybody has it, 10 where hardly anybody does."""
    return max(1, min(10, round(math.log2(max(total, 2) / max(having, 1))))) if having else 0


def finely(ranking: Ranking, terms: Iterable[tuple[Term, int]]) -> list[tuple[int, int]]:
    """The best once more, with up to so many points for each term by how often it stands in how long a text."""
    texts = ranking.texts
    head, rest = ranking.best[: len(texts)], ranking.best[len(texts) :]
    looked_for = [(f" {' '.join(term.words)}" + ("" if term.begun else " "), most) for term, most in terms]
    again = [(number, points + points_by_count(texts.get(number, ""), looked_for)) for number, points in head]
    return sorted(again, key=lambda one: -one[1]) + rest


def points_by_count(text: str, looked_for: list[tuple[str, int]]) -> int:
    """More for a word that stands there more often, but soon no more; less in a long text."""
    points, longer = 0, 0.6 + 0.6 * len(text) / USUAL_LENGTH
    for word, most in looked_for:
        if count := text.count(word):
            points += round(most * count / (count + longer))
    return points


def folded_texts(kind: str, numbers: list[int], *, titles: bool = True) -> dict[int, str]:
    """All words of these records, with a space around each; without the `titles`, which of a person is the name."""
    found = texts_of(kind, numbers) if numbers else []
    return {number: f" {title if titles else ''} {words} " for number, title, words in found}


@prepared
def texts_of(kind: str, numbers: list[int]) -> QuerySet[Any]:
    """The words of these records."""
    rows = SearchEntry.objects.filter(kind=kind, object_id__in=numbers)
    return rows.order_by().values_list("object_id", "folded_title", "folded_words")
