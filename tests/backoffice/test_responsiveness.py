"""How a client answers: from when a candidate was first shown to the first answer, in working hours."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from portico.backoffice.reading.responsiveness import read_responsiveness
from portico.kit.times import at_time
from portico.pipeline.models import Submission
from portico.pipeline.undoing import undo_answer
from tests.desk import browser_of
from tests.world import Acme

MONDAY = datetime(2026, 3, 2, 11, tzinfo=UTC)


@pytest.fixture
def shown(acme: Acme) -> Acme:
    """Dario was first shown to Northwind on Monday at eleven."""
    Submission.objects.filter(pk=acme.submission.pk).update(first_submitted=MONDAY, submitted=MONDAY)
    acme.submission.refresh_from_db()
    return acme


def figures(world: Acme, at: datetime = MONDAY + timedelta(days=30)) -> list[tuple[str, str]]:
    with at_time(at):
        found = read_responsiveness(world.northwind, world.recruiter)
    return [(one.value, one.note) for one in found.figures]


def test_nobody_has_looked_or_answered(shown: Acme) -> None:
    assert figures(shown) == [("–", "0 of 1 answered"), ("0 %", "0 of 1"), ("0 %", "0 of 1")]


def test_the_first_answer_counts_in_working_hours_and_later_ones_change_nothing(shown: Acme) -> None:
    with at_time(MONDAY + timedelta(days=1)):
        shown.submission.was_viewed(by=shown.maya)
        shown.submission.approve(by=shown.maya)
    with at_time(MONDAY + timedelta(days=9)):
        shown.submission.keep_in_view(by=shown.maya, seen="shortlisted", remark="On second thought")
    assert figures(shown) == [("8 h", "1 of 1 answered"), ("100 %", "1 of 1"), ("100 %", "1 of 1")]
    with at_time(MONDAY + timedelta(days=30)):
        people = read_responsiveness(shown.northwind, shown.recruiter).people
    assert [(one.name, one.looked, one.answered, one.time) for one in people] == [(shown.maya.name, 1, 1, "8 h")]


def test_a_late_answer_is_no_feedback_in_time(shown: Acme) -> None:
    with at_time(MONDAY + timedelta(days=7)):
        shown.submission.approve(by=shown.maya)
    assert figures(shown) == [("5.0 days", "1 of 1 answered"), ("0 %", "0 of 1"), ("0 %", "0 of 1")]


def test_an_answer_taken_back_does_not_count(shown: Acme) -> None:
    with at_time(MONDAY + timedelta(days=1)):
        shown.submission.approve(by=shown.maya)
        undo_answer(shown.submission, by=shown.maya)
    assert figures(shown)[0][0] == "–"


def test_what_is_older_than_90_days_and_other_clients_do_not_count(shown: Acme) -> None:
    assert figures(shown, MONDAY + timedelta(days=91))[1] == ("–", "0 of 0")


def test_the_organizations_page_shows_it(shown: Acme, client: Client) -> None:
    Submission.objects.filter(pk=shown.submission.pk).update(first_submitted=datetime.now(UTC))
    page = browser_of(shown.recruiter).get(f"/desk/organizations/{shown.northwind.pk}/").content.decode()
    assert "How they answer" in page
    assert "0 of 1" in page
