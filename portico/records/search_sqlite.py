"""The search on SQLite: an FTS5 table that triggers keep in step with records.SearchEntry.

Agency and kind are indexed as words of the column `scope`, so the index itself keeps agencies apart. The table holds no
text of its own. A later migration that alters records_searchentry makes SQLite rebuild that table and lose the
triggers: end such a migration with `install`.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from portico.agencies.models import Agency
from portico.kit.prepared import prepared, rows_of
from portico.kit.trouble import by_the_way
from portico.records.search_words import Term

MATCHING = "id IN (SELECT rowid FROM records_search WHERE records_search MATCH %s)"
RANKED = (
    "SELECT entry.id FROM records_search JOIN records_searchentry AS entry ON entry.id = records_search.rowid"
    " WHERE records_search MATCH %s"
    " ORDER BY bm25(records_search, 0.0, 10.0, 0.0, 0.0, 1.0), entry.changed DESC, entry.id LIMIT %s OFFSET %s"
)

SCOPE = "'a' || {row}.agency_id || ' k' || replace(replace({row}.kind, '.', ''), '_', '')"
ADD = (
    "INSERT INTO records_search (rowid, scope, title, main, names, words)"
    f" VALUES (new.id, {SCOPE.format(row='new')},"
    " new.folded_title, new.folded_main, new.folded_names, new.folded_words);"
)
DROP = (
    "INSERT INTO records_search (records_search, rowid, scope, title, main, names, words) VALUES ('delete', old.id,"
    f" {SCOPE.format(row='old')}, old.folded_title, old.folded_main, old.folded_names, old.folded_words);"
)
INSTALL = [
    "DROP TABLE IF EXISTS records_search",
    "CREATE VIRTUAL TABLE records_search USING fts5"
    "(scope, title, main, names, words, content='', tokenize='ascii', prefix='2 3')",
    "DROP TRIGGER IF EXISTS records_search_added",
    f"CREATE TRIGGER records_search_added AFTER INSERT ON records_searchentry BEGIN {ADD} END",
    "DROP TRIGGER IF EXISTS records_search_removed",
    f"CREATE TRIGGER records_search_removed AFTER DELETE ON records_searchentry BEGIN {DROP} END",
    "DROP TRIGGER IF EXISTS records_search_changed",
    "CREATE TRIGGER records_search_changed AFTER UPDATE OF"
    " agency_id, kind, folded_title, folded_main, folded_names, folded_words"
    f" ON records_searchentry BEGIN {DROP} {ADD} END",
    "INSERT INTO records_search (rowid, scope, title, main, names, words)"
    f" SELECT id, {SCOPE.format(row='entry')}, folded_title, folded_main, folded_names, folded_words"
    " FROM records_searchentry AS entry",
]


def install(connection: Any) -> None:
    """Make the index and fill it from what is there; a first migration comes here before all columns are."""
    with connection.cursor() as cursor:
        columns = connection.introspection.get_table_description(cursor, "records_searchentry")
        if "folded_names" not in {column.name for column in columns}:
            return
        for statement in INSTALL:
            cursor.execute(statement)


type Zoned = tuple[Term, str]

FOUND = "SELECT rowid AS id FROM records_search WHERE records_search MATCH %s"
LATEST = "id"
"""In the order of the numbers, in which the index has them anyway."""
CHANGED = "changed || ''"
"""As it is written: making a time of each takes longer than reading it."""
by_index = nullcontext
"""There is no other way to go about it here."""
type Merging = tuple[int, int]

USUALLY: Merging = (4, 16)
WHEN_MANY_COME: Merging = (16, 64)
"""From how many pieces of one size on the index is put together, step by step (`automerge`), and all at once while
somebody's saving waits (`crisismerge`). Where both were 16, one of 256 batches took a hundred times as long."""
ZONES = {"title": "title", "main": "main", "names": "names", "words": "{title words}", "body": "words"}


def gathered(sql: str, values: Sequence[Any]) -> list[int]:
    """The numbers that a SELECT finds, in no order: told in one line, which is quicker than row by row."""
    ((line,),) = rows_of(f"SELECT json_group_array(id) FROM ({sql})", values)
    found: list[int] = json.loads(line)
    return found


@contextmanager
def many_come() -> Iterator[None]:
    """Put the index together less often while thousands of entries come: that wrote as much as all else they bring.

    A process that is killed meanwhile leaves it so: there are more pieces to look through until the next import ends.
    """
    merge(WHEN_MANY_COME)
    try:
        yield
    finally:
        with by_the_way("how the search index is put together"):
            merge(USUALLY)


def merge(when: Merging) -> None:
    """How it is put together from now on."""
    with connection.cursor() as cursor:
        for name, pieces in zip(("automerge", "crisismerge"), when, strict=True):
            cursor.execute("INSERT INTO records_search (records_search, rank) VALUES (%s, %s)", [name, pieces])


def match(agency_id: int, kinds: list[str] | None, terms: list[Term]) -> list[str]:
    """The parameter for MATCHING and RANKED: every word quoted, and folding left only letters and digits in it."""
    wanted = " AND ".join([scope(agency_id, kinds), *(quoted(term) for term in terms if not term.unwanted)])
    unwanted = " OR ".join(quoted(term) for term in terms if term.unwanted)
    return [f"({wanted}) NOT ({unwanted})" if unwanted else wanted]


def scope(agency_id: int, kinds: list[str] | None) -> str:
    """Where to look at all."""
    inside = f'scope : "a{agency_id}"'
    if kinds is not None:
        words = " OR ".join('"k' + kind.replace(".", "").replace("_", "") + '"' for kind in kinds)
        inside += f" AND scope : ({words})"
    return f"({inside})"


def quoted(term: Term) -> str:
    """One term in FTS5's language; one that may be a name with a typo is found by its keys too."""
    line = "{title words} : " + f'"{" ".join(term.words)}"' + (" *" if term.begun else "")
    if term.keys:
        names = " OR ".join(f'"{key}"' for key in term.keys)
        line = f"(({line}) OR names : ({names}))"
    return line


def found(
    agency_id: int, kind: str, terms: list[Term], *, having: Sequence[Zoned] = (), apart: bool = True
) -> tuple[str, list[str]]:
    """The entries of one kind in which all terms are, and none that is unwanted: a SELECT of their numbers.

    `having`: only those that have any of these, too. Not `apart`: of other kinds and agencies, too, as `in_zone` says.
    """
    wanted = [scope(agency_id, [kind])] if apart or all(term.unwanted for term in terms) else []
    wanted += [quoted(term) for term in terms if not term.unwanted]
    if having:
        wanted.append("(" + " OR ".join(zoned(term, zone) for term, zone in having) + ")")
    unwanted = " OR ".join(quoted(term) for term in terms if term.unwanted)
    line = " AND ".join(wanted)
    return FOUND, [f"({line}) NOT ({unwanted})" if unwanted else line]


def in_zone(agency_id: int, kind: str, term: Term, zone: str, *, apart: bool = True) -> tuple[str, list[str]]:
    """The entries that have a term in one zone: a SELECT of their numbers. Outside the words, order does not count.

    Not `apart`: of other kinds and agencies, too. To tell them apart the index reads the numbers of all there are,
    which takes longer than finding the word; whoever looks at the entries afterwards sees it there.
    """
    return FOUND, [" AND ".join([*([scope(agency_id, [kind])] if apart else ()), zoned(term, zone)])]


def zoned(term: Term, zone: str) -> str:
    """A term in one zone, in FTS5's language."""
    if zone == "names":
        words = "(" + " OR ".join(f'"{key}"' for key in term.keys) + ")"
    elif zone in ("words", "body"):
        words = f'"{" ".join(term.words)}"' + (" *" if term.begun else "")
    else:
        words = "(" + " AND ".join(f'"{word}"' for word in term.words) + (" *" if term.begun else "") + ")"
    return f"({ZONES[zone]} : {words})"


@prepared
def another(agency_id: int) -> QuerySet[Any]:
    """An agency beside this one."""
    return Agency.objects.exclude(pk=agency_id).order_by().values_list("pk")[:1]


def keeps_apart(agency_id: int) -> bool:
    """Whether the index shall keep the agency apart from others: not where it is alone."""
    return bool(another(agency_id))


def rank_parameters(parameters: list[str]) -> list[str]:
    """What RANKED needs before its limit."""
    return parameters
