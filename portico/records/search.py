"""One search over all records, with two backends that find the same: FTS5 on SQLite, tsvector on PostgreSQL.

A record is found by what its model passed to `index` and by the words of the documents that hang on it; a match in the
title comes first. Hits are not checked against the door unless they come from `visible_hits`.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import batched, islice
from typing import Any

from django.db import connection, models, transaction
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from portico.agencies.models import Member
from portico.kit.inserting import insert_told
from portico.kit.prepared import prepared
from portico.kit.times import now
from portico.records import search_postgres, search_sqlite
from portico.records.models import Document, SearchEntry
from portico.records.search_words import Term, folded, folded_names, marked, parse, snippet
from portico.records.subjects import kind_of, model_of

BATCH = 500
TOLD = (
    *("agency_id", "kind", "object_id", "title", "line", "body"),
    *("folded_title", "folded_words", "folded_main", "folded_names"),
)
REPLACED = "(kind, object_id) DO UPDATE SET " + ", ".join(
    f"{column} = EXCLUDED.{column}" for column in (*TOLD, "changed") if column not in ("kind", "object_id")
)
LONGEST_BODY = 100_000
STEPS = (100, 400, 2000)
"""How many hits are looked through for visible ones, step by step."""


@dataclass(slots=True)
class Entry:
    """What the search shall find of one record."""

    row: Any
    title: str
    line: str = ""
    words: str = ""
    main: str = ""
    """Those of the words that say most."""
    names: str = ""
    """Names to be found despite a typo."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that was found; `title_parts` and `snippet` are pieces of text, each with whether it was looked for."""

    kind: str
    object_id: int
    title: str
    line: str
    title_parts: list[tuple[str, bool]] = field(default_factory=list)
    snippet: list[tuple[str, bool]] = field(default_factory=list)


def backend() -> Any:
    """The database's own way of searching."""
    return search_postgres if connection.vendor == "postgresql" else search_sqlite


def index(row: models.Model, *, title: str, line: str = "", words: str = "") -> None:
    """Make a record findable, or bring what is found of it up to date; part of the caller's transaction."""
    index_many([Entry(row, title, line, words)])


def index_many(entries: Iterable[Entry], *, new: bool = False) -> None:
    """The same for many records at once, as an import needs it. `new`: no documents hang on them yet."""
    for batch in batched(entries, BATCH):
        latest = {(kind_of(entry.row), entry.row.pk): entry for entry in batch}
        spoken = {} if new else document_words(latest)
        lines = [line_of(entry, *key, spoken.get(key, ())) for key, entry in latest.items()]
        insert_told(SearchEntry, TOLD, lines, conflict=REPLACED, changed=now())


def line_of(entry: Entry, kind: str, object_id: int, spoken: Iterable[str]) -> tuple[Any, ...]:
    """An entry's columns TOLD, in their order."""
    texts = (entry.title, entry.line, entry.words, entry.main, entry.names)
    if "\0" in "".join(texts):
        texts = tuple(text.replace("\0", "") for text in texts)  # type: ignore[assignment]
    title, line, words, main, names = texts
    agency: int = entry.row.agency_id
    found = (folded(title), folded(line, words, *spoken), folded(main), folded_names(names))
    return (agency, kind, object_id, title[:300], line[:300], words[:LONGEST_BODY], *found)


def document_words(keys: Iterable[tuple[str, int]]) -> dict[tuple[str, int], list[str]]:
    """The words of the documents on these records."""
    by_kind: dict[str, list[int]] = defaultdict(list)
    for kind, object_id in keys:
        by_kind[kind].append(object_id)
    found: dict[tuple[str, int], list[str]] = defaultdict(list)
    for kind, ids in by_kind.items():
        for object_id, text in texts_on(kind, ids):
            found[kind, object_id].append(text)
    return found


@prepared
def texts_on(kind: str, ids: list[int]) -> QuerySet[Any]:
    """The texts of the documents on records of one kind."""
    documents = Document.objects.filter(kind=kind, object_id__in=ids, archived__isnull=True).exclude(text="")
    return documents.order_by("pk").values_list("object_id", "text")


@transaction.atomic
def documents_changed(kind: str, object_id: int) -> None:
    """A record's documents are other ones now: find it by their words."""
    entry = SearchEntry.objects.select_for_update().filter(kind=kind, object_id=object_id).first()
    if entry is not None:
        spoken = document_words([(kind, object_id)]).get((kind, object_id), [])
        entry.folded_words = folded(entry.line, entry.body, *spoken)
        entry.save(update_fields=["folded_words"])


def forget(row: models.Model) -> None:
    """Find a record no longer."""
    SearchEntry.objects.filter(kind=kind_of(row), object_id=row.pk).delete()


def matching_ids(agency_id: int, kind: str, text: str) -> models.QuerySet[SearchEntry, int]:
    """The numbers of the records of one kind that match, for `rows.filter(pk__in=…)`. Blank text matches all."""
    entries = SearchEntry.objects.filter(agency=agency_id, kind=kind)
    if text.strip():
        terms = parse(text)
        database = backend()
        if terms:
            found = RawSQL(database.MATCHING, database.match(agency_id, [kind], terms), models.BooleanField())
            entries = entries.filter(found)
        else:
            entries = entries.none()
    return entries.values_list("object_id", flat=True)


def search(whose: Member | int, text: str, *, kinds: Sequence[str] | None = None, limit: int = 25) -> list[Hit]:
    """The best hits in one agency, whoever may see them. For people use `visible_hits`."""
    agency_id = whose.agency_id if isinstance(whose, Member) else whose
    terms = parse(text)
    return hits(ranked(agency_id, terms, kinds, limit, 0), terms)


def visible_hits(member: Member, text: str, kinds: Sequence[str] | None = None, limit: int = 25) -> list[Hit]:
    """The best hits among the records this member may see."""
    terms = parse(text)
    seen: list[SearchEntry] = []
    offset = 0
    for step in STEPS:
        found = ranked(member.agency_id, terms, kinds, step, offset)
        seen += behind_open_doors(member, found)
        offset += step
        if len(seen) >= limit or len(found) < step:
            break
    return hits(seen[:limit], terms)


def behind_open_doors(member: Member, entries: list[SearchEntry]) -> list[SearchEntry]:
    """Those entries whose record the member sees: one query for each kind."""
    by_kind: dict[str, list[int]] = defaultdict(list)
    for entry in entries:
        by_kind[entry.kind].append(entry.object_id)
    visible: set[tuple[str, int]] = set()
    for kind, ids in by_kind.items():
        rows: Any = model_of(kind)._default_manager
        for chunk in batched(ids, BATCH):
            visible |= {(kind, pk) for pk in rows.visible_to(member).filter(pk__in=chunk).values_list("pk", flat=True)}
    return [entry for entry in entries if (entry.kind, entry.object_id) in visible]


def ranked(
    agency_id: int, terms: list[Term], kinds: Sequence[str] | None, limit: int, offset: int
) -> list[SearchEntry]:
    """Entries in the order of how well they match."""
    if not terms or (kinds is not None and not kinds):
        return []
    database = backend()
    parameters = database.match(agency_id, None if kinds is None else list(kinds), terms)
    with connection.cursor() as cursor:
        cursor.execute(database.RANKED, [*database.rank_parameters(parameters), limit, offset])
        order = [pk for (pk,) in cursor.fetchall()]
    found: dict[int, SearchEntry] = {}
    for chunk in batched(order, BATCH):
        entries = SearchEntry.objects.filter(agency=agency_id).defer(
            "folded_title", "folded_words", "folded_main", "folded_names", "body"
        )
        found.update(entries.in_bulk(chunk))
    return [found[pk] for pk in order if pk in found]


def hits(entries: list[SearchEntry], terms: list[Term], bodies: dict[int, str] | None = None) -> list[Hit]:
    """The entries with what was found in them marked; `bodies`, where they have been read already."""
    if bodies is None:
        bodies = dict(bodies_of([entry.pk for entry in entries])) if entries else {}
    excerpts = {entry.pk: snippet(bodies.get(entry.pk, ""), terms) for entry in entries}
    silent = [(entry.kind, entry.object_id) for entry in entries if not excerpts[entry.pk]]
    spoken = document_words(silent) if silent else {}
    return [
        Hit(
            kind=entry.kind,
            object_id=entry.object_id,
            title=entry.title,
            line=entry.line,
            title_parts=marked(entry.title, terms, names=True),
            snippet=excerpts[entry.pk] or first_snippet(spoken.get((entry.kind, entry.object_id), []), terms),
        )
        for entry in entries
    ]


@prepared
def bodies_of(entries: list[int]) -> QuerySet[Any]:
    """What is shown a part of where these are found."""
    return SearchEntry.objects.filter(pk__in=entries).order_by().values_list("pk", "body")


def first_snippet(texts: list[str], terms: list[Term]) -> list[tuple[str, bool]]:
    """The first place in any of the texts."""
    return next(islice(filter(None, (snippet(text, terms) for text in texts)), 1), [])
