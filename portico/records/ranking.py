"""Who fits best: points for where words stand, added up in the database, and finely for the first few by how often.

Every figure is a whole number made from the same folded words, so SQLite and PostgreSQL put everybody in the same
order, which their own rankings would not.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from portico.kit.prepared import prepared
from portico.records.models import SearchEntry
from portico.records.search import backend
from portico.records.search_words import Term

FINELY = 300
"""So many of the best are looked at word by word."""
SPARE = 50
"""So many more than are asked for are looked at, with all who have as many points, before anybody further down is."""
EVERYBODY = 2**31
USUAL_LENGTH = 3000
"""Characters of a usual record with its documents; in longer ones a word counts for less."""


@dataclass(frozen=True, slots=True)
class Want:
    """A term that brings points where it stands in a zone: title, main, names, body (all but the title), any words."""

    term: Term
    zone: str
    points: int


def best(
    agency_id: int,
    kind: str,
    rows: QuerySet[Any],
    wants: Sequence[Want],
    *,
    terms: Sequence[Term] = (),
    limit: int,
) -> list[tuple[int, int]]:
    """The numbers and points of those among `rows` that have most, the lately changed first among equals.

    With `terms`, all of them must be there; without, any of what is wanted is enough.
    """
    pieces, values = [], []
    for want in wants:
        sql, parameters = backend().in_zone(agency_id, kind, want.term, want.zone)
        pieces.append(f"SELECT id, {int(want.points)} AS points, 0 AS base FROM ({sql}) AS wanted")
        values += parameters
    if terms:
        sql, parameters = backend().found(agency_id, kind, list(terms))
        pieces.append(f"SELECT id, 0 AS points, 1 AS base FROM ({sql}) AS found")
        values += parameters
    if not pieces:
        return []
    allowed, more = rows.order_by().values("pk").query.sql_with_params()
    # Whether somebody is allowed is asked for each hit, by number: there are fewer of them than people at an agency.
    line = (
        f"WITH given AS MATERIALIZED ({' UNION ALL '.join(pieces)}), allowed (pk) AS NOT MATERIALIZED ({allowed}),"
        " hits AS MATERIALIZED (SELECT id, SUM(points) AS points FROM given GROUP BY id"
        f"{' HAVING MAX(base) = 1' if terms else ''})"
        " SELECT entry.object_id, hits.points, (SELECT COUNT(*) FROM hits)"
        f" FROM hits JOIN {SearchEntry._meta.db_table} AS entry ON entry.id = hits.id"
        " WHERE hits.points >= COALESCE((SELECT points FROM hits ORDER BY points DESC LIMIT 1 OFFSET %s), 0)"
        " AND EXISTS (SELECT 1 FROM allowed WHERE allowed.pk = entry.object_id)"
        " ORDER BY 2 DESC, entry.changed DESC, entry.object_id DESC LIMIT %s"
    )
    return first_of(line, [*values, *more], limit)


def first_of(line: str, values: list[Any], limit: int) -> list[tuple[int, int]]:
    """Ask among those with most points; among everybody only where the door leaves too few of them."""
    for nearly in (limit + SPARE, EVERYBODY):
        with connection.cursor() as cursor:
            cursor.execute(line, [*values, nearly, limit])
            found = cursor.fetchall()
        if len(found) == limit or (found and found[0][2] <= nearly):
            break
    return [(int(number), int(points)) for number, points, _hits in found]


def frequency(agency_id: int, kind: str, term: Term, zone: str = "words") -> int:
    """How many records have it."""
    sql, values = backend().in_zone(agency_id, kind, term, zone)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM ({sql}) AS wanted", values)
        return int(cursor.fetchone()[0])


def weight(total: int, having: int) -> int:
    """What a word is worth: 1 where nearly everybody has it, 10 where hardly anybody does."""
    return max(1, min(10, round(math.log2(max(total, 2) / max(having, 1))))) if having else 0


def finely(kind: str, ranked: list[tuple[int, int]], terms: Iterable[tuple[Term, int]]) -> list[tuple[int, int]]:
    """The best once more, with up to so many points for each term by how often it stands in how long a text."""
    head, rest = ranked[:FINELY], ranked[FINELY:]
    texts = folded_texts(kind, [number for number, _points in head])
    looked_for = [(f" {' '.join(term.words)}" + ("" if term.begun else " "), most) for term, most in terms]
    again = [
        (number, points + sum(points_by_count(texts.get(number, ""), word, most) for word, most in looked_for))
        for number, points in head
    ]
    order = sorted(range(len(again)), key=lambda at: (-again[at][1], at))
    return [again[at] for at in order] + rest


def points_by_count(text: str, word: str, most: int) -> int:
    """More for a word that stands there more often, but soon no more; less in a long text."""
    count = text.count(word)
    return round(most * count / (count + 0.6 + 0.6 * len(text) / USUAL_LENGTH)) if count else 0


def folded_texts(kind: str, numbers: list[int], *, titles: bool = True) -> dict[int, str]:
    """All words of these records, with a space around each; without the `titles`, which of a person is the name."""
    found = texts_of(kind, numbers) if numbers else []
    return {number: f" {title if titles else ''} {words} " for number, title, words in found}


@prepared
def texts_of(kind: str, numbers: list[int]) -> QuerySet[Any]:
    """The words of these records."""
    rows = SearchEntry.objects.filter(kind=kind, object_id__in=numbers)
    return rows.order_by().values_list("object_id", "folded_title", "folded_words")
