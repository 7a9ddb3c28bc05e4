"""Clock times where clocks are changed."""

from datetime import UTC, datetime

import pytest

from portico.kit.local_time import NoSuchTime, TwoSuchTimes, instant, known_zone, when
from portico.kit.timing import TimesForm

LOCAL = None
"""A clock time stands in no zone yet."""
LONDON, NEW_YORK = "Europe/London", "America/New_York"


def test_the_same_clock_time_is_another_instant_before_and_after_the_change() -> None:
    assert instant(datetime(2027, 3, 27, 9, tzinfo=LOCAL), LONDON) == datetime(2027, 3, 27, 9, tzinfo=UTC)
    assert instant(datetime(2027, 3, 28, 9, tzinfo=LOCAL), LONDON) == datetime(2027, 3, 28, 8, tzinfo=UTC)
    # New York has changed two weeks earlier: in between, London is four hours ahead and not five.
    assert instant(datetime(2027, 3, 20, 9, tzinfo=LOCAL), NEW_YORK) == datetime(2027, 3, 20, 13, tzinfo=UTC)


def test_a_time_that_the_clocks_jump_over_is_refused() -> None:
    with pytest.raises(NoSuchTime):
        instant(datetime(2027, 3, 28, 1, 30, tzinfo=LOCAL), LONDON)
    assert instant(datetime(2027, 3, 28, 1, 30, tzinfo=LOCAL), NEW_YORK) == datetime(2027, 3, 28, 5, 30, tzinfo=UTC)


def test_a_time_that_comes_twice_is_asked_about() -> None:
    twice = datetime(2027, 10, 31, 1, 30, tzinfo=LOCAL)
    with pytest.raises(TwoSuchTimes):
        instant(twice, LONDON)
    assert instant(twice, LONDON, "earlier") == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    assert instant(twice, LONDON, "later") == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)


def test_a_moment_is_told_with_its_zone() -> None:
    start = datetime(2027, 3, 28, 12, tzinfo=UTC)
    assert when(start, LONDON, 45) == "Sun 28 Mar 2027, 13:00–13:45 (London time, BST)"
    assert when(start, NEW_YORK) == "Sun 28 Mar 2027, 08:00 (New York time, EDT)"
    assert known_zone("Mars/Base", "", NEW_YORK) == NEW_YORK


def test_the_form_says_what_is_wrong_and_asks_which_one() -> None:
    form = TimesForm({"zone": LONDON, "time_1": "2027-03-28T01:30", "time_2": "2027-10-31T01:30"})
    assert not form.is_valid()
    assert "does not exist" in form.errors["time_1"][0]
    assert "comes twice" in form.errors["time_2"][0]
    assert [one["which"] is not None for one in form.times] == [False, True, False, False, False]

    form = TimesForm({"zone": LONDON, "time_2": "2027-10-31T01:30", "which_2": "later"})
    assert form.is_valid()
    assert form.cleaned_data["starts"] == [datetime(2027, 10, 31, 1, 30, tzinfo=UTC)]


def test_no_time_is_no_offer_and_nonsense_is_none() -> None:
    for typed in ("", "soon", "0001-01-01T00:00", "9999-12-31T23:59", "2027-13-40T10:00", "x" * 10_000):
        assert not TimesForm({"zone": LONDON, "time_1": typed}).is_valid()
    assert not TimesForm({"zone": "Mars/Base", "time_1": "2027-03-01T10:00"}).is_valid()
