"""An agency is suspended: nobody comes in, nothing leaves, the clock stands still for it; the other one works on."""

from collections.abc import Iterator
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import transaction

from config.schedule import SCHEDULES
from demo.mirror.world import World
from portico.agencies.models import Agency
from portico.kit.times import at_time, now
from portico.messaging.models import Email
from portico.messaging.tasks import deliver, send_waiting
from portico.operations.health import Health, look_at_mail
from portico.operations.suspending import resume, suspend
from portico.records import longtasks
from portico.records.models import LongTask, TaskStopped
from portico.records.tasks import run
from tests.isolation.digest import TABLES, of
from tests.isolation.grid import filled, is_row, listed, nowhere
from tests.isolation.trying import Trial, trial

pytestmark = pytest.mark.django_db
TIDIED = {"candidates_registration", "jobs_jobalert"}
"""What nobody confirmed goes after its time, whoever it belongs to."""
TIDY = ("forget", "sweep", "seal", "verify", "look_over")


@pytest.fixture
def closed(mirror: World) -> Iterator[World]:
    """Acme is suspended, its rival is not; afterwards all is as before."""
    with transaction.atomic():
        suspend(mirror.casts["A"].agency, "Nobody answers for it")
        yield mirror
        transaction.set_rollback(True)
    mirror.casts["A"].agency.refresh_from_db()


def person(world: World, who: str) -> Trial:
    """Somebody with the session they have."""
    found = trial(world, who)
    found.client.raise_request_exception = True
    found.client.cookies.load(found.cookies)
    return found


def test_every_address_only_says_that_the_site_is_closed(closed: World) -> None:
    client, wrong = person(closed, "owner").client, []
    for number, route in enumerate(listed()):
        path = filled(route, [nowhere(kind) for kind in route.parameters.values() if is_row(kind)])
        method = "POST" if number % 2 else "GET"
        answer: Any = client.generic(method, path)
        if path not in {"/healthz", "/readyz"} and not says_closed(answer):
            wrong.append(f"{method} {path}: {answer.status_code}")
    assert wrong == []
    assert person(closed, "B owner").client.get("/desk/").status_code == 200


def says_closed(answer: Any) -> bool:
    """The plain page without a word about why, the agency, or who asks; kept nowhere."""
    text = answer.content.decode()
    quiet = "Nobody answers" not in text and "Acme" not in text and "no-store" in answer["Cache-Control"]
    return bool(answer.status_code == 404 and "closed for now" in text and quiet and not answer.cookies)


def test_nobody_is_signed_in_any_more_once_it_is_open_again(closed: World) -> None:
    resume(closed.casts["A"].agency)
    for who, start in (("owner", "/desk/"), ("c1", "/client/"), ("k1", "/me/")):
        answer = person(closed, who).client.get(start)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/sign-in/")


def test_its_owners_hear_why_and_no_other_mail_leaves_until_it_is_open_again(closed: World) -> None:
    agency = closed.casts["A"].agency
    Email.objects.waiting().filter(asked=None).update(asked=now())
    waiting = Email.objects.filter(agency=agency).exclude(template="operations/emails/suspended").earliest("pk")
    Email.objects.filter(pk=waiting.pk).update(status=Email.Status.PENDING, asked=None, next_try=now())
    mail.outbox.clear()
    for email in Email.objects.filter(agency=agency).waiting():
        deliver.func(email.pk)
    send_waiting.func()
    assert [(one.to, "Nobody answers for it" in str(one.body)) for one in mail.outbox] == [
        ([f"{closed.casts['A']['owner'].name} <{closed.casts['A']['owner'].email}>"], True)
    ]
    assert Email.objects.get(pk=waiting.pk).asked is None
    Email.objects.filter(agency=agency).waiting().update(created=now() - timedelta(days=3))
    Email.objects.exclude(agency=agency).update(status=Email.Status.SENT)
    health = Health()
    look_at_mail(health)
    assert health.status == "ok", "a closed site's mail is nobody's alarm"

    mail.outbox.clear()
    resume(agency)
    send_waiting.func()
    assert Email.objects.get(pk=waiting.pk).asked is not None
    deliver.func(waiting.pk)
    assert len(mail.outbox) == 1


def test_the_clock_does_nothing_for_it_and_all_for_the_other(closed: World) -> None:
    stands, goes = (closed.casts[letter].agency for letter in "AB")
    before, told = fingerprints(stands), Email.objects.filter(agency=stands).count()
    others = Email.objects.filter(agency=goes).count()
    for days, hour in ((0, 9), (1, 7), (8, 9), (60, 9), (400, 7)):
        at = (now() + timedelta(days=days)).replace(hour=hour, minute=10)
        for name, entry in SCHEDULES.items():
            if not name.startswith(TIDY):
                tick(entry["task"], at)
    assert Email.objects.filter(agency=goes).count() > others + 5
    assert Email.objects.filter(agency=stands).count() == told
    after = fingerprints(stands)
    assert {table for table in before if before[table] != after[table]} - TIDIED - {"messaging_email"} == set()


def tick(path: str, at: Any) -> None:
    """The clock's task at this time."""
    module, _dot, name = path.rpartition(".")
    with at_time(at):
        getattr(import_module(module), name).func()


def fingerprints(agency: Agency) -> dict[str, str]:
    """Its rows, table by table."""
    return {table: of(agency, table) for table in TABLES}


def test_long_work_stops_at_its_next_step_and_goes_on_later(closed: World) -> None:
    agency = closed.casts["A"].agency
    resume(agency)
    task = longtasks.start("import", "A long list", closed.casts["A"]["owner"])
    assert task.begin()
    suspend(agency, "Again")
    with pytest.raises(TaskStopped):
        task.advance(1, 10, at_once=True)
    run.func(task.pk)
    assert LongTask.objects.get(pk=task.pk).status == LongTask.Status.WAITING


def test_the_commands_close_and_open_once(mirror: World) -> None:
    with transaction.atomic():
        call_command("suspend_agency", "acme.localhost", reason="Unpaid", verbosity=0)
        with pytest.raises(CommandError, match="already"):
            call_command("suspend_agency", "acme.localhost", reason="Unpaid")
        call_command("resume_agency", "acme.localhost", verbosity=0)
        with pytest.raises(CommandError, match="not suspended"):
            call_command("resume_agency", "acme.localhost")
        with pytest.raises(CommandError, match="Say why"):
            call_command("suspend_agency", "acme.localhost", reason=" ")
        with pytest.raises(CommandError, match="no agency"):
            call_command("resume_agency", "nobody.localhost")
        transaction.set_rollback(True)
