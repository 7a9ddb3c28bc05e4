"""The search on SQLite: an FTS5 table that triggers keep in step with records.SearchEntry.

Agency and kind are indexed as words of the column `scope`, so the index itself keeps agencies apart. The table holds no
text of its own. A later migration that alters records_searchentry makes SQLite rebuild that table and lose the
triggers: end such a migration with `install`.
"""

from typing import Any

from portico.records.search_words import Term

MATCHING = "id IN (SELECT rowid FROM records_search WHERE records_search MATCH %s)"
RANKED = (
    "SELECT entry.id FROM records_search JOIN records_searchentry AS entry ON entry.id = records_search.rowid"
    " WHERE records_search MATCH %s"
    " ORDER BY bm25(records_search, 0.0, 10.0, 1.0), entry.changed DESC, entry.id LIMIT %s OFFSET %s"
)

SCOPE = "'a' || {row}.agency_id || ' k' || replace(replace({row}.kind, '.', ''), '_', '')"
ADD = (
    "INSERT INTO records_search (rowid, scope, title, words)"
    f" VALUES (new.id, {SCOPE.format(row='new')}, new.folded_title, new.folded_words);"
)
DROP = (
    "INSERT INTO records_search (records_search, rowid, scope, title, words)"
    f" VALUES ('delete', old.id, {SCOPE.format(row='old')}, old.folded_title, old.folded_words);"
)
INSTALL = [
    "DROP TABLE IF EXISTS records_search",
    "CREATE VIRTUAL TABLE records_search USING fts5(scope, title, words, content='', tokenize='ascii', prefix='2 3')",
    "DROP TRIGGER IF EXISTS records_search_added",
    f"CREATE TRIGGER records_search_added AFTER INSERT ON records_searchentry BEGIN {ADD} END",
    "DROP TRIGGER IF EXISTS records_search_removed",
    f"CREATE TRIGGER records_search_removed AFTER DELETE ON records_searchentry BEGIN {DROP} END",
    "DROP TRIGGER IF EXISTS records_search_changed",
    "CREATE TRIGGER records_search_changed AFTER UPDATE OF agency_id, kind, folded_title, folded_words"
    f" ON records_searchentry BEGIN {DROP} {ADD} END",
    "INSERT INTO records_search (rowid, scope, title, words)"
    f" SELECT id, {SCOPE.format(row='entry')}, folded_title, folded_words FROM records_searchentry AS entry",
]


def install(connection: Any) -> None:
    """Make the index and fill it from what is there."""
    with connection.cursor() as cursor:
        for statement in INSTALL:
            cursor.execute(statement)


def match(agency_id: int, kinds: list[str] | None, terms: list[Term]) -> list[str]:
    """The parameter for MATCHING and RANKED: every word quoted, and folding left only letters and digits in it."""
    scope = f'scope : "a{agency_id}"'
    if kinds is not None:
        words = " OR ".join('"k' + kind.replace(".", "").replace("_", "") + '"' for kind in kinds)
        scope += f" AND scope : ({words})"
    wanted = " AND ".join([f"({scope})", *(quoted(term) for term in terms if not term.unwanted)])
    unwanted = " OR ".join(quoted(term) for term in terms if term.unwanted)
    return [f"({wanted}) NOT ({unwanted})" if unwanted else wanted]


def quoted(term: Term) -> str:
    """One term in FTS5's language."""
    return "{title words} : " + f'"{" ".join(term.words)}"' + (" *" if term.begun else "")


def rank_parameters(parameters: list[str]) -> list[str]:
    """What RANKED needs before its limit."""
    return parameters
