"""Few file handles and hundreds of idle connections: who really asks is still answered."""

import contextlib
import resource
import socket
import time
from collections.abc import Iterator

from script.soaking.frame import Budget, Outcome
from script.soaking.site import Browser, NoAnswer, Site, running

HANDLES, IDLE = 64, 500


def few_handles() -> None:
    """In the new process, before it becomes the web server."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (HANDLES, HANDLES))


def run(budget: Budget) -> Outcome:
    """Idle connections against a web server as it is, and against one with 64 handles."""
    outcome = Outcome(f"{IDLE} idle connections; a web server with {HANDLES} file handles")
    with running(budget.folder) as site:
        site.start_web(workers=2)
        with idle(site, IDLE):
            answered(outcome, site, budget, "500 idle connections")
        site.stop()
        site.processes.clear()
        site.start_web(workers=2, before=few_handles)
        answered(outcome, site, budget, "64 handles")
        with idle(site, 40):
            answered(outcome, site, budget, "64 handles and 40 idle connections")
    return outcome


@contextlib.contextmanager
def idle(site: Site, count: int) -> Iterator[None]:
    """Connections that say nothing."""
    with contextlib.ExitStack() as stack:
        for _ in range(count):
            one = stack.enter_context(socket.socket())
            one.settimeout(5)
            with contextlib.suppress(OSError):
                one.connect(("127.0.0.1", site.port))
        yield


def answered(outcome: Outcome, site: Site, budget: Budget, what: str) -> None:
    """Health, sign-in and a page."""
    agency = budget.world["acme"]
    for who, path in (("", "/healthz"), ("", "/sign-in/"), ("recruiter", "/desk/")):
        browser: Browser = site.browser(agency, who)
        browser.timeout, began = 20, time.monotonic()
        try:
            status = browser.get(path).status
        except NoAnswer as error:
            outcome.check(False, f"{what}: {path}: {error}")
        else:
            outcome.check(status == 200, f"{what}: {path}: {status}")
        outcome.figures["slowest"] = max(outcome.figures.get("slowest", 0.0), round(time.monotonic() - began, 2))
