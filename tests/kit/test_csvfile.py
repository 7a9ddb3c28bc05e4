"""CSV that no spreadsheet takes for formulas, and that reads back as it was."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portico.kit.csvfile import csv_lines, csv_response, original_cell, safe_cell

DANGEROUS = [
    '=HYPERLINK("http://evil.example","x")',
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "  =1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(1)",
    '";=1+1',
    "a;=1+1",
    "a\n=1+1",
    "a\t@b",
    "'=1+1",
    "''=1+1",
]


def read(text: str, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=delimiter))


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_formula_becomes_text_and_comes_back_as_it_was(text: str) -> None:
    assert not re.match(r"[\s]*[=+\-@＝＋－＠\t\r\n]", safe_cell(text))
    assert original_cell(safe_cell(text)) == text


@pytest.mark.parametrize("text", DANGEROUS)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_no_cell_begins_a_formula_whatever_separator_the_spreadsheet_expects(text: str, delimiter: str) -> None:
    file = "".join(csv_lines([["Name", "Note"], ["Anna", text]]))

    for row in read(file, delimiter):
        assert not [cell for cell in row if re.match(r"[\s\"]*[=+\-@＝＋－＠]", cell)]


@given(
    st.text(
        alphabet=st.one_of(st.sampled_from("'=+-@;\t\r\n\" ＝a"), st.characters(exclude_characters="\0", codec="utf-8"))
    )
)
def test_any_text_comes_back_as_it_was(text: str) -> None:
    assert original_cell(safe_cell(text)) == text


def test_plain_text_is_left_alone() -> None:
    for text in ["O'Brien", "'tis", "Anna-Maria", "a = b", "x@y.example", "Node.js; SQL", "", "'", "l'été"]:
        assert safe_cell(text) == text
        assert original_cell(text) == text


def test_a_phone_number_stays_readable() -> None:
    assert safe_cell("+44 20 7946 0018") == "'+44 20 7946 0018"


def test_numbers_stay_numbers_and_dates_are_written_the_same_everywhere() -> None:
    values = [None, True, -5, Decimal("-1.50"), date(2026, 3, 1), datetime(2026, 3, 1, 14, 5, tzinfo=UTC)]

    assert [safe_cell(value) for value in values] == ["", "yes", "-5", "-1.50", "2026-03-01", "2026-03-01 14:05+00:00"]


def test_nul_is_left_out() -> None:
    assert safe_cell("a\0b") == "ab"


def test_a_download_is_sent_row_by_row_with_a_mark_that_spreadsheets_know_utf8_by() -> None:
    made: list[int] = []

    def rows() -> Iterator[list[object]]:
        for number in range(3):
            made.append(number)
            yield ["Élodie", number]

    response = csv_response("candidates of Ünique/../x.csv", rows())
    assert made == []
    text = b"".join(response).decode()
    assert text == "\ufeffÉlodie,0\r\nÉlodie,1\r\nÉlodie,2\r\n"
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="candidates-of-nique-..-x.csv"'
