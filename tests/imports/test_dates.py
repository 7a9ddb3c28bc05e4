"""Dates are read right, or refused with the reason."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from portico.imports.cell import Cell
from portico.imports.cells.dates import DateOrders, read_date, read_moment
from portico.imports.problems import NotUnderstood


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2025-01-31", date(2025, 1, 31)),
        ("2025/1/5", date(2025, 1, 5)),
        ("20250131", date(2025, 1, 31)),
        ("31.1.2025", date(2025, 1, 31)),
        ("3.1.25", date(2025, 1, 3)),
        ("1/3/2026 0:00", date(2026, 3, 1)),
        ("25-Jan-2025", date(2025, 1, 25)),
        ("3 Jan 2025", date(2025, 1, 3)),
        ("January 3rd, 2025", date(2025, 1, 3)),
        ("Mon, 3 Feb 2025", date(2025, 2, 3)),
        ("3. März 2025", date(2025, 3, 3)),
        ("Donnerstag, 2. Januar 2025", date(2025, 1, 2)),
        ("1er août 2024", date(2024, 8, 1)),
        ("3 janv. 2025", date(2025, 1, 3)),
        ("3 de enero de 2025", date(2025, 1, 3)),
        ("Jan 2025", date(2025, 1, 1)),
        ("Dezember 2024", date(2024, 12, 1)),
        ("01/2025", date(2025, 1, 1)),
        ("2025-07", date(2025, 7, 1)),
        (45678, date(2025, 1, 21)),
        ("45678", date(2025, 1, 21)),
        (date(2025, 1, 3), date(2025, 1, 3)),
    ],
)
def test_days_as_people_and_systems_write_them(cell: Cell, day: date) -> None:
    assert read_date(cell) == day


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("2025-01-31T14:05:00Z", datetime(2025, 1, 31, 14, 5, tzinfo=UTC)),
        ("2025-01-31 14:05:00+02:00", datetime(2025, 1, 31, 14, 5, tzinfo=timezone(timedelta(hours=2)))),
        ("1700000000000", datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)),
        ("31.1.2025 14:05 Uhr", datetime(2025, 1, 31, 14, 5)),  # noqa: DTZ001
        ("1/2/2025 2:05 PM", datetime(2025, 2, 1, 14, 5)),  # noqa: DTZ001
        ("1/2/2025 12:00 am", date(2025, 2, 1)),
    ],
)
def test_moments(cell: Cell, moment: datetime) -> None:
    assert read_moment(cell) == moment


@pytest.mark.parametrize(
    ("cell", "order", "reason"),
    [
        ("31.02.2025", "dmy", "“31.02.2025” in “Start” is not in the calendar."),
        ("0000-00-00", "dmy", "“0000-00-00” in “Start” is not in the calendar."),
        ("1/13/2025", "dmy", "does not fit the other dates there: they have the day first."),
        ("13/1/2025", "mdy", "does not fit the other dates there: they have the month first."),
        ("3/4/2025", "", "can be two dates"),
        ("1.1.0001", "dmy", "is a date in the year 1."),
        ("2024", "dmy", "is not a date."),
        ("5 Feb", "dmy", "is not a date."),
        ("soon", "dmy", "is not a date."),
        ("yesterday", "dmy", "is not a date."),
        ("1/2/2025 25:10", "dmy", "has a time that is not on the clock."),
        (True, "dmy", "is not a date."),
        (17, "dmy", "is not a date."),
        (float("nan"), "dmy", "is not a date."),
        (float("inf"), "dmy", "is not a date."),
    ],
)
def test_what_is_no_certain_day_is_refused(cell: Cell, order: str, reason: str) -> None:
    with pytest.raises(NotUnderstood) as refusal:
        read_date(cell, order)

    assert reason in refusal.value.told("Start", str(cell))


def test_a_column_that_mixes_both_orders_still_gives_its_clear_dates() -> None:
    orders = DateOrders()
    for cell in ["13/1/2025", "1/13/2025", "3/4/2025"]:
        orders.see(cell)

    assert orders.decided("dmy") == ("", False)
    assert read_date("13/1/2025", "") == read_date("1/13/2025", "") == date(2025, 1, 13)


def test_dates_with_points_have_the_day_first_in_any_column() -> None:
    assert read_date("3.4.2025", "mdy") == date(2025, 4, 3)
