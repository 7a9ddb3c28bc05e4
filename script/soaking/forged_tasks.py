"""Rows of the task queue that are broken, unknown or forged: they are set aside, nothing of them runs, work goes on."""

import time
from pathlib import Path
from typing import Any

from script.soaking.frame import Budget, Outcome
from script.soaking.site import running, wait_for


def forged(trace: Path) -> list[dict[str, Any]]:
    """What somebody with access to the table, or an older version, may leave there."""
    deliver = "portico.messaging.tasks.deliver"
    shell = f"touch {trace}"
    return [
        {"task_path": "os.system", "args": [shell]},
        {"task_path": "subprocess.check_output", "args": [["touch", str(trace)]]},
        {"task_path": "builtins.eval", "args": [f"__import__('os').system({shell!r})"]},
        {"task_path": "portico.records.longtasks.execute", "args": [1]},
        {"task_path": "portico.gone.tasks.nothing"},
        {"task_path": ""},
        {"task_path": "a" * 255},
        {"task_path": deliver, "args": {"email_id": 1}},
        {"task_path": deliver, "args": ["x", "y", "z"]},
        {"task_path": deliver, "args": "text"},
        {"task_path": deliver, "args": [None], "kwargs": {"__class__": "x"}},
        {"task_path": deliver, "args": [1], "kwargs": ["not a mapping"]},
        {"task_path": deliver, "args": [1], "queue_name": "nobody"},
        {"task_path": deliver, "args": [1], "backend_name": "pickle"},
        {"task_path": deliver, "args": [1], "priority": -32000},
        {"task_path": deliver, "args": [2**80]},
    ]


def run(budget: Budget) -> Outcome:
    """Two workers among forged rows, and an honest mail behind them."""
    from tests.messaging.smtp_relay import running as relay_running

    outcome = Outcome("broken, unknown and forged rows in the task queue")
    trace = budget.folder / "somebody-was-here"
    rows = plant(trace)
    with relay_running() as relay, running(budget.folder, smtp_port=relay.port) as site:
        workers = [site.start_worker("--interval", "0.2"), site.start_worker("--interval", "0.2")]
        time.sleep(min(10.0, budget.left / 3))
        send_honest(budget.world["acme"])
        came = wait_for(lambda: ["honest@client.example"] in relay.recipients, max(120.0, budget.left - 5))
        outcome.check(came, f"the honest mail behind them did not come: {site.log_tail()}")
        outcome.check(all(one.poll() is None for one in workers), f"a worker ended: {site.log_tail()}")
    outcome.check(not trace.exists(), "a forged row ran code")
    from django_ox.models import OxTask

    left = dict(OxTask.objects.filter(pk__in=rows).values_list("task_path", "status"))
    running_on = [path for path, status in left.items() if status == "RUNNING"]
    outcome.check(not running_on, f"still running: {running_on}")
    tries = max(OxTask.objects.filter(pk__in=rows).values_list("attempts", flat=True))
    outcome.check(tries <= 5, f"{tries} tries of one row")
    outcome.figures |= {"rows": len(rows), "statuses": sorted(set(left.values()))}
    return outcome


def plant(trace: Path) -> list[Any]:
    """The forged rows, in front of everything else."""
    from django.utils import timezone
    from django_ox.models import OxTask

    usual = {"args": [], "kwargs": {}, "queue_name": "mail", "backend_name": "default", "priority": 90}
    at = timezone.now()
    made = [OxTask.objects.create(enqueued_at=at, max_attempts=5, **{**usual, **row}) for row in forged(trace)]
    return [row.pk for row in made]


def send_honest(agency: dict[str, Any]) -> None:
    """A mail as usual."""
    from portico.agencies.models import Agency
    from portico.messaging.writing import write

    write(Agency.objects.get(pk=agency["agency"]), to="honest@client.example", template="messaging/emails/test")
