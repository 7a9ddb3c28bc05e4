"""The search on PostgreSQL: a generated tsvector column of records_searchentry with a GIN index.

Agency and kind stand in the vector as words that no text can hold (they begin with @), so the index itself keeps
agencies apart. Needs no extension.
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
    " array_to_tsvector(ARRAY['@' || agency_id::text, '@' || kind])"
    " || setweight(to_tsvector('simple'::regconfig, folded_title), 'A')"
    " || setweight(to_tsvector('simple'::regconfig, folded_words), 'B')) STORED",
    "CREATE INDEX records_search ON records_searchentry USING gin (lexemes)",
]


def install(connection: Any) -> None:
    """Make the index and fill it from what is there."""
    with connection.cursor() as cursor:
        for statement in INSTALL:
            cursor.execute(statement)


def match(agency_id: int, kinds: list[str] | None, terms: list[Term]) -> list[str]:
    """The parameters for MATCHING and RANKED. Folding left nothing but letters and digits in each word."""
    scope = f"'@{agency_id}'"
    if kinds is not None:
        scope += " & (" + " | ".join(f"'@{kind}'" for kind in kinds) + ")"
    return [scope, " & ".join(quoted(term) for term in terms)]


def quoted(term: Term) -> str:
    """One term in the language of to_tsquery."""
    words = " <-> ".join(f"'{word}'" for word in term.words) + (":*" if term.begun else "")
    return f"!({words})" if term.unwanted else f"({words})"


def rank_parameters(parameters: list[str]) -> list[str]:
    """What RANKED needs before its limit: the words once more, for the order."""
    return [*parameters, parameters[1]]
