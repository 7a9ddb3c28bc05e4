"""The mail server is down, then hangs: pages are as quick as ever, and afterwards every mail goes out."""

import statistics
import time
from datetime import timedelta
from typing import Any

from script.soaking.frame import Budget, Outcome
from script.soaking.site import Browser, running, wait_for

MAILS = 60


def run(budget: Budget) -> Outcome:
    """Baseline, no relay, a relay that says nothing, a relay that works."""
    from tests.messaging.smtp_relay import running as relay_running

    outcome = Outcome("mail server down, hanging, and back")
    agency = budget.world["acme"]
    with relay_running() as relay, running(budget.folder, smtp_port=relay.port) as site:
        site.start_all()
        browser = site.browser(agency, "recruiter")
        write_mails(agency, "before")
        times = {"before": pages(browser, agency, budget.seconds / 8)}
        for trouble in ("451 not now", "hang", "drop"):
            relay.answer = lambda step, address, said=trouble: said  # type: ignore[misc]
            write_mails(agency, trouble.split()[0])
            times[trouble] = pages(browser, agency, budget.seconds / 8)
            # Two medians on a busy machine differ by themselves.
            fine = times[trouble] < times["before"] * 1.1 + 0.05
            outcome.check(fine, f"{trouble}: pages take {times[trouble]:.3f} s, {times['before']:.3f} s before")
        relay.answer = lambda step, address: ""
        drained = wait_for(lambda: drain() == 0, max(240.0, budget.left))
        outcome.check(drained, f"{drain()} mails are left")
        came = {one for several in relay.recipients for one in several if one.startswith("soak")}
        outcome.check(len(came) == 4 * MAILS, f"{len(came)} of {4 * MAILS} mails came")
    outcome.figures |= {f"page {name}": f"{value * 1000:.0f} ms" for name, value in times.items()}
    return outcome


def write_mails(agency: dict[str, Any], word: str) -> None:
    """Some mails that nobody waits for."""
    from portico.agencies.models import Agency
    from portico.messaging.writing import write

    row = Agency.objects.get(pk=agency["agency"])
    for number in range(MAILS):
        write(row, to=f"soak{word}{number}@client.example", template="messaging/emails/test")


def pages(browser: Browser, agency: dict[str, Any], seconds: float) -> float:
    """The middle of how long a page took."""
    end, times = time.monotonic() + seconds, list[float]()
    while time.monotonic() < end or len(times) < 5:
        times.append(browser.get(f"/desk/candidates/{agency['candidate']}/").took)
    return statistics.median(times)


def drain() -> int:
    """How many mails wait; those put off for long are due now."""
    from portico.kit.times import now
    from portico.messaging.models import Email

    waiting = Email.objects.filter(to__startswith="soak").waiting()
    at = now()
    waiting.filter(status="pending", next_try__gt=at).update(next_try=at - timedelta(seconds=1), asked=None)
    waiting.filter(status="sending", lease_until__lt=at + timedelta(minutes=2)).update(
        lease_until=at - timedelta(seconds=1), asked=at - timedelta(minutes=20)
    )
    return waiting.count()
