"""Working time: weekends do not count, and a changed clock neither adds nor takes an hour of the working day."""

from datetime import UTC, date, datetime, timedelta

import pytest

from portico.kit.workdays import first_day_within, working_days_after, working_hours

LONDON = "Europe/London"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-03-02T11:00", 0, "2026-03-02T11:00"),
        ("2026-03-02T11:00", 3, "2026-03-05T11:00"),
        ("2026-03-05T11:00", 2, "2026-03-09T11:00"),
        ("2026-03-07T11:00", 1, "2026-03-09T11:00"),
        ("2026-03-09T11:00", -1, "2026-03-06T11:00"),
        ("2026-03-27T11:00", 1, "2026-03-30T10:00"),  # the clocks of London changed on Sunday
    ],
)
def test_days_are_working_days_at_the_same_time_of_day(start: str, days: int, end: str) -> None:
    assert working_days_after(at(start), days, LONDON).astimezone(UTC) == at(end)


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-03-02T11:00", "2026-03-02T15:30", 4.5),
        ("2026-03-02T16:00", "2026-03-03T10:00", 2),
        ("2026-03-06T16:00", "2026-03-09T10:00", 2),
        ("2026-03-07T00:00", "2026-03-08T23:00", 0),
        ("2026-03-27T16:00", "2026-03-30T09:00", 2),
        ("2026-03-02T15:00", "2026-03-02T11:00", 0),
    ],
)
def test_hours_are_counted_from_nine_to_five(start: str, end: str, hours: float) -> None:
    assert working_hours(at(start), at(end), LONDON) == hours


def test_the_first_day_within_some_working_days_is_the_earliest_with_no_more_of_them_after_it() -> None:
    for more in range(14):
        end = date(2026, 2, 26) + timedelta(days=more)
        for most in range(12):
            day = end
            while sum((day + timedelta(days=number)).weekday() < 5 for number in range((end - day).days + 1)) <= most:
                day -= timedelta(days=1)
            assert first_day_within(most, end) == day
