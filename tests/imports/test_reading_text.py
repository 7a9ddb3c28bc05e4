"""Text files as other systems write them become named columns and numbered rows."""

import tracemalloc
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portico.imports.cell import Cell
from portico.imports.problems import Unreadable
from portico.imports.reading.encoding import encoding_of
from portico.imports.reading.table import Table, open_table
from tests.imports.conftest import FileOf, TableOf

ACCENTS = "Name,City\nÉlodie Marchand,Besançon\nJürgen Groß,Köln\nLucía Núñez,León\n"


def cells(table: Table) -> list[list[Cell]]:
    return [row.cells for row in table.rows()]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "latin-1"]
)
def test_accents_arrive_whatever_the_encoding(table_of: TableOf, encoding: str) -> None:
    table = table_of(ACCENTS.encode(encoding))

    assert table.headers == ["Name", "City"]
    assert cells(table) == [["Élodie Marchand", "Besançon"], ["Jürgen Groß", "Köln"], ["Lucía Núñez", "León"]]


def test_polish_and_cyrillic_letters_are_not_taken_for_western_ones(file_of: FileOf) -> None:
    polish = "Imię,Miasto\nPaweł Wiśniewski,Łódź\nGrażyna Żółć,Kraków\nŁukasz Gąsior,Częstochowa\n"
    russian = "Имя,Город\nАнна Каренина,Москва\nПётр Иванов,Санкт-Петербург\nЕкатерина Смирнова,Новосибирск\n"

    for text, encoding in [(polish, "cp1250"), (russian, "cp1251")]:
        path = file_of(text.encode(encoding))
        assert path.read_text(encoding_of(path)) == text


def test_one_old_row_in_a_utf8_file_does_not_spoil_the_others(table_of: TableOf) -> None:
    table = table_of("Name,City\nÉlodie,Besançon\nJürgen,Köln\n".encode() + "Lucía,León\n".encode("cp1252"))

    assert cells(table) == [["Élodie", "Besançon"], ["Jürgen", "Köln"], ["Lucía", "León"]]


def test_an_accent_far_down_the_file_is_found(table_of: TableOf) -> None:
    table = table_of(b"Name,City\n" + b"Anna Smith,Leeds\n" * 100_000 + "José,León\n".encode("cp1252"))

    assert list(table.rows())[-1].cells == ["José", "León"]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_found(table_of: TableOf, separator: str) -> None:
    rows = [["Name", "Salary", "Skills"], ["Anna", '"1.234,50"', '"SQL, R; Python"'], ["Bob", '"2,5"', "Excel"]]

    table = table_of("\n".join(separator.join(row) for row in rows))

    assert table.headers == ["Name", "Salary", "Skills"]
    assert cells(table) == [["Anna", "1.234,50", "SQL, R; Python"], ["Bob", "2,5", "Excel"]]


def test_a_line_that_announces_the_separator_is_no_row(table_of: TableOf) -> None:
    table = table_of("sep=;\nName;City\nAnna;Leeds, UK\n")

    assert (table.headers, cells(table)) == (["Name", "City"], [["Anna", "Leeds, UK"]])


def test_a_list_of_one_column_is_a_table(table_of: TableOf) -> None:
    assert cells(table_of("Email\na@x.example\nb@x.example\n")) == [["a@x.example"], ["b@x.example"]]


def test_line_ends_may_be_mixed_and_stand_inside_cells(table_of: TableOf) -> None:
    table = table_of(b'Name,Note\r\nAnna,"one\r\ntwo"\nBob,x\rCid,"three\nfour"\r\n')

    assert cells(table) == [["Anna", "one\ntwo"], ["Bob", "x"], ["Cid", "three\nfour"]]


def test_nul_bytes_are_dropped(table_of: TableOf) -> None:
    assert cells(table_of(b"Name,City\nAn\0na,Leeds\0\nBob,York\n")) == [["Anna", "Leeds"], ["Bob", "York"]]


def test_doubled_quotation_marks_are_one(table_of: TableOf) -> None:
    assert cells(table_of('Name,Note\nAnna,"Said ""call after five"", twice"\n')) == [
        ["Anna", 'Said "call after five", twice']
    ]


def test_rows_are_numbered_as_a_spreadsheet_numbers_them(table_of: TableOf) -> None:
    table = table_of('Name,Note\nAnna,"one\ntwo"\n\nBob,x\n')

    assert [row.number for row in table.rows()] == [2, 4]


def test_a_row_with_an_open_quotation_mark_is_refused_alone(table_of: TableOf) -> None:
    lines = ["Name,City,Note"] + [f"Person {number},Leeds,fine" for number in range(50)]
    lines[10] = 'Person 9,"Leeds,fine'
    table = table_of("\n".join(lines))

    refused = [row for row in table.rows() if row.problem]
    assert [row.number for row in refused] == [11]
    assert "never closed" in refused[0].problem
    assert refused[0].cells[:2] == ["Person 9", "Leeds,fine"]
    assert sum(not row.problem for row in table.rows()) == 49


def test_an_open_quotation_mark_does_not_swallow_rows_up_to_the_next_one(table_of: TableOf) -> None:
    table = table_of('Name,City,Note\nAnna,"Leeds,a\nBob,York,b\nCid,Hull,"x, y"\nDan,Bath,d\n')

    assert [(row.number, bool(row.problem)) for row in table.rows()] == [(2, True), (3, False), (4, False), (5, False)]
    assert list(table.rows())[2].cells == ["Cid", "Hull", "x, y"]


def test_a_long_note_with_commas_is_still_one_cell(table_of: TableOf) -> None:
    note = "first\nred, green, blue\nlast"

    assert cells(table_of(f'Name,City,Note\nAnna,Leeds,"{note}"\nBob,York,\n'))[0] == ["Anna", "Leeds", note]


def test_a_row_with_too_many_cells_is_refused_and_says_where(table_of: TableOf) -> None:
    table = table_of("Name,City\nAnna,Leeds,UK\nBob,York,\nCid,Hull\nDan\n")

    assert [bool(row.problem) for row in table.rows()] == [True, False, False, False]
    assert "column C" in next(table.rows()).problem
    assert list(table.rows())[3].cells == ["Dan", None]


def test_a_cell_of_a_megabyte_refuses_its_row_only(table_of: TableOf) -> None:
    table = table_of(f'Name,Note\nAnna,"{"x" * 1_000_000}"\nBob,y\n')

    first, second = table.rows()
    assert first.problem == "The cell in “Note” is too long: Portico takes up to 200,000 characters."
    assert (second.problem, second.cells) == ("", ["Bob", "y"])


def test_ten_thousand_columns_are_refused_in_words(table_of: TableOf) -> None:
    header = ",".join(f"c{number}" for number in range(10_000))

    with pytest.raises(Unreadable, match="more than 1000 columns"):
        table_of(f"{header}\n{header}\n")


def test_a_line_without_end_is_refused_in_words(table_of: TableOf) -> None:
    with pytest.raises(Unreadable, match="cannot be a table"):
        table_of("x" * 5_000_000)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \n\n", "empty"),
        (b"%PDF-1.7 ...", "not a table"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", "old Excel file"),
        (b"<html><table><tr><td>Name", "web page"),
        (b"PK\x03\x04broken", "damaged"),
        (b"\x89PNG\r\n\x1a\n", "not a table"),
        (b"\x7fELF\x02\x01\x01\x00\x03\x00\x3e" + bytes(range(1, 30)) * 9, "not a table"),
    ],
)
def test_what_is_no_table_is_refused_with_what_to_do(table_of: TableOf, content: bytes, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        table_of(content)


def test_a_cell_that_was_disarmed_for_a_spreadsheet_is_read_as_it_was(table_of: TableOf) -> None:
    assert cells(table_of("Name,Phone\n'=Anna,'+44 20 7946 0018\n'tis,x\n")) == [
        ["=Anna", "+44 20 7946 0018"],
        ["'tis", "x"],
    ]


def test_a_hundred_thousand_rows_need_no_more_memory_than_a_thousand(tmp_path: Path) -> None:
    peaks = []
    for count in (1_000, 100_000):
        path = tmp_path / f"{count}.csv"
        with path.open("w") as file:
            file.write("Name,Email,City\n")
            file.writelines(f"Anna Smith,anna{number}@x.example,Leeds\n" for number in range(count))
        tracemalloc.start()
        assert sum(1 for _row in open_table(path).rows()) == count
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()

    assert peaks[1] < peaks[0] + 4_000_000


@settings(deadline=None)
@given(st.binary(max_size=300) | st.text(alphabet="a,;\t|\"\r\n\0é='", max_size=200).map(str.encode))
def test_no_file_whatever_does_more_than_be_refused(content: bytes) -> None:
    with NamedTemporaryFile() as file:
        Path(file.name).write_bytes(content)
        with suppress(Unreadable):
            table = open_table(Path(file.name))
            assert all(len(row.cells) == len(table.headers) for row in table.rows())
