"""Nobody can have a stranger's mailbox flooded: three mails an hour, over all pages that ask for no sign-in."""

from datetime import timedelta

import pytest
from django.test import Client

from portico.access import asking
from portico.access.mail_budget import may_mail, time_for_mail
from portico.jobs.models import Advert
from portico.kit.times import at_time, now
from portico.messaging.models import Email
from portico.messaging.tasks import send_waiting
from tests.careers.applicants import Applicant, advert_of
from tests.stories.mail import RunTasks
from tests.world import Acme

VICTIM = "victim@example.org"
SPELLINGS = [VICTIM, "Victim@Example.org", "v.ictim@example.org", "victim+1@example.org"]


def sent_to_victim(run_tasks: RunTasks) -> int:
    """How many mails have left for the mailbox, in any spelling."""
    run_tasks()
    send_waiting.call()
    run_tasks()
    return Email.objects.filter(to__in=[*SPELLINGS, *map(str.lower, SPELLINGS)], status="sent").count()


def ask_everywhere(acme: Acme, post: Advert, email: str) -> None:
    """Type an address into every form that a stranger finds."""
    browser = Client(headers={"host": acme.agency.host})
    browser.post("/sign-in/", {"email": email, "way": "link"})
    browser.post("/password/forgot/", {"email": email})
    browser.post("/me/register/", {"first_name": "A", "last_name": "B", "email": email})
    browser.post("/me/alerts/add/?words=a", {"how": "daily", "email": email})
    Applicant(post).apply(email=email)


def test_all_public_forms_together_send_three_mails_an_hour(
    acme: Acme, run_tasks: RunTasks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "MAILS_FROM_ONE_ADDRESS", 1000)
    post = advert_of(acme)
    started = now()
    for number in range(8):
        ask_everywhere(acme, post, SPELLINGS[number % len(SPELLINGS)])
    assert 1 <= sent_to_victim(run_tasks) <= 3
    for hour in range(1, 4):
        before = sent_to_victim(run_tasks)
        with at_time(started + timedelta(hours=hour, minutes=1)):
            assert sent_to_victim(run_tasks) - before <= 3


def test_a_confirmation_that_had_to_wait_leaves_later(acme: Acme, run_tasks: RunTasks) -> None:
    for _number in range(3):
        Applicant(advert_of(acme)).apply(email=VICTIM)
    first = sent_to_victim(run_tasks)
    waiting = Email.objects.filter(to=VICTIM, status="pending").count()
    assert waiting >= 1
    with at_time(now() + timedelta(hours=3)):
        assert sent_to_victim(run_tasks) == first + waiting


def test_a_flood_of_applications_keeps_nobody_from_signing_in(acme: Acme, run_tasks: RunTasks) -> None:
    for _number in range(10):
        time_for_mail(acme.agency.pk, acme.dario.email)
        may_mail(acme.agency.pk, acme.dario.email)
    Client(headers={"host": acme.agency.host}).post("/sign-in/", {"email": acme.dario.email, "way": "link"})
    run_tasks()
    assert Email.objects.filter(template="access/emails/sign_in", to=acme.dario.email, status="sent").count() == 1


def test_slots_are_handed_out_an_hour_apart(acme: Acme) -> None:
    start = now()
    with at_time(start):
        slots = [time_for_mail(acme.agency.pk, VICTIM) for _number in range(7)]
    assert slots[:2] == [None, None]
    assert [round((slot - start) / timedelta(hours=1)) for slot in slots[2:] if slot] == [1, 1, 2, 2, 3]
