"""Reminders and questions go out once each, and never for what has changed."""

from datetime import timedelta

from django.core import mail

from portico.kit.times import at_time, now
from portico.pipeline.interview_people import judge
from portico.pipeline.interview_tasks import care_for_interviews
from portico.pipeline.interviews import Interview
from tests.interviews import RunTasks, booked, days
from tests.world import Acme


def look(run_tasks: RunTasks) -> list[str]:
    """The clock's work, twice, and the reminders and questions mailed by it."""
    mail.outbox.clear()
    care_for_interviews.func()
    care_for_interviews.func()
    run_tasks()
    return sorted(f"{one.to[0].partition(' ')[0]}: {one.subject}" for one in mail.outbox)


def test_a_day_and_an_hour_before_each_side_is_reminded_once(acme: Acme, run_tasks: RunTasks) -> None:
    interview = booked(acme, days(3), people=[])
    assert interview.start is not None
    run_tasks()
    assert look(run_tasks) == []
    both = ["Dario: Reminder: interview for Night porter", "Maya: Reminder: interview for Night porter"]
    with at_time(interview.start - timedelta(hours=23)):
        assert look(run_tasks) == both
    with at_time(interview.start - timedelta(minutes=50)):
        assert look(run_tasks) == both
        assert look(run_tasks) == []


def test_what_is_moved_is_reminded_of_anew_and_what_is_off_never(acme: Acme, run_tasks: RunTasks) -> None:
    interview = booked(acme, days(3), people=[])
    later, eve, morning = days(6), days(5, 12), days(6, 9) + timedelta(minutes=30)
    run_tasks()
    with at_time(days(2, 12)):
        assert len(look(run_tasks)) == 2
        interview.refresh_from_db()
        interview.set_time(later, by=acme.recruiter)
        run_tasks()
        assert look(run_tasks) == []
    with at_time(eve):
        assert len(look(run_tasks)) == 2
        interview.refresh_from_db()
        interview.cancel(by=acme.recruiter, reason="Off")
        run_tasks()
    with at_time(morning):
        assert look(run_tasks) == []


def test_who_books_late_is_not_reminded_of_tomorrow(acme: Acme, run_tasks: RunTasks) -> None:
    interview = booked(acme, now() + timedelta(hours=5), people=[])
    run_tasks()
    assert interview.start is not None
    with at_time(interview.start - timedelta(hours=2)):
        assert look(run_tasks) == []
    with at_time(interview.start - timedelta(minutes=55)):
        assert len(look(run_tasks)) == 2


def test_after_a_standstill_nobody_hears_in_the_last_hour_that_it_is_tomorrow(acme: Acme, run_tasks: RunTasks) -> None:
    interview = booked(acme, days(3), people=[])
    run_tasks()
    assert interview.start is not None
    with at_time(interview.start - timedelta(minutes=40)):
        assert len(look(run_tasks)) == 2


def test_after_the_interview_both_sides_are_asked_and_reminded_once(acme: Acme, run_tasks: RunTasks) -> None:
    interview = booked(acme, days(1), people=[])
    run_tasks()
    with at_time(days(1, 12)):
        assert look(run_tasks) == [
            "Dario: How was the interview? Night porter", "Maya: How was the interview? Night porter"
        ]  # fmt: skip
    interview.refresh_from_db()
    assert interview.status == Interview.Status.DONE
    with at_time(days(2)):
        judge(interview, by=acme.maya, rating=4, advice="yes", strengths="", concerns="", for_colleagues=True)
        run_tasks()
    with at_time(days(4)):
        assert look(run_tasks) == ["Dario: How was the interview? Night porter"]
        assert look(run_tasks) == []
