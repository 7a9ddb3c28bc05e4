"""What is read in a hurry is read as without it: phone numbers, addresses, lists, words, and rows written at once."""

import random
import re
import string
from datetime import UTC, datetime
from typing import Any

import phonenumbers
import pytest
from django.db import connection
from phonenumbers import COUNTRY_CODE_TO_REGION_CODE

from portico.candidates.models import Candidate
from portico.candidates.phones import plain_e164
from portico.imports.cells import emails, lists
from portico.imports.problems import NotUnderstood
from portico.kit.inserting import fresh, insert_many, insert_told, stored
from portico.records.events import Happening, record, record_many
from portico.records.fingerprints import digest_of, words_of
from portico.records.models import Event, Note
from portico.records.search_words import WORD, fold
from tests.world import Acme

HOMES = ["GB", "DE", "US", "FR", "IT", "AT", "CH", "NL", "IL", "IN", "AU", "BR", "RU", "AR", "MX", ""]


def by_the_library(text: str, region: str) -> tuple[str, bool]:
    """A number as phonenumbers reads it, and whether it may be one."""
    try:
        number = phonenumbers.parse(text, region or None)
    except phonenumbers.NumberParseException:
        return "", False
    possible = phonenumbers.is_possible_number_with_reason(number) == phonenumbers.ValidationResult.IS_POSSIBLE
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164), possible


def test_plain_phone_numbers_are_read_as_the_library_reads_them() -> None:
    chance, read = random.Random(5), 0
    for _number in range(4000):
        region, digits = chance.choice(HOMES), "".join(chance.choices(string.digits, k=chance.randint(5, 12)))
        start = chance.choice(["0", "+", f"+{chance.choice(list(COUNTRY_CODE_TO_REGION_CODE))}", ""])
        text = "".join(sign + chance.choice(["", "", "", " ", "-", ") "]) for sign in start + digits).strip()
        if (quick := plain_e164(text, region))[0]:
            read += 1
            assert quick == by_the_library(text, region), (text, region)
    assert read > 300


def test_plain_addresses_are_read_as_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(6)
    signs = "ab9Z._-+@@..'<>; "
    cells = ["".join(chance.choices(signs, k=chance.randint(3, 9))) + chance.choice(["", "@a.io"]) for _ in range(5000)]
    cells += ["Ana.Reis+x@mail-1.example.com", "a@b.c", "-a@b.co", "a_b@c.de", "a@b..de"]

    def told(cell: str) -> object:
        try:
            return emails.read_emails(cell)
        except NotUnderstood:
            return "refused"

    quick = [told(cell) for cell in cells]
    monkeypatch.setattr(emails, "_PLAIN", re.compile("(?!)"))
    assert quick == [told(cell) for cell in cells]


def test_plain_lists_are_cut_as_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(7)
    cells = [
        "".join(chance.choices(["ab", "B", ";", "; ", ",", " ", "•", "·", "(", ")", ":", "\n", "1."], k=9))
        for _ in range(4000)
    ]
    quick = [lists.read_list(cell, ";") for cell in cells]
    monkeypatch.setattr(lists, "_NOT_SIMPLE", re.compile(""))
    assert quick == [lists.read_list(cell, ";") for cell in cells]


def test_plain_text_has_the_same_words_as_any_other() -> None:
    chance = random.Random(8)
    for _text in range(2000):
        text = "".join(chance.choices(string.printable + "  __..", k=40)) + "x" * chance.choice([0, 70])
        if not any(sign in text for sign in "+#"):
            expected = [word[:60] for word in WORD.findall(text.lower().replace(".net", " .net"))]
            assert "".join(fold(text)).replace("dotnet", "net") == "".join(expected)


def stood(table: str, number: int, without: set[str]) -> dict[str, object]:
    """A row as it stands in the database."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} WHERE id = %s", [number])
        values = cursor.fetchone()
        return {
            about[0]: value for about, value in zip(cursor.description, values, strict=True) if about[0] not in without
        }


@pytest.mark.usefixtures("db")
def test_rows_of_values_are_the_rows_that_django_writes(acme: Acme) -> None:
    at = datetime(2026, 3, 29, 1, 30, 5, 120000, tzinfo=UTC)
    told: dict[str, Any] = {"agency_id": acme.agency.pk, "kind": "jobs.job", "author_id": acme.recruiter.pk}
    lines = [(number, f"Ä {number}", stored(Note, "written")(at)) for number in range(3)]
    numbers = insert_told(Note, ("object_id", "text", "written"), lines, **told)
    for number, (object_id, text, _at) in zip(numbers, lines, strict=True):
        usual = Note.objects.create(object_id=object_id, text=text, written=at, **told)
        assert stood("records_note", number, {"id"}) == stood("records_note", usual.pk, {"id"})


@pytest.mark.usefixtures("db")
def test_many_events_are_the_events_that_are_written_one_by_one(acme: Acme) -> None:
    one = record(acme.job, "job.changed", by=acme.recruiter, about=[acme.northwind], fields="Ort", at=acme.job.added)
    same = {"fields": "Ort"}
    about = [acme.northwind]
    record_many(
        Happening(acme.job, "job.changed", acme.recruiter, about, acme.job.added, details=same) for _ in range(2)
    )
    random_or_new = {"id", "salt", "words", "digest"}
    for many in Event.objects.filter(pk__gt=one.pk):
        assert stood("records_event", many.pk, random_or_new) == stood("records_event", one.pk, random_or_new)
        assert digest_of(many) == many.digest
        assert words_of(many.salt, many.by_name, many.address, many.agent, many.details) == many.words
        assert [(it.kind, it.object_id, it.at) for it in many.subjects.order_by("kind")] == [
            (it.kind, it.object_id, it.at) for it in one.subjects.order_by("kind")
        ]
    assert Event.objects.filter(pk__gt=one.pk).count() == 2


@pytest.mark.usefixtures("db")
def test_a_row_made_and_written_at_once_is_the_row_that_django_makes(acme: Acme) -> None:
    told = {"agency_id": acme.agency.pk, "first_name": "Ana", "work_types": ["contract"], "latitude": 51.5}
    at = datetime(2026, 3, 29, 1, 30, 5, 123456, tzinfo=UTC)
    quick, usual = fresh(Candidate, added=at, changed=at, **told), Candidate(added=at, changed=at, **told)
    assert {**quick.__dict__, "_state": None} == {**usual.__dict__, "_state": None}

    insert_many([quick])
    usual.save()
    columns = [str(field.column) for field in Candidate._meta.concrete_fields if field.name not in ("id", "changed")]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(columns)} FROM candidates_candidate WHERE id IN (%s, %s)", [quick.pk, usual.pk]
        )
        first, second = cursor.fetchall()
    differing = {name for name, one, other in zip(columns, first, second, strict=True) if one != other}
    assert differing <= {"name_key", "latitude", "longitude"}  # what save() derives
