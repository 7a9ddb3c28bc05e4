"""The search finds the same on both databases, keeps agencies apart, and survives whatever is typed."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction

from portico.agencies.models import Agency, Member
from portico.records import search, search_words
from portico.records.models import Document, Note, SearchEntry
from portico.records.search_words import fold, marked, parse, snippet
from tests.records.conftest import make_member

KIND = "records.note"
type Write = Callable[..., Note]


@pytest.fixture
def note(agency: Agency, recruiter: Member) -> Write:
    """Writes a note and makes it findable: any kind of record would do."""

    def write(title: str, words: str = "", *, line: str = "", where: Agency | None = None) -> Note:
        row = Note(agency=where or agency, kind="agencies.member", object_id=recruiter.pk, text=title)
        row.save()
        search.index(row, title=title, line=line, words=words)
        return row

    return write


def titles(agency: Agency, text: str, **options: object) -> list[str]:
    return [hit.title for hit in search.search(agency.pk, text, **options)]  # type: ignore[arg-type]


def test_all_words_must_be_there_and_the_last_may_be_only_begun(agency: Agency, note: Write) -> None:
    note("Ann Ash", "java python kubernetes")
    note("Ben Birch", "java cobol")

    assert titles(agency, "java python") == ["Ann Ash"]
    assert sorted(titles(agency, "java")) == ["Ann Ash", "Ben Birch"]
    assert titles(agency, "java kub") == ["Ann Ash"]
    assert titles(agency, "kub java") == []
    assert titles(agency, "ruby") == []


def test_phrases_and_unwanted_words(agency: Agency, note: Write) -> None:
    note("Ann", "senior project manager full-time")
    note("Ben", "project lead and store manager")

    assert titles(agency, '"project manager"') == ["Ann"]
    assert titles(agency, "manager -senior") == ["Ben"]
    assert titles(agency, '-"project manager"') == ["Ben"]
    assert titles(agency, "full-time") == ["Ann"]
    assert titles(agency, "full-ti") == ["Ann"]


@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        ("Zoë Müller", "zoe muller"),
        ("Lukasz Gorski", "Łukasz Górski"),
        ("ΣΊΣΥΦΟΣ", "σίσυφος"),
        ("Søren Kjær", "soren kjaer"),
        ("Straße", "STRASSE"),
        ("C++ and C# developer", "c++"),
        ("C++ and C# developer", "c#"),
        ("ASP.NET, .NET Core", ".net"),
        ("dario@example.com", "dario@example.com"),
        ("東京都渋谷区", "渋谷"),
        ("Ольга Петрова", "ольга петр"),
        ("Node.js", "node.js"),
    ],
)
def test_case_accents_and_punctuation_do_not_matter(agency: Agency, note: Write, stored: str, typed: str) -> None:
    note(stored)
    note("Somebody else", "cobol c")

    assert titles(agency, typed) == [stored]


def test_a_match_in_the_title_comes_first(agency: Agency, note: Write) -> None:
    note("Ann Ash", "nurse nurse nurse nurse")
    note("Night nurse", "hospital")
    note("Ben Birch", "worked beside a nurse in a house with many other words about anything else")

    assert titles(agency, "nurse")[0] == "Night nurse"


def test_agencies_are_kept_apart(agency: Agency, rival: Agency, note: Write) -> None:
    mine, theirs = note("Ann Ash"), note("Ann Other", where=rival)

    assert [hit.object_id for hit in search.search(agency.pk, "ann")] == [mine.pk]
    assert [hit.object_id for hit in search.search(rival.pk, "ann")] == [theirs.pk]
    assert list(search.matching_ids(agency.pk, KIND, "ann")) == [mine.pk]
    for typed in [
        f"a{rival.pk}",
        f"@{rival.pk}",
        "krecordsnote",
        "records.note",
        f"scope:a{rival.pk}",
        "@records.note",
    ]:
        assert titles(agency, typed) == []


def test_an_edit_a_deletion_and_a_rollback_are_followed_at_once(agency: Agency, note: Write) -> None:
    row = note("Ann Ash", "java")
    search.index(row, title="Ann Elm", words="python")
    assert titles(agency, "ash") == titles(agency, "java") == []
    assert titles(agency, "elm python") == ["Ann Elm"]

    with transaction.atomic():
        search.index(row, title="Ann Oak")
        transaction.set_rollback(True)
    assert titles(agency, "oak") == []

    search.forget(row)
    assert titles(agency, "elm") == []
    assert not SearchEntry.objects.exists()


def test_removing_an_agency_removes_what_is_found_of_it(agency: Agency, note: Write) -> None:
    note("Ann Ash")
    number = agency.pk
    SearchEntry.objects.all().delete()
    Note.objects.all().delete()

    assert search.search(number, "ann") == []


def test_the_words_of_its_documents_find_a_record(agency: Agency, recruiter: Member, note: Write) -> None:
    row = note("Ann Ash")
    document = Document(agency=agency, kind=KIND, object_id=row.pk, name="cv.pdf", key="x", size=1)
    document.text = "Ten years of Größenberechnung in Kiel"
    document.save()
    search.documents_changed(KIND, row.pk)
    [hit] = search.search(agency.pk, "grossenberechnung kiel")
    assert hit.snippet == [("Ten years of ", False), ("Größenberechnung", True), (" in ", False), ("Kiel", True)]

    search.index(row, title="Ann Elm")
    assert titles(agency, "kiel") == ["Ann Elm"]
    document.archive(by=recruiter)
    assert titles(agency, "kiel") == []


def test_a_list_is_narrowed_by_words(agency: Agency, note: Write) -> None:
    ann, _ben = note("Ann Ash", "java"), note("Ben Birch", "cobol")
    rows = Note.objects.filter(agency=agency)

    assert list(rows.filter(pk__in=search.matching_ids(agency.pk, KIND, "java"))) == [ann]
    assert rows.filter(pk__in=search.matching_ids(agency.pk, KIND, "  ")).count() == 2
    assert rows.filter(pk__in=search.matching_ids(agency.pk, KIND, "***")).count() == 0
    assert rows.filter(pk__in=search.matching_ids(agency.pk, "agencies.member", "java")).count() == 0


def test_only_kinds_asked_for_are_found(agency: Agency, recruiter: Member, note: Write) -> None:
    note("Rita's note")
    search.index(recruiter, title="Rita Recruiter")

    assert titles(agency, "rita", kinds=["agencies.member"]) == ["Rita Recruiter"]
    assert sorted(titles(agency, "rita", kinds=["agencies.member", KIND])) == ["Rita Recruiter", "Rita's note"]
    assert titles(agency, "rita", kinds=[]) == []


def test_a_hit_behind_a_closed_door_is_not_shown(recruiter: Member, contact: Member, note: Write) -> None:
    note("Secret Clara")
    search.index(contact, title="Clara Contact")
    search.index(recruiter, title="Rita and Clara")

    found = {hit.title for hit in search.visible_hits(recruiter, "clara")}
    assert found == {"Secret Clara", "Clara Contact", "Rita and Clara"}
    assert [hit.title for hit in search.visible_hits(contact, "clara")] == ["Clara Contact"]


def test_visible_hits_looks_past_many_invisible_ones(agency: Agency, recruiter: Member, contact: Member) -> None:
    rows = [Note(agency=agency, kind="agencies.member", object_id=recruiter.pk, text="x") for _ in range(150)]
    Note.objects.bulk_create(rows)
    search.index_many(search.Entry(row, "Clara Clara", words="clara") for row in rows)
    search.index(contact, title="Somebody", words="a word about clara among many others that make it rank last of all")

    assert [hit.title for hit in search.visible_hits(contact, "clara")] == ["Somebody"]
    assert len(search.visible_hits(recruiter, "clara", limit=7)) == 7


NONSENSE = [
    "", " ", '"', '""', '"""', "'", "*", "a*", "^a", "a AND", "NOT", "OR OR", "NEAR(a b)", "(", "(((", "((a+)+)$", "-",
    "--", '-"', "- -a", "\0", "ann\0ash", "a:b", "title:ann", "{title}", "ann & | !", "a <-> b", "ann:*", "\\", "\\'",
    "%", "_", "; DROP TABLE x", "\ud800", "\u202e", "🎉", "👩‍👩‍👧", "x" * 50_000, '"' * 50_000, "a " * 25_000,
    "-a " * 25_000, "é" * 50_000, "\u0301", "ﷺ" * 500,
    "C+" * 1000, "'; --", "ann\x1f", "\ufeff", "１２３", "½", "ǅ", "ß" * 400,
]  # fmt: skip


@pytest.mark.parametrize("text", NONSENSE)
def test_nothing_that_is_typed_or_stored_fails(agency: Agency, recruiter: Member, note: Write, text: str) -> None:
    row = note("Ann Ash", "java")
    search.search(agency.pk, text)
    search.search(agency.pk, f"{text} ann")
    search.visible_hits(recruiter, f"ann {text}")
    list(Note.objects.filter(pk__in=search.matching_ids(agency.pk, KIND, text)))
    stored = text.encode("utf-8", "ignore").decode()
    search.index(row, title=f"{stored} ann", words=stored)
    assert search.search(agency.pk, "ann")


def test_a_record_with_endless_text_is_indexed(agency: Agency, note: Write) -> None:
    note("Ann", " ".join(f"w{number:x}é" for number in range(300_000)))

    assert titles(agency, "w1e") == ["Ann"]


def test_indexing_many_takes_few_queries(
    agency: Agency, recruiter: Member, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    rows = [Note(agency=agency, kind="agencies.member", object_id=recruiter.pk, text="x") for _ in range(1000)]
    Note.objects.bulk_create(rows)
    with django_assert_max_num_queries(12):
        search.index_many(search.Entry(row, f"Person {row.pk}", words="java") for row in rows)

    assert SearchEntry.objects.count() == 1000
    assert titles(agency, f"person {rows[500].pk}")[0] == f"Person {rows[500].pk}"
    assert len(titles(agency, "java", limit=40)) == 40


def test_folding_parsing_and_marking() -> None:
    assert fold("Être .NET, C++/C# & Łódź_2") == ["etre", "dotnet", "cplusplus", "csharp", "lodz", "2"]
    assert [(term.words, term.begun, term.unwanted) for term in parse('"night shift" -day nur')] == [
        (("night", "shift"), False, False),
        (("day",), False, True),
        (("nur",), True, False),
    ]
    parts = marked("Night Nurse (C++)", parse("c++ nur"))
    assert parts == [("Night ", False), ("Nurse", True), (" (", False), ("C++", True), (")", False)]
    text = "word " * 100 + "needle " + "word " * 100
    parts = snippet(text, parse("needle"))
    assert ("needle", True) in parts
    assert parts[0][0].startswith("… ")
    assert parts[-1][0].endswith(" …")
    assert len("".join(part for part, _ in parts)) < 200
    assert snippet("nothing here", parse("needle")) == []


def test_members_of_other_agencies_see_nothing(agency: Agency, rival: Agency, note: Write) -> None:
    note("Ann Ash")
    outsider = make_member(rival, "Otto Outsider")

    assert search.visible_hits(outsider, "ann") == []


@pytest.mark.parametrize(
    "asked", ["net", "c", "c++", "cp", "do", ".net", "java scrip", '"senior nurse"', "x1 -java", "sharp", "é"]
)
def test_what_is_marked_is_what_reading_every_word_would_mark(asked: str, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [
        "Built asp.net and ASP.NET sites in C++, C# and C; see dot.net, 3.net and a_net.",
        "A Senior Nurse, senior-nurse (senior nurses), JavaScript/Java x1 in caf\u00e9s",
        "nothing",
        "",
        "end net",
    ]
    terms = parse(asked)
    quickly = [(snippet(text, terms), marked(text, terms)) for text in texts]
    monkeypatch.setattr(search_words, "plainly", lambda _text: None)
    assert quickly == [(snippet(text, terms), marked(text, terms)) for text in texts]


@pytest.mark.only_on("sqlite")
@pytest.mark.usefixtures("db")
def test_while_many_come_the_index_is_put_together_less_often_and_as_usual_afterwards() -> None:
    def merging() -> dict[str, int]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT k, v FROM records_search_config WHERE k LIKE '%%merge'")
            return dict(cursor.fetchall())

    with search.backend().many_come():
        assert merging() == {"automerge": 16, "crisismerge": 64}
    assert merging() == {"automerge": 4, "crisismerge": 16}
