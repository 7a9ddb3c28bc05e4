"""Schedulers whose clocks run fast, late and early: each periodic run happens once in its slot, none is lost."""

import shutil
import time
from collections import Counter

from script.soaking.frame import Budget, Outcome
from script.soaking.site import running

FAST = 60
"""So many seconds of the faked clock pass in one."""


def run(budget: Budget) -> Outcome:
    """Two workers with the same fast clock, then one set back an hour, then all a day ahead."""
    outcome = Outcome("two schedulers at a fast clock; clocks an hour back and a day ahead")
    faketime = shutil.which("faketime")
    with running(budget.folder) as site:
        if faketime is None:
            outcome.figures["clock"] = "not faked: apt-get install faketime"
            prefixes: list[tuple[str, ...]] = [(), ()]
        else:
            fast = ("faketime", "-f", f"+0 x{FAST}")
            prefixes = [fast, fast, ("faketime", "-f", f"-1h x{FAST}"), ("faketime", "-f", f"+1d x{FAST}")]
        span = max(10.0, (budget.left - 10) / 2)
        for prefix in prefixes[:2]:
            site.start_worker("--interval", "0.2", prefix=prefix, FAKETIME_DONT_FAKE_MONOTONIC="1")
        time.sleep(span)
        for prefix in prefixes[2:]:
            site.start_worker("--interval", "0.2", prefix=prefix, FAKETIME_DONT_FAKE_MONOTONIC="1")
        time.sleep(span)
        outcome.check(all(one.poll() is None for one in site.processes), f"a worker ended: {site.log_tail()}")
    count_runs(outcome)
    return outcome


def count_runs(outcome: Outcome) -> None:
    """Each slot once, and in the span of the plain clocks no slot of the minutely schedule left out."""
    from django_ox.models import OxScheduleTick

    ticks = list(OxScheduleTick.objects.exclude(task=None).values_list("schedule_name", "scheduled_for", "task_id"))
    slots = Counter((name, at) for name, at, _task in ticks)
    twice = [slot for slot, count in slots.items() if count > 1]
    outcome.times += len(slots)
    outcome.survived += len(slots) - len(twice)
    outcome.losses += [f"twice: {name} at {at}" for name, at in twice]
    outcome.check(len({task for _name, _at, task in ticks}) == len(ticks), "one task stands for two slots")
    outcome.check(bool(slots), "nothing ran by the clock")
    outcome.figures |= {"slots": len(slots), "schedules": len({name for name, _at in slots})}
