"""Update requests by the clock."""

from django.tasks import task

from portico.candidates.update_asking import ask_by_the_clock, remind_by_the_clock
from portico.candidates.update_requests import run_out
from portico.kit.times import now


@task
def care_for_updates() -> None:
    """Every hour: requests whose time is over end, reminders go out, and old profiles are asked about."""
    at = now()
    run_out(at)
    remind_by_the_clock(at)
    ask_by_the_clock(at)
