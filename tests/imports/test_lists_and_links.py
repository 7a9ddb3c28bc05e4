"""Several values in a cell, web addresses, yes and no."""

import pytest

from portico.imports.cell import Cell
from portico.imports.cells.flags import read_count, read_flag
from portico.imports.cells.links import read_link, read_linkedin
from portico.imports.cells.lists import Separators, read_list
from portico.imports.problems import NotUnderstood


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Python; SQL; R", ["Python", "SQL", "R"]),
        ("Python, SQL, R", ["Python", "SQL", "R"]),
        ("Python | SQL", ["Python", "SQL"]),
        ("Mergers and acquisitions / Treasury / S&OP", ["Mergers and acquisitions", "Treasury", "S&OP"]),
        ("Python\nSQL\n\nR", ["Python", "SQL", "R"]),
        ("• Python\n• CI/CD", ["Python", "CI/CD"]),
        ("Python • SQL · R", ["Python", "SQL", "R"]),
        ("1. Python\n2. SQL", ["Python", "SQL"]),
        ("C/C++, CI/CD, q/kdb+", ["C/C++", "CI/CD", "q/kdb+"]),
        ("C++; C#; .NET", ["C++", "C#", ".NET"]),
        ("AWS (EC2, S3), Docker", ["AWS (EC2, S3)", "Docker"]),
        ("Node.js, Express; SQL", ["Node.js, Express", "SQL"]),
        ("Languages: Python, Java\nDatabases: SQL", ["Python", "Java", "SQL"]),
        ("python, Python, PYTHON", ["python"]),
        (" ; ,; ", []),
        ("TCP/IP", ["TCP/IP"]),
    ],
)
def test_skills_in_one_cell(text: str, values: list[str]) -> None:
    assert read_list(text) == values


def test_where_a_column_uses_semicolons_a_comma_belongs_to_the_skill() -> None:
    column = Separators()
    for cell in ["SQL; R", "Node.js, Express; Go", "Node.js, Express"]:
        column.see(cell)

    assert column.decided() == ";"
    assert read_list("Node.js, Express", ";") == ["Node.js, Express"]


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("linkedin.com/in/anna/", "https://linkedin.com/in/anna"),
        ("http://www.linkedin.com/in/anna?trk=x#top", "https://www.linkedin.com/in/anna"),
        ("https://DE.linkedin.com/in/anna", "https://de.linkedin.com/in/anna"),
        ("in/anna", "https://www.linkedin.com/in/anna"),
    ],
)
def test_linkedin_profiles_have_one_form(text: str, link: str) -> None:
    assert read_linkedin(text) == link


@pytest.mark.parametrize(
    "text", ["javascript:alert(1)", "foo", "https://x", "ftp://x.example", "x.example:99999", "https://a:b@x.example"]
)
def test_what_is_no_web_address_is_refused(text: str) -> None:
    with pytest.raises(NotUnderstood):
        read_link(text)


@pytest.mark.parametrize(
    "text", ["https://evil.example/linkedin.com/in/anna", "https://linkedin.com.evil.example/in/a"]
)
def test_other_sites_are_not_linkedin(text: str) -> None:
    with pytest.raises(NotUnderstood):
        read_linkedin(text)


def test_yes_and_no_in_four_languages() -> None:
    yes: list[Cell] = ["Yes", "x", "JA", "oui", "Sí", "1", True]
    no: list[Cell] = ["No", "nein", "non", "0", "FALSE", False]

    assert [read_flag(cell) for cell in yes + no] == [True] * len(yes) + [False] * len(no)
    with pytest.raises(NotUnderstood):
        read_flag("maybe")


def test_counts_are_whole() -> None:
    counts: list[Cell] = ["3", 3.0, "1,200"]

    assert [read_count(cell) for cell in counts] == [3, 3, 1200]
    for nonsense in ["two", "2.5", "-1", "99999999999"]:
        with pytest.raises(NotUnderstood):
            read_count(nonsense)
