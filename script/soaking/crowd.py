"""One agency has a mountain of work waiting: the other's sign-in mail goes out within ten seconds all the same."""

import time
from typing import Any

from script.soaking.frame import Budget, Outcome
from script.soaking.site import running, wait_for

SECONDS = 10.0
MOST = 100_000


def run(budget: Budget) -> Outcome:
    """A pile as large as the time allows, three sign-in mails."""
    from tests.messaging.smtp_relay import running as relay_running

    outcome = Outcome("a pile of one agency's tasks, and a sign-in mail of the other's")
    pile = int(min(MOST, max(2_000, budget.seconds * 400)))
    heap_up(budget.world["acme"], pile)
    waits = []
    with relay_running() as relay, running(budget.folder, smtp_port=relay.port) as site:
        site.start_all()
        wait_for(lambda: left() < pile - 10, 120)  # the workers are up
        theirs = budget.world["rival"]
        for who in ("owner", "maya", "dario_member"):
            to, began = theirs["emails"][who], time.monotonic()
            answer = site.browser(theirs).post("/sign-in/", email=to, way="mail")
            came = wait_for(lambda: to in [one for some in relay.recipients for one in some], 40)  # noqa: B023
            waits.append(time.monotonic() - began)
            outcome.check(came and waits[-1] <= SECONDS, f"{who}: {waits[-1]:.1f} s (the form: {answer.status})")
    outcome.figures |= {"pile": pile, "left": left(), "slowest": f"{max(waits):.1f} s"}
    return outcome


def heap_up(agency: dict[str, Any], count: int) -> None:
    """Ordinary mails and files to read, all of one agency; most of their rows are gone, which takes the same claims."""
    from django.utils import timezone
    from django_ox.models import OxTask

    at = timezone.now()
    kinds = [("portico.messaging.tasks.deliver", "mail"), ("portico.records.tasks.prepare", "default")]
    rows = (
        OxTask(
            task_path=kinds[n % 2][0],
            args=[10**9 + n],
            kwargs={},
            queue_name=kinds[n % 2][1],
            backend_name="default",
            enqueued_at=at,
            max_attempts=5,
        )
        for n in range(count)
    )
    OxTask.objects.bulk_create(rows, batch_size=2000)


def left() -> int:
    """How much of it still waits."""
    from django_ox.models import OxTask

    return OxTask.objects.filter(status="READY").count()
