"""The site is stopped and started again under load, as in an update: no request that it took is cut off."""

import signal
import time

from script.soaking.frame import Budget, Outcome
from script.soaking.site import running
from script.soaking.web_kills import losses
from script.soaking.writing import Load


def run(budget: Budget) -> Outcome:
    """SIGTERM, wait, start; refused connections are tried again for a while, as a proxy does."""
    waits: list[float] = []
    outcome = Outcome("SIGTERM under load and start anew (a proxy tries refused connections again)")
    with running(budget.folder) as site:
        tree, budget = site.start_all(), budget.restarted()
        with Load(site, budget.world, retry_refused=45) as load:
            while budget.left > 25 and len(waits) < 20:
                time.sleep(3)
                began = time.monotonic()
                tree.send_signal(signal.SIGTERM)
                code = tree.wait(timeout=60)
                waits.append(time.monotonic() - began)
                outcome.check(code == 0 and waits[-1] < 30, f"ended with {code} after {waits[-1]:.1f} s")
                tree = site.start_all()
        outcome.check(not load.broken, f"{len(load.broken)} requests were cut off: {load.broken[:3]}")
        losses(outcome, site, load)
    outcome.figures |= {"stops": len(waits), "slowest stop": f"{max(waits, default=0):.1f} s"}
    outcome.figures["acknowledged"] = len(load.acknowledged)
    return outcome
