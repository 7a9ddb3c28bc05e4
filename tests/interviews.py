"""Interviews for tests: one that a client asked for, with times, and what its people's calendars hold."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core import mail
from icalendar import Calendar

from portico.kit.times import now
from portico.pipeline.arranging import Person, Plan, ask
from portico.pipeline.interviews import Interview
from tests.world import Acme

RunTasks = Callable[..., list[Any]]


def days(number: int, hour: int = 10) -> datetime:
    """So many days from today, on the hour."""
    return (now() + timedelta(days=number)).astimezone(UTC).replace(hour=hour, minute=0, second=0, microsecond=0)


def asked(world: Acme, *starts: datetime, **plan: Any) -> Interview:
    """Maya asks for an interview with Dario and offers these times."""
    words = {"zone": "Europe/London", "people": [Person("Jonas Berg", world.jonas.email)], **plan}
    return ask(world.submission, Plan(starts=starts, **words), by=world.maya)


def offered(world: Acme, *starts: datetime, **plan: Any) -> Interview:
    """The same, and Rosa has handed the times on."""
    interview = asked(world, *(starts or (days(3), days(4))), **plan)
    interview.release(by=world.recruiter)
    return interview


def booked(world: Acme, start: datetime | None = None, **plan: Any) -> Interview:
    """The same, and Dario has picked."""
    interview = offered(world, start or days(3), **plan)
    interview.pick_number(interview.free_slots()[0].pk, by=world.dario_member)
    return interview


def invitations(run_tasks: RunTasks, address: str = "") -> list[tuple[str, Any, Any]]:
    """The calendar parts of the mails sent so far (to an address): to whom, the calendar, its one event."""
    run_tasks()
    found = []
    for one in mail.outbox:
        if address and address not in one.to[0]:
            continue
        for content, kind in getattr(one, "alternatives", []):
            if kind.startswith("text/calendar"):
                calendar = Calendar.from_ical(content)
                assert kind == f"text/calendar; method={calendar['METHOD']}"
                found.append((one.to[0], calendar, calendar.events[0]))
    return found
