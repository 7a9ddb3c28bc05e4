"""Nothing in a masked text tells who somebody is."""

import pytest

from portico.candidates.models import Candidate
from portico.pipeline.masking import masked, secrets_of

PERSON = Candidate(
    first_name="Anna-Lena",
    last_name="Vélez Park",
    email="alvelez@mail.example",
    phone="+44 7700 900123",
    employer="Brightwater Freight Ltd.",
    linkedin="https://www.linkedin.com/in/annalena-velez",
)
SECRETS = secrets_of(PERSON, "Oldstone Bank; Kestrel School")


@pytest.mark.parametrize(
    "text",
    [
        "Anna-Lena runs the night shift.",
        "ANNA-LENA VELEZ",
        "Ms Velez’s team",
        "Ms Ve\u0301lez’s team",
        "Lena at Brightwater",
        "Brightwater   Freight since 2019",
        "brightwater freight ltd.",
        "Before: Oldstone bank",
        "Kestrel School, 2011",
        "Write to anna@home.example",
        "Call +44 7700 900123 or (020) 7946-0000",
        "07700900123",
        "See https://portfolio.example/anna and www.velez.example",
        "velez.dev",
        "linkedin.com/in/somebody",
        "On the net as @velezpark",
        "alvelez",
    ],
)
def test_who_somebody_is_does_not_stand_in_a_masked_text(text: str) -> None:
    said = masked(text, SECRETS).lower()

    for word in ("anna", "lena", "velez", "vélez", "brightwater", "oldstone", "kestrel", "7700", "7946", "portfolio"):
        assert word not in said
    assert "linkedin" not in said
    assert "@" not in said


@pytest.mark.parametrize(
    "text",
    [
        "Ten years of nights, 2015-2019 in Leeds, 2020 – 2024 in London.",
        "Knows ASP.NET, Node.js and C++, e.g. in a parking garage.",
        "Led 12 people; saved 250,000 a year.",
        "Wants to park the van herself.",
    ],
)
def test_what_tells_nothing_stays(text: str) -> None:
    person = Candidate(first_name="Mark", last_name="Will", employer="Group")

    assert masked(text, secrets_of(person)) == text


def test_names_that_are_also_words_are_hidden_where_they_are_names() -> None:
    person = Candidate(first_name="Grace", last_name="May")

    assert masked("She may start in May, says Grace.", secrets_of(person)) == (
        "She may start in the candidate, says the candidate."
    )
