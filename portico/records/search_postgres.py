"""The search on PostgreSQL: a generated tsvector column of records_searchentry with a GIN index.

Agency and kind stand in the vector as words that no text can hold (they begin with @), so the index itself keeps
agencies apart. In the same way the words of the title (^), the main words (=) and the keys of names (~) stand there
once more: so the index answers where a word stands without a look at the row. Needs no extension.
"""

from typing import Any

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
FOUND = "SELECT id FROM records_searchentry WHERE lexemes @@ ({query})"
MARKS = {"title": "^", "main": "=", "names": "~"}


def match(agency_id: int, kinds: list[str] | None, terms: list[Term]) -> list[str]:
    """The parameters for MATCHING and RANKED. Folding left nothing but letters and digits in each word."""
    return [scope(agency_id, kinds), " & ".join(quoted(term) for term in terms)]


def scope(agency_id: int, kinds: list[str] | None) -> str:
    """Where to look at all."""
    inside = f"'@{agency_id}'"
    return inside if kinds is None else inside + " & (" + " | ".join(f"'@{kind}'" for kind in kinds) + ")"


def found(agency_id: int, kind: str, terms: list[Term]) -> tuple[str, list[str]]:
    """The entries of one kind in which all terms are, and none that is unwanted: a SELECT of their numbers."""
    pieces, values = ["%s::tsquery"], [scope(agency_id, [kind])]
    for term in terms:
        values.append(quoted(term))
        if term.keys:
            values.append(" | ".join(f"'~{key}'" for key in term.keys))
        pieces.append(f"({WORDS} || %s::tsquery)" if term.keys else WORDS)
    return FOUND.format(query=" && ".join(pieces)), values


def in_zone(agency_id: int, kind: str, term: Term, zone: str) -> tuple[str, list[str]]:
    """The entries that have a term in one zone: a SELECT of their numbers. Outside the words, order does not count."""
    values = [scope(agency_id, [kind])]
    if zone == "body":
        line = " <-> ".join(f"'{word}':B" for word in term.words)
        return FOUND.format(query="%s::tsquery && %s::tsquery"), [*values, line]
    if zone == "words":
        return FOUND.format(query=f"%s::tsquery && {WORDS}"), [*values, quoted(term)]
    words = [f"'{MARKS[zone]}{word}'" for word in (term.keys if zone == "names" else term.words)]
    if term.begun and zone != "names":
        words[-1] += ":*"
    line = (" | " if zone == "names" else " & ").join(words)
    return FOUND.format(query="%s::tsquery && %s::tsquery"), [*values, line]


def quoted(term: Term) -> str:
    """One term in the language of to_tsquery."""
    words = " <-> ".join(f"'{word}'" for word in term.words) + (":*" if term.begun else "")
    return f"!({words})" if term.unwanted else f"({words})"


def rank_parameters(parameters: list[str]) -> list[str]:
    """What RANKED needs before its limit: the words once more, for the order."""
    return [*parameters, parameters[1]]
