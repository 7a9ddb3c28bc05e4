"""Names, emails, phones, places and roles as they stand in cells."""

import pytest

from portico.imports.cell import Cell
from portico.imports.cells.countries import country_code
from portico.imports.cells.emails import read_emails
from portico.imports.cells.names import joined_name, read_name
from portico.imports.cells.phones import Phone, read_phones
from portico.imports.cells.places import Place, read_place
from portico.imports.cells.roles import read_role
from portico.imports.problems import NotUnderstood


@pytest.mark.parametrize(
    ("text", "given", "family"),
    [
        ("Marcus T. Delgado", "Marcus T.", "Delgado"),
        ("Delgado, Marcus T.", "Marcus T.", "Delgado"),
        ("Joost van den Berg", "Joost", "van den Berg"),
        ("van den Berg, Joost", "Joost", "van den Berg"),
        ("Maria de la Cruz", "Maria", "de la Cruz"),
        ("Alessandro De Luca", "Alessandro", "De Luca"),
        ("Van Morrison", "Van", "Morrison"),
        ("Santiago Ramón y Cajal", "Santiago", "Ramón y Cajal"),
        ("John Smith Jr.", "John", "Smith Jr."),
        ("Smith, John, Jr.", "John", "Smith Jr."),
        ("Jane Doe, PhD, CEng", "Jane", "Doe"),
        ("Li MA", "Li", "MA"),
        ("Ahmed Mostafa El-Sayed", "Ahmed Mostafa", "El-Sayed"),
        ("Siobhan O'Rourke", "Siobhan", "O'Rourke"),
        ("李", "", "李"),
        ("Null", "", "Null"),
        ("None", "", "None"),
    ],
)
def test_names_in_one_cell(text: str, given: str, family: str) -> None:
    name = read_name(text)

    assert name is not None
    assert (name.given, name.family) == (given, family)


@pytest.mark.parametrize(
    "text", ["Nguyễn Thị Minh Anh", "DUPONT Marie", "Zhang Wei", "José Luis Cárdenas Treviño", "MARCUS DELGADO"]
)
def test_a_whole_name_is_kept_as_it_is_written(text: str) -> None:
    name = read_name(text)

    assert name is not None
    assert name.full == text


def test_a_last_name_in_capitals_may_stand_first() -> None:
    name = read_name("DUPONT Marie")

    assert name is not None
    assert (name.full, name.given, name.family) == ("DUPONT Marie", "Marie", "DUPONT")


def test_salutations_stand_apart() -> None:
    name = read_name("Prof. Dr. Karl von der Heide")

    assert name is not None
    assert (name.salutation, name.full, name.family) == ("Prof. Dr.", "Karl von der Heide", "von der Heide")


def test_parts_in_their_own_cells_are_joined() -> None:
    assert joined_name("Joost van den", "", "Berg").full == "Joost van den Berg"
    assert joined_name("Anna", "Maria", "Müller").given == "Anna Maria"


@pytest.mark.parametrize("text", ["", "-", "n/a", " , "])
def test_no_name_is_none(text: str) -> None:
    assert read_name(text) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("MARCUS.Delgado@EXAMPLE.com", ["marcus.delgado@example.com"]),
        ("a@x.example; b@y.example, c@z.example", ["a@x.example", "b@y.example", "c@z.example"]),
        ("Anna Smith <anna@x.example>", ["anna@x.example"]),
        ("mailto:anna@x.example", ["anna@x.example"]),
        ("anna@x.example (work)", ["anna@x.example"]),
        ("a@x.example A@X.example", ["a@x.example"]),
        ("anna+jobs@x.example", ["anna+jobs@x.example"]),
        ("jürgen@müller.example", ["jürgen@müller.example"]),
        ('"odd"@x.example', ['"odd"@x.example']),
    ],
)
def test_emails(text: str, found: list[str]) -> None:
    assert read_emails(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "anna@gmail,com",
        "anna at x.example",
        "a@b",
        "a..b@x.example",
        "@x.example",
        "x@1.2.3.4",
        f"{'a' * 250}@x.example",
    ],
)
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(NotUnderstood) as refusal:
        read_emails(text)

    assert refusal.value.told("Email", text).endswith("in “Email” is not an email address.")


@pytest.mark.parametrize(
    ("cell", "country", "international"),
    [
        ("+44 20 7946 0018", "", "+442079460018"),
        ("020 7946 0018", "GB", "+442079460018"),
        ("(312) 555-0198", "US", "+13125550198"),
        ("0711/23125418", "DE", "+4971123125418"),
        ("0049 711 23125418", "DE", "+4971123125418"),
        ("٠٢٠ ٧٩٤٦ ٠٠١٨", "GB", "+442079460018"),
        (84908123456.0, "VN", "+84908123456"),
        (31628341190, "NL", "+31628341190"),
        (2079460018, "GB", "+442079460018"),
        ("3125550198", "US", "+13125550198"),
        (84908123456, "", "+84908123456"),
        (84908123456, "US", "+84908123456"),
        (3905555, "", ""),
        ("555-0199", "US", ""),
    ],
)
def test_phone_numbers_also_those_that_lost_their_signs(cell: Cell, country: str, international: str) -> None:
    assert [phone.international for phone in read_phones(cell, country)] == [international]


def test_a_phone_number_is_kept_as_it_is_written() -> None:
    assert read_phones("Tel: 020 7946 0018 / +44 7700 900361", "GB") == [
        Phone("020 7946 0018", "+442079460018"),
        Phone("+44 7700 900361", "+447700900361"),
    ]
    assert read_phones(2079460018, "GB")[0].written == "020 7946 0018"


def test_a_number_that_a_spreadsheet_cut_short_is_refused() -> None:
    with pytest.raises(NotUnderstood) as refusal:
        read_phones("8.49081E+10")

    assert "the number's last digits are gone" in refusal.value.told("Tel.", "8.49081E+10")


@pytest.mark.parametrize(
    ("text", "home", "place"),
    [
        ("New Orleans, Louisiana, US", "", Place("", "", "New Orleans", "Louisiana", "US", "US")),
        ("Singapore, Singapore", "", Place("", "", "Singapore", "", "Singapore", "SG")),
        ("Graz, Österreich", "", Place("", "", "Graz", "", "Österreich", "AT")),
        ("Portland, OR", "", Place("", "", "Portland", "OR", "", "US")),
        ("San Francisco, CA", "US", Place("", "", "San Francisco", "CA", "", "US")),
        ("San Francisco, CA", "GB", Place("", "", "San Francisco", "CA", "", "")),
        ("Berlin, DE", "DE", Place("", "", "Berlin", "", "DE", "DE")),
        ("Toronto, ON, CA", "", Place("", "", "Toronto", "ON", "CA", "CA")),
        ("Atlanta, Georgia", "US", Place("", "", "Atlanta", "Georgia", "", "US")),
        ("Tbilisi, Georgia", "GB", Place("", "", "Tbilisi", "", "Georgia", "GE")),
        (
            "12 High Street, Leeds LS1 4AB, United Kingdom",
            "",
            Place("12 High Street", "LS1 4AB", "Leeds", "", "United Kingdom", "GB"),
        ),
        (
            "Hauptstr. 5, 70173 Stuttgart, Deutschland",
            "",
            Place("Hauptstr. 5", "70173", "Stuttgart", "", "Deutschland", "DE"),
        ),
        ("123 Main St, Springfield, IL 62701", "", Place("123 Main St", "62701", "Springfield", "IL", "", "US")),
        (
            "20 George St\nSydney NSW 2000\nAustralia",
            "",
            Place("20 George St", "2000", "Sydney", "NSW", "Australia", "AU"),
        ),
        ("Leeds", "", Place("", "", "Leeds", "", "", "")),
        ("Vietnam", "", Place("", "", "", "", "Vietnam", "VN")),
        ("Remote", "", Place()),
    ],
)
def test_places_in_one_cell(text: str, home: str, place: Place) -> None:
    assert read_place(text, home) == place


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Deutschland", "DE"),
        ("España", "ES"),
        ("Viet Nam", "VN"),
        ("U.S.A.", "US"),
        ("UK", "GB"),
        ("GBR", "GB"),
        ("England", "GB"),
        ("中国", "CN"),
        ("Korea, Republic of", "KR"),
        ("Atlantis", ""),
        ("XX", ""),
    ],
)
def test_countries_in_many_languages(text: str, code: str) -> None:
    assert country_code(text) == code


@pytest.mark.parametrize(
    ("text", "role", "employer"),
    [
        ("Senior Designer at Vinamilk", "Senior Designer", "Vinamilk"),
        (
            "Unit Supply Sergeant (E-6) @ United States Army, Fort Bliss",
            "Unit Supply Sergeant (E-6)",
            "United States Army, Fort Bliss",
        ),
        ("Care at home manager at Acme", "Care at home manager", "Acme"),
        ("Entwickler bei Mahle GmbH", "Entwickler", "Mahle GmbH"),
        ("Ingénieur logiciel chez Doctolib", "Ingénieur logiciel", "Doctolib"),
        ("Head of Sales - Acme", "Head of Sales", "Acme"),
        ("Engineer (Acme Ltd)", "Engineer", "Acme Ltd"),
        ("Director", "Director", ""),
    ],
)
def test_role_and_employer_in_one_cell(text: str, role: str, employer: str) -> None:
    assert read_role(text) == (role, employer)
