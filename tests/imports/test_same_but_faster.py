"""What is read in a hurry is read as without it: phone numbers, addresses, lists, words, and rows written at once."""

import random
import re
import string
from datetime import UTC, datetime

import phonenumbers
import pytest
from django.db import connection
from phonenumbers import COUNTRY_CODE_TO_REGION_CODE

from portico.candidates.models import Candidate
from portico.candidates.phones import plain_e164
from portico.imports.cells import emails, lists
from portico.imports.problems import NotUnderstood
from portico.kit.inserting import fresh, insert_many
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
