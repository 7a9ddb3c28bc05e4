"""An update rolls over the web hosts under load: first the next version's tables, then one host after the other."""

import signal
import time

from script.hosting.kills import judge
from script.hosting.setup import DRAIN, Setup, start_web
from script.soaking.frame import Outcome
from script.soaking.site import Site, wait_for
from script.soaking.writing import Load

NEXT = (
    "ALTER TABLE candidates_candidate ADD COLUMN of_the_next_version varchar(40) NOT NULL DEFAULT ''",
    "INSERT INTO django_migrations (app, name, applied) VALUES ('candidates', '9999_of_the_next_version', now())",
)
BACK = (
    "ALTER TABLE candidates_candidate DROP COLUMN of_the_next_version",
    "DELETE FROM django_migrations WHERE name = '9999_of_the_next_version'",
)


def run(setup: Setup, times: int) -> Outcome:
    """Not one request fails, however often."""
    from script.hosting.kills import Trial

    outcome = Outcome("an update rolls over the web hosts under load")
    stops: list[float] = []
    with Load(setup.front, setup.world, writers=4, called="rolling") as load:
        time.sleep(1)
        statements(NEXT)
        for _ in range(times):
            for host in setup.webs:
                stops.append(roll(setup, host, outcome))
        time.sleep(1)
    statements(BACK)
    judge(outcome, Trial("an update", void, void), load, [])
    least = min(setup.proxy.sent_to[host.port] for host in setup.webs)
    outcome.check(least > 0, "one of the hosts was never asked")
    outcome.figures |= {"stops": len(stops), "longest stop": f"{max(stops):.1f} s", "requests": len(load.times)}
    outcome.figures |= {"acknowledged": len(load.acknowledged), "failed": len(load.broken) + len(load.refused)}
    return outcome


def void(setup: Setup) -> None:
    """Nothing is taken away."""


def roll(setup: Setup, host: Site, outcome: Outcome) -> float:
    """One host: told to stop, gone when it has finished, started anew; how long it took to stop."""
    first = host.processes.pop()
    began = time.monotonic()
    first.send_signal(signal.SIGTERM)
    code = first.wait(timeout=90)
    took = time.monotonic() - began
    outcome.check(code == 0 and took >= DRAIN, f"the host ended with {code} after {took:.1f} s")
    start_web(host)
    outcome.check(wait_for(lambda: host.port in setup.proxy.ready, 30), "the proxy does not see it again")
    return took


def statements(all_of_them: tuple[str, ...]) -> None:
    """Straight to the database."""
    from django.db import connection

    with connection.cursor() as cursor:
        for one in all_of_them:
            cursor.execute(one)
