"""Mail and a worker that is killed: nothing is lost, and a second copy, if there is one, is the same mail."""

import os
import signal
from datetime import timedelta

import pytest
from django.db.models import F

from portico.agencies.models import Agency
from portico.messaging.models import LEASE, Email
from tests.messaging.conftest import mail_to
from tests.messaging.smtp_relay import Relay
from tests.messaging.workers import PATIENCE, StartWorker, wait_for

pytestmark = pytest.mark.django_db(transaction=True)


def is_sent() -> bool:
    """Whether the one mail is marked as sent."""
    return Email.objects.get().status == Email.Status.SENT


@pytest.mark.parametrize(("step", "copies"), [("rcpt", 1), ("data", 2)])
def test_a_mail_survives_a_killed_worker_and_a_copy_is_the_same_mail(
    agency: Agency, relay: Relay, start_worker: StartWorker, step: str, copies: int
) -> None:
    """Killed at "data", the relay has said yes and we have not noted it: the one case in which a second copy leaves."""
    email = mail_to(agency)
    pids: list[int] = []

    def kill(asked: str, address: str) -> str:
        if asked == step and pids:
            os.kill(pids.pop(), signal.SIGKILL)
        return ""

    relay.answer = kill
    first = start_worker(queue="mail", smtp_url=f"smtp://127.0.0.1:{relay.port}")
    pids.append(first.pid)
    first.wait(PATIENCE)
    assert Email.objects.get().status == Email.Status.SENDING
    Email.objects.update(lease_until=F("lease_until") - LEASE - timedelta(seconds=1))
    start_worker(queue="mail", smtp_url=f"smtp://127.0.0.1:{relay.port}")
    wait_for(is_sent, "the second delivery")
    assert [str(message["Message-ID"]) for message in relay.taken] == [email.message_id] * copies
    assert len({(str(message["Date"]), str(message["Subject"])) for message in relay.taken}) == 1


def test_two_workers_send_each_mail_once(agency: Agency, relay: Relay, start_worker: StartWorker) -> None:
    for number in range(40):
        mail_to(agency, f"p{number}@client.example")
    for _ in range(2):
        start_worker("--concurrency", "2", queue="mail", smtp_url=f"smtp://127.0.0.1:{relay.port}")
    wait_for(lambda: not Email.objects.waiting().exists(), "all mails")
    assert len(relay.taken) == 40
    assert len({str(message["Message-ID"]) for message in relay.taken}) == 40
