"""Columns are recognized by the names that other systems give them, and by what is in them."""

import json
from collections.abc import Sequence

import pytest

from portico.imports.matching.fields import Kind
from portico.imports.matching.kinds import FIELDS
from portico.imports.matching.mapping import Mapping
from portico.imports.matching.proposing import propose, propose_mapping
from portico.imports.matching.settling import doubts, settle
from portico.imports.reading.table import Row


def rows(*cells: Sequence[object]) -> list[Row]:
    return [Row(number, list(row), "") for number, row in enumerate(cells, 2)]  # type: ignore[arg-type]


def fields(kind: Kind, headers: str, *samples: Sequence[object]) -> list[str]:
    names = headers.split("|")
    return [column.field for column in propose(kind, names, rows(*samples))]


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ("First Name|Last Name|E-mail Address|Mobile|Company", "first_name last_name email phone employer"),
        (
            "externalID|firstName|address.city|address.countryName|skillSet",
            "reference first_name city country skills",
        ),
        ("CANDIDATE_NAME|CURRENT_EMPLOYER|JOB_TITLE|ZIP Code", "name employer title postal_code"),
        ("Nachname|Vorname|Straße|PLZ|Ort|Handy", "last_name first_name street postal_code city phone"),
        ("Gehaltsvorstellung|Verfügbar ab|Kündigungsfrist", "desired_pay available_on notice_period"),
        ("Nom de famille|Prénom|Courriel|Téléphone portable|Ville", "last_name first_name email phone city"),
        ("Poste actuel|Compétences|Prétentions salariales", "title skills desired_pay"),
        ("Apellidos|Nombre|Correo electrónico|Móvil|Ciudad", "last_name first_name email phone city"),
        ("Puesto actual|Conocimientos|Último contacto", "title skills last_contact"),
        ("Email|Email (2)|Phone 1|Phone 2|Notes|Comments", "email email phone phone notes notes"),
    ],
)
def test_candidate_columns_in_four_languages(headers: str, expected: str) -> None:
    assert fields(Kind.CANDIDATES, headers) == expected.split()


@pytest.mark.parametrize(
    ("kind", "headers", "expected"),
    [
        (Kind.ORGANIZATIONS, "Company Name|Website|Industry|Account Manager", "name website industry owner"),
        (Kind.CONTACTS, "Contact|Client|Job Title|Department|Email", "name organization title department email"),
        (Kind.CONTACTS, "Ansprechpartner|Firma|Abteilung", "name organization department"),
        (
            Kind.JOBS,
            "Job ID|Position|Client|Salary Range|No. of openings",
            "reference title organization pay openings",
        ),
        (
            Kind.JOBS,
            "Title|Salary Min|Salary Max|Currency|Hiring Manager",
            "title pay_from pay_to pay_currency contact",
        ),
        (Kind.APPLICATIONS, "Candidate|Job|Status|Date|Comment", "candidate job stage date remark"),
        (Kind.APPLICATIONS, "Email|Job ID|Stage|Moved on|By", "candidate_email job_id stage date by"),
        (Kind.NOTES, "Candidate Email|Note|Date|Author", "candidate_email text date author"),
    ],
)
def test_columns_of_the_other_kinds(kind: Kind, headers: str, expected: str) -> None:
    assert fields(kind, headers) == expected.split()


def test_a_name_that_is_only_partly_known_is_a_guess() -> None:
    (column,) = propose(Kind.CANDIDATES, ["Private mobile phone (UK)"], [])

    assert (column.field, column.certain) == ("phone", False)


def test_a_column_about_something_else_is_left_out() -> None:
    assert fields(Kind.CANDIDATES, "Fax number|Date of birth|Emergency contact phone|Shoe size") == ["", "", "", ""]


def test_the_cells_decide_against_a_name_that_does_not_fit_them() -> None:
    assert fields(Kind.CANDIDATES, "Email", ["yes"], ["no"], ["yes"]) == [""]
    assert fields(Kind.CANDIDATES, "Title", ["Mr"], ["Mrs."], ["Dr"]) == ["salutation"]
    assert fields(Kind.CANDIDATES, "Current role", ["Designer @ Vinamilk"], ["Chef at Lago"]) == ["role_and_employer"]
    assert fields(Kind.CANDIDATES, "City", ["Leeds, UK"], ["Lyon, France"]) == ["location"]
    assert fields(Kind.CANDIDATES, "Social media", ["https://x.example/anna"]) == ["website"]


def test_cells_alone_tell_what_a_column_without_a_known_name_holds() -> None:
    samples = [
        ["a@x.example", "https://linkedin.com/in/anna", "+44 20 7946 0018", "Germany", "blue"],
        ["b@x.example", "linkedin.com/in/bob", "020 7946 0019", "France", "red"],
    ]

    columns = propose(Kind.CANDIDATES, ["K1", "K2", "K3", "K4", "K5"], rows(*samples))

    assert [column.field for column in columns] == ["email", "linkedin", "phone", "country", ""]
    assert not any(column.certain for column in columns)


def test_name_beside_first_name_is_the_last_name() -> None:
    assert fields(Kind.CANDIDATES, "Name|Vorname", ["Kühnel", "Matthias"]) == ["last_name", "first_name"]
    assert fields(Kind.CANDIDATES, "Nom|Email", ["Élodie Marchand", "e@x.example"]) == ["name", "email"]
    assert fields(Kind.CANDIDATES, "Nombre|Email", ["Lucía Ibarra", "l@x.example"]) == ["name", "email"]


def test_a_field_is_given_by_one_column_only_the_surest() -> None:
    assert fields(Kind.CANDIDATES, "Latest city visited|City|Town") == ["", "city", ""]


def test_a_person_may_choose_otherwise_and_the_choice_is_kept_as_json() -> None:
    mapping = propose_mapping(Kind.CANDIDATES, ["Name", "Misc", "When"], rows(["Anna", "x", "1/3/2026"]))
    mapping = mapping.choose(1, "notes").choose(2, "available_on")

    kept = Mapping.from_json(json.loads(json.dumps(mapping.as_json())))

    assert kept == mapping
    assert [column.field for column in kept.columns] == ["name", "notes", "available_on"]
    with pytest.raises(ValueError):
        mapping.choose(1, "nonsense")


def test_what_is_missing_is_said_in_words() -> None:
    mapping = propose_mapping(Kind.APPLICATIONS, ["Stage", "Date"], [])

    assert mapping.lacking() == [
        "Choose a column for: Candidate's name, Candidate's email or Candidate's number in the other system.",
        "Choose a column for: Job or Job's number in the other system.",
    ]


def test_two_columns_for_what_only_one_can_give_are_named() -> None:
    mapping = propose_mapping(Kind.CANDIDATES, ["Name", "Email", "A", "B"], []).choose(2, "city").choose(3, "city")

    assert mapping.doubled() == ["city"]


def test_the_whole_column_decides_whether_the_day_or_the_month_comes_first() -> None:
    mapping = propose_mapping(Kind.CANDIDATES, ["Name", "Available"], rows(["Anna", "1/3/2026"]))
    assert mapping.columns[1].how == {"order": "dmy", "sure": "no"}
    assert [sentence for _column, sentence in doubts(mapping)] == [
        "The dates in “Available” may have the day or the month first. Portico reads 1/3/2026 as 1 March 2026."
    ]

    american = settle(mapping, rows(["Anna", "1/3/2026"], ["Bob", "1/31/2026"]))
    assert american.columns[1].how == {"order": "mdy", "sure": "yes"}
    assert not doubts(american)
    assert settle(mapping, rows(["Anna", "1/3/2026"]), "US").columns[1].how["order"] == "mdy"

    mixed = settle(mapping, rows(["Anna", "31/1/2026"], ["Bob", "1/31/2026"]))
    assert mixed.columns[1].how["order"] == ""
    assert "can be either are refused" in doubts(mixed)[0][1]


def test_every_field_has_names_that_columns_have() -> None:
    from portico.imports.matching.words import names_of

    lacking = [f"{kind}.{one.name}" for kind in Kind for one in FIELDS[kind] if not names_of(kind, one.name)]

    assert not lacking
