"""Fifty people write at once: each is answered in time, none is told that the database is locked."""

import time
from statistics import quantiles

from script.soaking.frame import Budget, Outcome
from script.soaking.site import running, wait_for
from script.soaking.web_kills import losses
from script.soaking.writing import Load

WRITERS, SECONDS, PATIENCE, WARM = 50, 60.0, 2.0, 8.0


def run(budget: Budget) -> Outcome:
    """A minute of it, each person writing about every four seconds."""
    outcome = Outcome(f"{WRITERS} people writing, each every four seconds")
    with running(budget.folder) as site:
        site.start_all()
        with Load(site, budget.world, first=1000):
            time.sleep(WARM)  # what is made ready once has been
        budget = budget.restarted()
        with Load(site, budget.world, writers=WRITERS, pause=3.0) as load:
            wait_for(lambda: budget.over, SECONDS)
        losses(outcome, site, load)
    outcome.check(not load.broken, f"{len(load.broken)} got no answer: {load.broken[:3]}")
    cuts = quantiles(load.times, n=100)
    outcome.check(cuts[98] < PATIENCE, f"one in a hundred waits {cuts[98]:.2f} s or longer")
    outcome.figures |= {"answered": len(load.times), "acknowledged": len(load.acknowledged)}
    outcome.figures |= {"p50": f"{cuts[49]:.3f} s", "p99": f"{cuts[98]:.3f} s"}
    return outcome
