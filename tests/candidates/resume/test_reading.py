"""What is read in résumés: people, jobs, schools, skills, in several layouts and languages."""

from typing import Any

import pytest

from portico.candidates.resume.columns import lines_of
from portico.candidates.resume.dates import spans_in
from portico.candidates.resume.headings import kind_of
from portico.candidates.resume.location import place_of
from portico.candidates.resume.reader import read
from portico.candidates.resume.shapes import Page, Word
from tests.candidates.resume import papers


def jobs(found: dict[str, Any]) -> list[tuple[str, ...]]:
    """Title, employer, from, until."""
    keys = ("position", "name", "startDate", "endDate")
    return [tuple(job.get(key, "") for key in keys) for job in found["work"]]


def skills(found: dict[str, Any]) -> list[str]:
    return [one for group in found["skills"] for one in group["keywords"]]


def test_a_word_resume_is_read_as_a_whole() -> None:
    found = read(papers.word())
    person = found["basics"]

    assert (person["name"], person["label"]) == ("Nell Ardenhaugh", "Maintenance Planner")
    assert (person["email"], person["phone"]) == ("nell.ardenhaugh@example.org", "+44 7700 900345")
    assert person["location"]["city"] == "Leith"
    assert person["profiles"][0]["url"] == "https://linkedin.com/in/nell-ardenhaugh"
    assert person["summary"] == papers.ARDEN["summary"]
    assert jobs(found) == [
        ("Maintenance Planner", "Fernbrook Brewing Ltd", "2019-03", ""),
        ("Stores Supervisor", "Dunmore Bakeries", "2015-06", "2019-02"),
    ]
    assert found["work"][0]["highlights"] == ["Plan the work of fourteen fitters"]
    assert found["education"][0]["institution"] == "Forth Valley College"
    assert skills(found) == ["SAP PM", "Pareto analysis", "Excel", "Stock control"]
    assert [one["language"] for one in found["languages"]] == ["English", "Polish"]
    assert found["certificates"][0] == {"name": "IOSH Managing Safely", "date": "2021"}


def test_a_german_table_is_read_with_its_dates_on_the_left() -> None:
    found = read(papers.word_table())

    assert found["basics"]["name"] == "Jorinde Aumüller"
    assert jobs(found)[0][:2] == ("Leiterin Einkauf", "Elbwerk Maschinenbau GmbH")
    assert [job[2:] for job in jobs(found)] == [("2018-04", ""), ("2013-10", "2018-03")]
    assert found["education"][0]["institution"] == "Technische Universität Dresden"
    assert [one["language"] for one in found["languages"]] == ["Deutsch", "Tschechisch"]


def test_a_column_at_the_side_is_read_apart_from_the_jobs() -> None:
    found = read(papers.pdf(papers.SIDEBAR))

    assert found["basics"]["name"] == "Itziar Olano"
    assert found["basics"]["location"]["city"] == "Bilbao"
    assert jobs(found) == [
        ("Financial Controller", "Norte Logística S.A.", "2020-01", ""),
        ("Junior Accountant", "Gestoría Arriaga", "2016-09", "2019-12"),
    ]
    assert skills(found) == ["Cost control", "Power BI", "SQL", "Month-end close"]
    assert found["education"][0]["endDate"] == "2016"


def test_a_link_hidden_behind_a_word_is_found() -> None:
    found = read(papers.pdf(papers.SIDEBAR))

    assert found["basics"]["profiles"][0]["url"] == "https://www.linkedin.com/in/itziar-olano"


def test_two_roles_under_one_employer_both_name_it() -> None:
    found = read(papers.pdf(papers.SEVERAL_ROLES))

    assert jobs(found) == [
        ("Chef de projet", "Atelier Brévin", "2021-01", ""),
        ("Conducteur de travaux", "Atelier Brévin", "2017-03", "2020-12"),
    ]
    assert found["education"][0]["institution"] == "Université de Lyon"


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("Mar 2019 – Present", "2019-03", ""),
        ("04/2018 – heute", "2018-04", ""),
        ("septembre 2014 à août 2016", "2014-09", "2016-08"),
        ("enero de 2015 - actualidad", "2015-01", ""),
        ("2013-2018", "2013", "2018"),
        ("2019-09 to 2020-12", "2019-09", "2020-12"),
        ("Feb – Jun 2021", "2021-02", "2021-06"),
        ("(06/2017 to 02/2024)", "2017-06", "2024-02"),
        ("seit 05.2020", "2020-05", ""),
    ],
)
def test_stretches_of_time_are_understood_as_people_write_them(text: str, start: str, end: str) -> None:
    span = spans_in(text)[0]

    assert (span.start, span.end, span.is_range) == (start, end, True)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("WORK EXPERIENCE", "work"),
        ("Berufserfahrung", "work"),
        ("Expériences professionnelles", "work"),
        ("Formación académica", "education"),
        ("S K I L L S", "skills"),
        ("Education & Certifications", "education"),
        ("I have experience with lorries.", ""),
    ],
)
def test_headings_are_known_in_four_languages(text: str, kind: str) -> None:
    assert kind_of(text) == kind


@pytest.mark.parametrize(
    ("text", "city"),
    [
        ("12 Elm Street, Salem, OR 97301", "Salem"),
        ("01099 Dresden", "Dresden"),
        ("Leeds, West Yorkshire, United Kingdom", "Leeds"),
        ("Forklift and reach truck", ""),
    ],
)
def test_the_town_is_found_in_an_address(text: str, city: str) -> None:
    assert place_of(text).get("city", "") == city


def test_a_word_parted_at_the_end_of_a_line_is_whole_again() -> None:
    words = [
        Word("Kranken\u00ad", 50, 100, 50, 60),
        Word("schwester", 50, 100, 62, 72),
        Word("Dresden", 105, 150, 62, 72),
    ]
    lines = lines_of([Page(600, 800, words)])

    assert [line.text for line in lines] == ["Krankenschwester", "Dresden"]


def test_a_file_without_words_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portico.candidates.resume.ocr.program", lambda: None)

    with pytest.raises(ValueError, match="no words"):
        read(papers.pdf("#circle(radius: 20pt)"))
