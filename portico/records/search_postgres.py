"""The search on PostgreSQL: a generated tsvector column of records_searchentry with a GIN index.

Agency and kind stand in the vector as words that no text can hold (they begin with @), so the index itself keeps
agencies apart. In the same way the words of the title (^), the main words (=) and the keys of names (~) stand there
once more: so the index answers where a word stands without a look at the row. Needs no extension.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from typing import Any

from django.db import connections, router, transaction

from portico.kit.prepared import rows_of
from portico.records.models import SearchEntry
from portico.records.search_words import Term

QUERY = "(%s::tsquery && to_tsquery('simple'::regconfig, %s::text))"
MATCHING = f"lexemes @@ {QUERY}"
RANKED = (
    f"SELECT id FROM records_searchentry WHERE lexemes @@ {QUERY}"
    " ORDER BY ts_rank('{0, 0, 0.1, 1}', lexemes, to_tsquery('simple'::regconfig, %s::text)) DESC, changed DESC, id"
    " LIMIT %s OFFSET %s"
)
INSTALL = [
    "ALTER TABLE records_searchentry DROP COLUMN IF EXISTS lexemes",
    "ALTER TABLE records_searchentry ADD COLUMN lexemes tsvector GENERATED ALWAYS AS ("
    " array_to_tsvector(ARRAY['@' || agency_id::text, '@' || kind]"
    " || string_to_array('^' || replace(folded_title, ' ', ' ^'), ' ')"
    " || string_to_array('=' || replace(folded_main, ' ', ' ='), ' ')"
    " || string_to_array('~' || replace(folded_names, ' ', ' ~'), ' '))"
    " || setweight(to_tsvector('simple'::regconfig, folded_title), 'A')"
    " || setweight(to_tsvector('simple'::regconfig, folded_words), 'B')) STORED",
    "CREATE INDEX records_search ON records_searchentry USING gin (lexemes)",
]


def install(connection: Any) -> None:
    """Make the index and fill it from what is there; a first migration comes here before all columns are."""
    with connection.cursor() as cursor:
        columns = connection.introspection.get_table_description(cursor, "records_searchentry")
        if "folded_names" not in {column.name for column in columns}:
            return
        for statement in INSTALL:
            cursor.execute(statement)


WORDS = "to_tsquery('simple'::regconfig, %s::text)"
type Zoned = tuple[Term, str]

FOUND = "SELECT id FROM records_searchentry WHERE lexemes @@ ({query})"
MARKS = {"title": "^", "main": "=", "names": "~"}
CHANGED = "changed"
many_come = nullcontext
"""It puts its index together by itself."""
LATEST = "id + 0"
"""The order of the numbers, but not along them: until 200 records with a rare word come by, all have been read."""


def gathered(sql: str, values: Sequence[Any]) -> list[int]:
    """The numbers that a SELECT finds, in no order."""
    return [number for (number,) in rows_of(sql, values)]


@contextmanager
def by_index() -> Iterator[None]:
    """Have the index of words asked. PostgreSQL takes it for cheap to compare a record's words, which lie outside of
    the table: among half a million it would read all of them, for seconds, rather than what the index names.

    Not one within another: the inner one's end is the end.
    """
    alias = router.db_for_read(SearchEntry)
    with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        yield
        cursor.execute("SET LOCAL enable_seqscan = on")


def match(agency_id: int, kinds: list[str] | None, terms: list[Term]) -> list[str]:
    """The parameters for MATCHING and RANKED. Folding left nothing but letters and digits in each word."""
    return [scope(agency_id, kinds), " & ".join(quoted(term) for term in terms)]


def scope(agency_id: int, kinds: list[str] | None) -> str:
    """Where to look at all."""
    inside = f"'@{agency_id}'"
    return inside if kinds is None else inside + " & (" + " | ".join(f"'@{kind}'" for kind in kinds) + ")"


def found(
    agency_id: int, kind: str, terms: list[Term], *, having: Sequence[Zoned] = (), apart: bool = True
) -> tuple[str, list[str]]:
    """The entries of one kind in which all terms are, and none that is unwanted: a SELECT of their numbers.

    `having`: only those that have any of these, too.
    """
    pieces, values = ["%s::tsquery"], [scope(agency_id, [kind])]
    for term in terms:
        values.append(quoted(term))
        if term.keys:
            values.append(" | ".join(f"'~{key}'" for key in term.keys))
        pieces.append(f"({WORDS} || %s::tsquery)" if term.keys else WORDS)
    if having:
        zones = [zoned(term, zone) for term, zone in having]
        pieces.append("(" + " || ".join(query for query, _line in zones) + ")")
        values += [line for _query, line in zones]
    return FOUND.format(query=" && ".join(pieces)), values


def in_zone(agency_id: int, kind: str, term: Term, zone: str, *, apart: bool = True) -> tuple[str, list[str]]:
    """The entries that have a term in one zone: a SELECT of their numbers. Outside the words, order does not count."""
    query, line = zoned(term, zone)
    return FOUND.format(query=f"%s::tsquery && {query}"), [scope(agency_id, [kind]), line]


def zoned(term: Term, zone: str) -> tuple[str, str]:
    """A term in one zone: how it is asked, and its value."""
    if zone == "body":
        return "%s::tsquery", " <-> ".join(f"'{word}':B" for word in term.words)
    if zone == "words":
        return WORDS, quoted(term)
    words = [f"'{MARKS[zone]}{word}'" for word in (term.keys if zone == "names" else term.words)]
    if term.begun and zone != "names":
        words[-1] += ":*"
    return "%s::tsquery", (" | " if zone == "names" else " & ").join(words)


def keeps_apart(agency_id: int) -> bool:
    """Whether the index shall keep the agency apart from others: it always does, for that is quick here."""
    return True


def quoted(term: Term) -> str:
    """One term in the language of to_tsquery."""
    words = " <-> ".join(f"'{word}'" for word in term.words) + (":*" if term.begun else "")
    return f"!({words})" if term.unwanted else f"({words})"


def rank_parameters(parameters: list[str]) -> list[str]:
    """What RANKED needs before its limit: the words once more, for the order."""
    return [*parameters, parameters[1]]
