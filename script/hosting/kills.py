"""One of each is killed under load, and started again: what was acknowledged is there, and the others answer on."""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from script.hosting.setup import QUICK, Setup, start_web
from script.soaking.frame import Outcome
from script.soaking.site import descendants, kill, wait_for
from script.soaking.writing import Load, doubled, missing, unsound

BACK = 90.0
"""Seconds within which writes go through again; a machine with nothing else to do needs one or two."""
LATE = 15.0
"""Seconds after it is back in which somebody may still hear of it: who had waited, and a store that is let rest."""
MAILS = 30


@dataclass
class Trial:
    """What is taken away, how, and what people may notice of it."""

    name: str
    down: Callable[[Setup], None]
    up: Callable[[Setup], None]
    away: float = 2.0
    """Seconds between the two."""
    cut_off: bool = False
    """Whether requests that it was answering may get no answer."""
    refused: frozenset[str] = field(default_factory=frozenset)
    """What may be refused with 503 meanwhile."""


def kill_host(number: int) -> Callable[[Setup], None]:
    """All processes of a web host at once."""

    def down(setup: Setup) -> None:
        for process in setup.webs[number].processes:
            for pid in [process.pid, *descendants(process.pid)]:
                kill(pid)
            process.wait()
        setup.webs[number].processes.clear()

    return down


def kill_worker(setup: Setup) -> None:
    """A task host, while there are mails to be sent."""
    write_mails(setup)
    wait_for(lambda: bool(came(setup)), 60)
    setup.workers[0].stop()
    setup.workers[0].processes.clear()


def write_mails(setup: Setup) -> None:
    """Something to do for the task hosts."""
    from portico.agencies.models import Agency
    from portico.messaging.writing import write

    for number in range(MAILS):
        agency = Agency.objects.get(pk=setup.world["acme"]["agency"])
        write(agency, to=f"killed{number}@client.example", template="messaging/emails/test")


def came(setup: Setup) -> Counter[str]:
    """The mails that the relay took, by person."""
    return Counter(one for to in setup.relay.recipients for one in to if one.startswith("killed"))


TRIALS = [
    Trial("a web host", kill_host(0), lambda setup: void(start_web(setup.webs[0])), cut_off=True),
    Trial("the other web host", kill_host(1), lambda setup: void(start_web(setup.webs[1])), cut_off=True),
    Trial("a task host", kill_worker, lambda setup: void(setup.workers[0].start_worker(*QUICK))),
    Trial("the replica", lambda setup: setup.replica.crash(), lambda setup: setup.replica.start()),
    Trial(
        "the object store", lambda setup: setup.store.end(), lambda setup: setup.store.start(),
        refused=frozenset({"document"}),
    ),
    Trial(
        "the database", lambda setup: setup.primary.crash(), lambda setup: setup.primary.start(),
        refused=frozenset({"note", "candidate", "document", "move", "read"}),
    ),
]  # fmt: skip


def void(value: object) -> None:
    """Only that it was done matters."""


def run(setup: Setup, trial: Trial, times: int) -> Outcome:
    """Take it away and bring it back so often, while people work."""
    outcome = Outcome(f"SIGKILL: {trial.name}")
    windows: list[tuple[float, float]] = []
    slowest = 0.0
    called = trial.name.replace(" ", "")
    with Load(setup.front, setup.world, writers=3, pause=0.05, called=called) as load:
        for _ in range(times):
            time.sleep(1.5)
            began = time.monotonic()
            trial.down(setup)
            time.sleep(trial.away)
            if not trial.refused:
                outcome.check(goes_on(load), "nobody could work while it was away")
            trial.up(setup)
            windows.append((began, time.monotonic()))
            outcome.check(goes_on(load), f"no write went through for {BACK:.0f} s after it was back")
            slowest = max(slowest, time.monotonic() - windows[-1][1])
        time.sleep(1.5)
    judge(outcome, trial, load, windows)
    outcome.figures |= {"acknowledged": len(load.acknowledged), "503": len(load.refusals)}
    outcome.figures |= {"cut off": len(load.broken), "first write after": f"{slowest:.1f} s"}
    if trial.down is kill_worker:
        count_mails(setup, outcome, times)
    return outcome


def goes_on(load: Load) -> bool:
    """Whether something is written from now on."""
    before = len(load.acknowledged)
    return wait_for(lambda: len(load.acknowledged) > before, BACK)


def judge(outcome: Outcome, trial: Trial, load: Load, windows: list[tuple[float, float]]) -> None:
    """Whatever is not as it should be. Our own connections may be those of a server that was killed."""
    from django.db import connections

    connections.close_all()
    gone, twice, amiss = missing(load.acknowledged), doubled(load.acknowledged), unsound()
    outcome.check(not gone, f"{len(gone)} acknowledged writes are gone: {gone[:5]}")
    outcome.check(not twice, f"written twice: {twice[:5]}")
    outcome.check(not amiss, f"unsound: {amiss[:5]}")
    if not trial.cut_off:
        outcome.check(not load.broken, f"{len(load.broken)} requests got no answer: {load.broken[:3]}")
    else:
        outcome.check(len(load.broken) <= load.writers * len(windows), f"cut off: {len(load.broken)}")
    other = [(one.status, kind) for kind, _at, one in load.refused if one.status != 503 or kind not in trial.refused]
    outcome.check(not other, f"refused: {Counter(other).most_common(4)}")
    late = [at for _kind, at, _one in load.refused if not any(b <= at <= e + LATE for b, e in windows)]
    outcome.check(not late, f"{len(late)} refused when it was long back")


def count_mails(setup: Setup, outcome: Outcome, kills: int) -> None:
    """Each at the relay; a second copy at most for the one that a killed worker was handing over."""
    from script.soaking.worker_kills import let_leases_end

    def all_came() -> bool:
        let_leases_end()
        return len(came(setup)) == MAILS

    outcome.check(wait_for(all_came, 120), f"{MAILS - len(came(setup))} mails never came")
    doubles = sum(came(setup).values()) - MAILS * kills
    outcome.check(doubles <= kills * 2, f"{doubles} second copies after {kills} kills")
    outcome.figures |= {"mails": sum(came(setup).values()), "second copies": doubles}
