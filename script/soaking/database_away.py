"""The database goes away under load: PostgreSQL is restarted, SQLite is locked by somebody else for ten seconds."""

import os
import sqlite3
import subprocess
import time
from pathlib import Path
from urllib.parse import unquote, urlsplit

from script.soaking.frame import Budget, Outcome
from script.soaking.site import running, wait_for
from script.soaking.web_kills import losses
from script.soaking.writing import Load

LOCKED = 10.0


def run(budget: Budget) -> Outcome:
    """Take it away as often as there is time; what fails, fails with 503 while it is away, and no longer."""
    outcome = Outcome("the database restarted (or locked for 10 s) under load")
    windows: list[tuple[float, float]] = []
    with running(budget.folder) as site:
        site.start_all()
        budget = budget.restarted()
        with Load(site, budget.world) as load:
            while budget.left > 25 and len(windows) < 8:
                time.sleep(3)
                began = time.monotonic()
                take_away(budget.folder)
                windows.append((began, time.monotonic()))
                before = len(load.acknowledged)
                back = wait_for(lambda: len(load.acknowledged) > before, 60)  # noqa: B023 (called at once)
                outcome.check(back, "no write went through within a minute after it was back")
        late = [at for at, _answer in load.refusals if not any(b - 0.5 <= at <= e + 10 for b, e in windows)]
        outcome.check(not late, f"{len(late)} answers of 500 and above outside of the windows")
        statuses = {answer.status for _at, answer in load.refusals}
        outcome.check(statuses <= {503}, f"statuses other than 503: {statuses}")
        unfriendly = [1 for _at, a in load.refusals if "retry-after" not in a.headers or "Traceback" in a.text]
        outcome.check(not unfriendly, f"{len(unfriendly)} without a friendly page")
        refused, load.refusals = len(load.refusals), []
        losses(outcome, site, load)
    outcome.figures |= {"windows": len(windows), "503 in them": refused, "acknowledged": len(load.acknowledged)}
    outcome.figures["slowest answer"] = f"{max(load.times, default=0):.1f} s"
    return outcome


def take_away(folder: Path) -> None:
    """Until it is back."""
    address = os.environ.get("DATABASE_URL", "")
    if address:
        restart_postgresql(Path(unquote(urlsplit(address).netloc.rpartition("@")[2])))
        return
    other = sqlite3.connect(folder / "portico.sqlite3", timeout=30, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    time.sleep(LOCKED)
    other.execute("ROLLBACK")
    other.close()


def restart_postgresql(place: Path) -> None:
    """Without a goodbye to anybody, and as it was started before."""
    from django.db import connection

    connection.close()
    data = place / "data"
    program = next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))[::-1]))
    owner = data.stat()
    as_owner = ["setpriv", "--reuid", str(owner.st_uid), "--regid", str(owner.st_gid), "--clear-groups"]
    command = [str(program), "restart", "--mode", "immediate", "--pgdata", str(data), "--log", str(place / "log2")]
    prefix = as_owner if os.geteuid() == 0 else []
    subprocess.run([*prefix, *command, "--wait", "--timeout", "30"], check=True, cwd=place, stdout=subprocess.DEVNULL)
