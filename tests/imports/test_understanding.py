"""A row becomes values, or sentences in the user's words."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from portico.imports.cell import Cell
from portico.imports.cells.pay import Pay
from portico.imports.cells.phones import Phone
from portico.imports.matching.fields import Kind
from portico.imports.matching.kinds import FIELDS
from portico.imports.matching.proposing import propose_for, propose_mapping
from portico.imports.matching.settling import settle
from portico.imports.reading.table import Row, open_table
from portico.imports.understanding import Understanding, Understood
from tests.imports.conftest import TableOf, WorkbookOf


def understood(kind: Kind, headers: str, *rows: Sequence[Cell], country: str = "") -> list[Understood]:
    table = [Row(number, list(cells), "") for number, cells in enumerate(rows, 2)]
    mapping = propose_mapping(kind, headers.split("|"), table, country)
    reader = Understanding(mapping, country=country, zone=ZoneInfo("Europe/London"))
    return [reader.read(row) for row in table]


def test_an_export_with_split_names_and_places_becomes_a_candidate(table_of: TableOf) -> None:
    table = table_of(
        "externalID ,firstName ,lastName ,name ,email ,mobile ,phone2 ,companyName ,occupation ,address.city "
        ",address.countryName ,skillSet ,primarySkills.name ,dateAvailable ,comments \r\n"
        "C-1,Marcus T.,Delgado,Marcus T. Delgado,MARCUS@x.example,(206) 555-0142,206-555-0143,Zillow,Engineer,Seattle  "
        ',US,Python; Go; C++,Python;Go,1/31/2026 0:00,"Said ""call"",\nprefers e-mail"\r\n'
    )
    mapping = settle(propose_for(Kind.CANDIDATES, table), table.rows())

    assert Understanding(mapping).read(next(table.rows())).values == {
        "reference": "C-1",
        "name": "Marcus T. Delgado",
        "first_name": "Marcus T.",
        "last_name": "Delgado",
        "email": "marcus@x.example",
        "phone": Phone("(206) 555-0142", "+12065550142"),
        "other_phones": [Phone("206-555-0143", "+12065550143")],
        "employer": "Zillow",
        "title": "Engineer",
        "city": "Seattle",
        "country": "US",
        "country_code": "US",
        "skills": ["Python", "Go", "C++"],
        "available_on": date(2026, 1, 31),
        "notes": 'Said "call",\nprefers e-mail',
    }


HAND_KEPT: list[list[object]] = [
    ["Candidate master list"],
    ["exported 02/06/2025"],
    [],
    ["Candidate", "E-mail address", "Tel.", "Lives in", "Current role", "Keywords", "Last contact", "Day rate"],
    [
        "Trần Thị Lan",
        "lan@x.example",
        84908123456,
        "Hue, Vietnam",
        "Designer @ Vinamilk",
        "Figma / InDesign",
        "13.1.2025",
        400,
    ],
    [
        "Joost van Dam",
        "j@x.example",
        31628341190,
        "Utrecht, Netherlands",
        "Lead @ ING",
        "SPSS / Figma",
        date(2025, 2, 4),
        410,
    ],
]


def test_a_list_kept_by_hand_becomes_candidates(workbook_of: WorkbookOf) -> None:
    table = open_table(workbook_of(HAND_KEPT))
    first, second = (Understanding(propose_for(Kind.CANDIDATES, table)).read(row).values for row in table.rows())

    assert (first["name"], first["phone"].international) == ("Trần Thị Lan", "+84908123456")
    assert (first["city"], first["country_code"]) == ("Hue", "VN")
    assert (first["title"], first["employer"]) == ("Designer", "Vinamilk")
    assert first["skills"] == ["Figma", "InDesign"]
    assert (first["last_contact"], second["last_contact"]) == (date(2025, 1, 13), date(2025, 2, 4))
    assert first["desired_pay"] == Pay(Decimal(400), Decimal(400), "", "day", "400")
    assert second["phone"].international == "+31628341190"


def test_all_problems_of_a_row_are_told_at_once() -> None:
    (row,) = understood(
        Kind.CANDIDATES, "Name|Email|Available|Salary", ["", "anna@gmail,com", "31.02.2026", "70k + 10%"]
    )

    assert row.problems == (
        "“anna@gmail” in “Email” is not an email address.",
        "“31.02.2026” in “Available” is not in the calendar.",
        "“70k + 10%” in “Salary” has more to it than an amount or a span, like 50,000 - 60,000.",
        "This row has no name.",
    )


def test_words_for_nothing_are_nothing_but_a_person_may_be_called_null() -> None:
    (row,) = understood(Kind.CANDIDATES, "Name|Email|Phone|Available|Salary", ["Null", "n/a", "-", "TBC", "unknown"])

    assert (row.values, row.problems) == ({"name": "Null", "last_name": "Null"}, ())


def test_a_phone_belongs_to_the_country_of_its_row_or_else_of_the_agency() -> None:
    british, american = understood(
        Kind.CANDIDATES,
        "Phone|Name|Country",
        ["020 7946 0018", "Anna", ""],
        ["(312) 555-0198", "Bob", "USA"],
        country="GB",
    )

    assert british.values["phone"].international == "+442079460018"
    assert american.values["phone"].international == "+13125550198"


def test_several_emails_are_the_first_and_the_others() -> None:
    (row,) = understood(
        Kind.CANDIDATES, "Name|Email|Email 2", ["Anna", "a@x.example; b@x.example", "c@x.example, A@x.example"]
    )

    assert (row.values["email"], row.values["other_emails"]) == ("a@x.example", ["b@x.example", "c@x.example"])


def test_columns_of_their_own_win_over_a_cell_that_holds_everything() -> None:
    (row,) = understood(Kind.CANDIDATES, "Name|Address|City", ["Anna", "12 High Street, Leeds LS1 4AB, UK", "York"])

    assert (row.values["city"], row.values["street"], row.values["postal_code"]) == (
        "York",
        "12 High Street",
        "LS1 4AB",
    )


def test_moments_without_a_zone_are_in_the_agencys() -> None:
    (row,) = understood(Kind.NOTES, "Email|Note|Date", ["a@x.example", "Called", "2026-07-01 09:30"])

    assert row.values["date"].isoformat() == "2026-07-01T09:30:00+01:00"


def test_a_job_with_its_pay_from_a_column_that_names_currency_and_period() -> None:
    (row,) = understood(
        Kind.JOBS, "Job|Client|Salary (EUR p.a.)|Openings", ["Night porter", "Grand Hotel", "38.000 - 42.500", "2"]
    )

    assert row.values["pay"] == Pay(Decimal(38_000), Decimal(42_500), "EUR", "year", "38.000 - 42.500")
    assert row.values["openings"] == 2


def test_pay_belongs_to_the_currency_and_period_that_the_row_names() -> None:
    yearly, hourly, neither = understood(
        Kind.CANDIDATES,
        "Name|Expected Pay|Pay Currency|Pay Period",
        ["Anna", "45.500", "EUR", "per annum"],
        ["Bob", "45.500", "€", "hourly"],
        ["Cid", "45", "Taler", "sometimes"],
    )

    assert yearly.values["desired_pay"] == Pay(Decimal(45_500), Decimal(45_500), "EUR", "year", "45.500")
    assert hourly.problems == ("“45.500” in “Expected Pay” can be 45.5 or 45500. Write it without marks.",)
    assert neither.problems == (
        "“Taler” in “Pay Currency” is not a currency.",
        "“sometimes” in “Pay Period” is not a period of pay, like hour or year.",
    )


def test_availability_may_be_a_date_or_words_but_no_impossible_date() -> None:
    day, words, nonsense = understood(
        Kind.CANDIDATES, "Name|Availability", ["Anna", "1 March 2027"], ["Bob", "4 weeks"], ["Cid", "2027-13-45"]
    )

    assert day.values["available_on"] == date(2027, 3, 1)
    assert words.values["availability"] == "4 weeks"
    assert nonsense.problems == ("“2027-13-45” in “Availability” is not in the calendar.",)


def test_an_application_must_say_who_and_where() -> None:
    good, bad = understood(
        Kind.APPLICATIONS,
        "Candidate|Job|Stage|Date",
        ["Delgado, Marcus", "Porter", "Interview", "13/4/2026"],
        ["", "", "Offer", ""],
    )

    assert good.values["candidate"] == "Marcus Delgado"
    assert bad.why_not == "This row does not say which candidate. This row does not say which job."


def test_a_row_that_could_not_be_read_says_why() -> None:
    mapping = propose_mapping(Kind.CANDIDATES, ["Name"], [])

    assert Understanding(mapping).read(Row(7, ["x"], "A quotation mark opens.")).problems == (
        "A quotation mark opens.",
    )


CELLS = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="0123456789.,-/ :£€kKmT'+()@;|", max_size=30),
    st.integers(-(10**20), 10**20),
    st.floats(),
    st.booleans(),
    st.none(),
    st.dates(),
    st.datetimes(),
)


@settings(deadline=None)
@given(st.data(), st.sampled_from(list(Kind)))
def test_no_cell_whatever_stops_an_import(data: st.DataObject, kind: Kind) -> None:
    fields = [one.name for one in FIELDS[kind]]
    row = Row(2, [data.draw(CELLS) for _name in fields], "")
    mapping = propose_mapping(kind, fields, [row])
    for position, name in enumerate(fields):
        mapping = mapping.choose(position, name)
    mapping = settle(mapping, [row])

    result = Understanding(mapping).read(row)

    assert all(isinstance(problem, str) and "%(" not in problem for problem in result.problems)
