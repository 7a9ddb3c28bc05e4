"""Amounts are read right or refused: never wrong by a power of ten."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portico.imports.cell import Cell
from portico.imports.cells.amounts import AmbiguousAmount, DecimalMarks, read_amount, western_digits
from portico.imports.cells.pay import Pay, PayColumn, read_pay
from portico.imports.problems import NotUnderstood

SALARY = PayColumn(salary=True)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234.56", "1234.56"),
        ("1.234,56", "1234.56"),
        ("1 234,5", "1234.5"),
        ("1\u00a0234,5", "1234.5"),
        ("1'234.50", "1234.50"),
        ("1’234’567", "1234567"),
        ("1.234.567", "1234567"),
        ("12,34,567", "1234567"),
        ("1234.567", "1234.567"),
        ("0.500", "0.500"),
        ("55,5", "55.5"),
        ("70 000", "70000"),
        ("١٬٢٣٤٫٥٠", "1234.50"),
        ("१२३४", "1234"),
        ("１２３４", "1234"),
    ],
)
def test_numbers_of_many_countries(text: str, value: str) -> None:
    assert read_amount(western_digits(text)) == Decimal(value)


@pytest.mark.parametrize("text", ["1.234", "45,500", "999.999"])
def test_a_number_that_can_be_two_is_not_guessed(text: str) -> None:
    with pytest.raises(AmbiguousAmount):
        read_amount(text)


@pytest.mark.parametrize("text", ["1.23.456", "12 34", "1,2,3", "1.234.56", "1,234.567.890", "--", "1..2"])
def test_marks_in_wrong_places_are_no_number(text: str) -> None:
    with pytest.raises(ValueError):
        read_amount(text)


def test_other_numbers_in_the_column_settle_it() -> None:
    marks = DecimalMarks()
    for number in ["45.500", "1.234,50", "38,75"]:
        marks.see(number)

    assert marks.decided() == ","
    assert read_amount("45.500", marks.decided()) == 45_500
    with pytest.raises(AmbiguousAmount):
        read_amount("45,500", marks.decided())


@given(
    st.decimals(min_value=0, max_value=10**9, places=2),
    st.sampled_from([(",", "."), (".", ","), (" ", ","), ("'", "."), ("", "."), ("", ",")]),
)
def test_what_is_written_with_cents_is_read_back(value: Decimal, marks: tuple[str, str]) -> None:
    group, decimal = marks
    text = f"{value:,.2f}".replace(",", "G").replace(".", decimal).replace("G", group)

    assert read_amount(text) == value


@given(st.integers(min_value=0, max_value=10**9), st.sampled_from([",", ".", " ", "'"]))
def test_whole_amounts_with_groups_are_read_back_or_refused(value: int, group: str) -> None:
    text = f"{value:,}".replace(",", group)
    if group in ",." and 1_000 <= value < 1_000_000:
        with pytest.raises(AmbiguousAmount):
            read_amount(text)
    else:
        assert read_amount(text) == value


@pytest.mark.parametrize(
    ("cell", "low", "high", "currency", "period"),
    [
        ("£70,000 - £85,000", 70_000, 85_000, "GBP", ""),
        ("70.000 – 85.000 €", 70_000, 85_000, "EUR", ""),
        ("50 000 à 60 000 € brut annuel", 50_000, 60_000, "EUR", "year"),
        ("55k", 55_000, 55_000, "", ""),
        ("55-65k", 55_000, 65_000, "", ""),
        ("€55K to €65K p.a.", 55_000, 65_000, "EUR", "year"),
        ("$120K/yr", 120_000, 120_000, "", "year"),
        ("€ 55.000,00 brutto/Jahr", 55_000, 55_000, "EUR", "year"),
        ("CHF 85'000.–", 85_000, 85_000, "CHF", ""),
        ("₹12,00,000", 1_200_000, 1_200_000, "INR", ""),
        ("12 LPA", 1_200_000, 1_200_000, "", "year"),
        ("5.000 € / Monat", 5_000, 5_000, "EUR", "month"),
        ("£450 per day", 450, 450, "GBP", "day"),
        ("USD 18.50 per hour", Decimal("18.50"), Decimal("18.50"), "USD", "hour"),
        ("up to 60k", None, 60_000, "", ""),
        ("60k+", 60_000, None, "", ""),
        ("ab 45.000 EUR", 45_000, None, "EUR", ""),
        ("60,000 + bonus", 60_000, 60_000, "", ""),
        (52000.0, 52_000, 52_000, "", ""),
        ("R450 000", 450_000, 450_000, "ZAR", ""),
    ],
)
def test_pay_as_people_write_it(cell: Cell, low: object, high: object, currency: str, period: str) -> None:
    pay = read_pay(cell, SALARY)

    assert pay is not None
    assert (pay.low, pay.high, pay.currency, pay.period) == (low, high, currency, period)


@pytest.mark.parametrize("text", ["negotiable", "DOE", "competitive", "nach Vereinbarung", "à négocier"])
def test_no_amount_is_no_pay(text: str) -> None:
    assert read_pay(text) is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("70k + 10% bonus", "has more to it"),
        ("2 x 35k", "has more to it"),
        ("30 mil", "has more to it"),
        ("14 x 2.500", "has more to it"),
        ("60m", "may be millions or months"),
        ("-5000", "below zero"),
        ("(5,000)", "below zero"),
        ("85k - 70k", "not a span from less to more"),
        ("70 - 85,000", "not a span from less to more"),
        ("45 per year", "too little for a year"),
        ("99999999999999", "too large"),
        ("55 00", "is not an amount"),
    ],
)
def test_pay_that_is_not_certain_is_refused(text: str, reason: str) -> None:
    with pytest.raises(NotUnderstood) as refusal:
        read_pay(text, SALARY)

    assert reason in refusal.value.told("Salary", text)


def test_an_hourly_rate_with_three_digits_behind_its_mark_may_be_two_amounts() -> None:
    with pytest.raises(NotUnderstood) as refusal:
        read_pay("45.500", PayColumn(period="hour"))

    assert refusal.value.told("Rate", "45.500") == "“45.500” in “Rate” can be 45.5 or 45500. Write it without marks."
    assert read_pay("45.500", PayColumn(period="hour", decimal=",")) == Pay(
        Decimal(45_500), Decimal(45_500), "", "hour", "45.500"
    )


def test_a_column_that_counts_in_thousands() -> None:
    pay = read_pay("45-50", PayColumn(period="year", thousands=True))

    assert pay is not None
    assert (pay.low, pay.high) == (Decimal(45_000), Decimal(50_000))
