"""The row with the columns' names is found, and every column has a name of its own."""

from tests.imports.conftest import TableOf


def test_titles_and_empty_rows_may_stand_above_the_header(table_of: TableOf) -> None:
    table = table_of(
        "Candidate master list,,\nexported 02/06/2025,,\n,,\nCandidate,E-mail,City\nAnna,a@x.example,Leeds\n"
    )

    assert table.header_row == 4
    assert table.headers == ["Candidate", "E-mail", "City"]
    assert [row.number for row in table.rows()] == [5]


def test_a_row_of_groups_above_the_names_is_not_the_header(table_of: TableOf) -> None:
    table = table_of("Person,,Address,\nFirst name,Last name,City,Country\nAnna,Smith,Leeds,UK\nBob,Jones,York,UK\n")

    assert table.headers == ["First name", "Last name", "City", "Country"]


def test_padding_around_names_is_dropped(table_of: TableOf) -> None:
    assert table_of("firstName   ,\u00a0lastName ,email\u200b\nA,B,a@x.example\n").headers == [
        "firstName",
        "lastName",
        "email",
    ]


def test_doubled_names_are_numbered_and_missing_ones_get_their_letter(table_of: TableOf) -> None:
    table = table_of("Name,Email,Email,,EMAIL\nAnna,a@x.example,b@x.example,x,c@x.example\n")

    assert table.headers == ["Name", "Email", "Email (2)", "Column D", "EMAIL (3)"]


def test_a_table_without_names_gets_letters(table_of: TableOf) -> None:
    table = table_of("Anna Smith,anna@x.example,Leeds\nBob Jones,bob@x.example,York\n")

    assert (table.header_row, table.headers) == (0, ["Column A", "Column B", "Column C"])
    assert len(list(table.rows())) == 2


def test_names_that_nobody_knows_are_names_all_the_same(table_of: TableOf) -> None:
    assert table_of("Alpha,Beta,Gamma\n1,2,3\n4,5,6\n").headers == ["Alpha", "Beta", "Gamma"]


def test_a_header_that_comes_again_in_the_middle_is_no_row(table_of: TableOf) -> None:
    assert len(list(table_of("Name,City\nAnna,Leeds\nName,City\nBob,York\n").rows())) == 2


def test_empty_columns_at_the_end_do_not_count(table_of: TableOf) -> None:
    assert table_of("Name,City,,,,\nAnna,Leeds,,,,\n").headers == ["Name", "City"]
