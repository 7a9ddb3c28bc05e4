"""Up to a thousand mails, two workers, one killed every two seconds: all get their mail, hardly anybody twice."""

import random
import time
from collections import Counter
from datetime import timedelta
from typing import Any

from script.soaking.frame import Budget, Outcome
from script.soaking.site import Site, running, wait_for

MOST = 1000
A_SECOND = 4
"""Mails planned for each second of the budget; a machine to itself sends more."""
EVERY = 2.0
LEAST = 5
"""Kills there are in any case."""
GONE = 20
"""So many unsubscribe while theirs still waits."""


def run(budget: Budget) -> Outcome:
    """Write them all, kill while they leave, let the rest leave in peace, count at the relay."""
    from tests.messaging.smtp_relay import running as relay_running

    outcome = Outcome("two mail workers, one killed every 2 s, amid bulk mail")
    mails = int(min(MOST, max(10 * GONE, budget.seconds * A_SECOND)))
    with relay_running() as relay, running(budget.folder, smtp_port=relay.port) as site:
        relay.answer = slowly
        gone = write_all(budget.world["acme"], mails)
        kills = kill_while_they_leave(budget, site)
        relay.answer = lambda step, address: ""
        done = wait_for(lambda: left_behind() == 0, max(90.0, budget.left))
        outcome.check(done, f"{left()} mails never left")
        count(outcome, relay, mails, gone, kills)
    outcome.times, outcome.survived = outcome.times + kills, outcome.survived + kills
    outcome.figures |= {"mails": mails, "kills": kills}
    return outcome


def slowly(step: str, address: str) -> str:
    """Yes, after a moment, so that kills hit mails on their way."""
    time.sleep(0.02)
    return ""


def write_all(agency: dict[str, Any], mails: int) -> set[str]:
    """Bulk mail to so many people; returns those who unsubscribe before theirs has left."""
    from django.db import transaction

    from portico.agencies.models import Agency
    from portico.messaging.opt_outs import opt_out
    from portico.messaging.unsubscribing import write_bulk

    row = Agency.objects.get(pk=agency["agency"])
    with transaction.atomic():
        for number in range(mails):
            write_bulk(row, to=f"soakbulk{number}@client.example", topic="soak", template="messaging/emails/test")
    gone = {f"soakbulk{number}@client.example" for number in range(mails - GONE, mails)}
    for address in gone:
        opt_out(row.pk, address)
    return gone


def kill_while_they_leave(budget: Budget, site: Site) -> int:
    """Two workers; one of them, by chance, is killed every two seconds and replaced."""
    chance, kills = random.Random(6), 0
    options = ("--lock-timeout", "4", "--interval", "0.2", "--queues", "mail")
    workers = [site.start_worker(*options) for _number in range(2)]
    while left() and kills < 200 and (kills < LEAST or budget.left > budget.seconds * 0.4):
        time.sleep(EVERY)
        at = chance.randrange(2)
        workers[at].kill()
        workers[at].wait()
        workers[at] = site.start_worker(*options)
        kills += 1
    return kills


def left() -> int:
    """How many still wait."""
    from portico.messaging.models import Email

    return Email.objects.waiting().filter(to__startswith="soakbulk").count()


def left_behind() -> int:
    """The same; what a killed worker had in hand half a minute ago need not wait for the end of its lease."""
    from portico.kit.times import now
    from portico.messaging.models import LEASE, Email
    from portico.messaging.tasks import send_waiting

    taken_long_ago = Email.objects.filter(status="sending", lease_until__lt=now() + LEASE - timedelta(seconds=30))
    taken_long_ago.update(lease_until=now() - timedelta(seconds=1), asked=now() - LEASE - timedelta(seconds=1))
    send_waiting.call()
    return left()


def count(outcome: Outcome, relay: Any, mails: int, gone: set[str], kills: int) -> None:
    """Each address once, doubles at most one a kill and the same mail, nothing to who unsubscribed."""
    from portico.messaging.models import Email

    came = [(some[0], str(message["Message-ID"])) for some, message in zip(relay.recipients, relay.taken, strict=True)]
    bulk = [one for one in came if one[0].startswith("soakbulk")]
    to = Counter(address for address, _id in bulk)
    doubles = len(bulk) - len(to)
    outcome.check(len(to) == mails - GONE, f"{mails - GONE - len(to)} people got nothing")
    outcome.check(not gone & set(to), f"{len(gone & set(to))} got mail after they unsubscribed")
    outcome.check(doubles <= kills, f"{doubles} second copies after {kills} kills")
    outcome.check(len(set(bulk)) == len(to), "a second copy had another Message-ID")
    held = Email.objects.filter(to__in=gone, status="held").count()
    outcome.check(held == GONE, f"{held} of {GONE} are held")
    outcome.figures["second copies"] = doubles
