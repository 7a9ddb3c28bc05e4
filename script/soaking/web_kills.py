"""Web workers are killed amid mixed writes, and now and then the whole site: what was acknowledged is there."""

import random
import time

from script.soaking.frame import Budget, Outcome
from script.soaking.site import Site, command_of, descendants, kill, running, wait_for
from script.soaking.writing import Load, doubled, missing, unsound

WHOLE_SITE_EVERY = 10
"""One kill in so many takes all processes at once."""
BACK = 90.0
"""Seconds within which writes go through again; a machine with nothing else to do needs one or two."""


def run(budget: Budget) -> Outcome:
    """Kill until the time is over, 100 times at most; then count."""
    outcome = Outcome("SIGKILL of web workers and of the whole site under mixed writes")
    chance, kills, slowest = random.Random(1), 0, 0.0
    with running(budget.folder) as site:
        tree, budget = site.start_all(), budget.restarted()
        with Load(site, budget.world) as load:
            while budget.left > 8 and kills < 100:
                time.sleep(chance.uniform(0.3, 1.2))
                kills += 1
                if kills % WHOLE_SITE_EVERY == 0:
                    for pid in [*descendants(tree.pid), tree.pid]:
                        kill(pid)
                    tree.wait()
                    tree = site.start_all()
                    outcome.check(True, "")
                    continue
                workers = web_workers(tree.pid)
                if workers:
                    kill(chance.choice(workers))
                before, at = len(load.acknowledged), time.monotonic()
                fine = wait_for(lambda: len(load.acknowledged) > before, BACK)  # noqa: B023 (called at once)
                slowest = max(slowest, time.monotonic() - at)
                if not outcome.check(fine, f"no write went through for {BACK:.0f} s after kill {kills}"):
                    break
        losses(outcome, site, load)
    outcome.figures |= {"kills": kills, "acknowledged": len(load.acknowledged), "cut off": len(load.broken)}
    outcome.figures["longest without a write"] = f"{slowest:.1f} s"
    outcome.figures |= {"5xx": sum(n for status, n in load.statuses.items() if status >= 500)}
    return outcome


def web_workers(root: int) -> list[int]:
    """The processes that answer requests: the children of the web server's first process."""
    server = [pid for pid in descendants(root) if "granian" in command_of(pid)]
    return [pid for pid in server if descendants_of_any(pid, server)]


def descendants_of_any(pid: int, others: list[int]) -> bool:
    """Whether it is a child of one of the others."""
    return any(pid in descendants(other) for other in others if other != pid)


def losses(outcome: Outcome, site: Site, load: Load) -> None:
    """Whatever is not as it should be afterwards."""
    gone = missing(load.acknowledged)
    outcome.check(not gone, f"{len(gone)} acknowledged writes are gone: {gone[:5]}")
    twice = doubled(load.acknowledged)
    outcome.check(not twice, f"written twice: {twice[:5]}")
    amiss = unsound()
    outcome.check(not amiss, f"unsound: {amiss[:5]}")
    failed = [answer.status for _at, answer in load.refusals]
    outcome.check(not failed, f"{len(failed)} answers of 500 and above: {failed[:10]}")
