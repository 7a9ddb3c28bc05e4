"""Somebody reads for very long while others write: writing goes on, the journal stays small or health says so."""

import os
import sqlite3
import time
from pathlib import Path

from script.soaking.frame import Budget, Outcome
from script.soaking.site import Browser, running
from script.soaking.web_kills import losses
from script.soaking.writing import Load

MEGABYTES = 256


def run(budget: Budget) -> Outcome:
    """A transaction that only reads stays open all the time; then it ends."""
    outcome = Outcome("a reader that holds its snapshot, and writers")
    if os.environ.get("DATABASE_URL"):
        outcome.figures["not tried"] = "PostgreSQL keeps no such journal"
        return outcome
    journal, most = Path(f"{budget.folder}/portico.sqlite3-wal"), 0
    with running(budget.folder) as site:
        site.start_web()
        budget = budget.restarted()
        reader = sqlite3.connect(budget.folder / "portico.sqlite3", isolation_level=None)
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM records_event").fetchone()
        with Load(site, budget.world) as load:
            while budget.left > 8:
                time.sleep(0.5)
                most = max(most, journal.stat().st_size)
            told = Browser(site.port, "127.0.0.1").get("/readyz").text
            fine = most <= MEGABYTES * 2**20 or "journal is large" in told
            outcome.check(fine, f"the journal grew to {most >> 20} MB and nobody says so")
            reader.execute("COMMIT")
            time.sleep(3)
        losses(outcome, site, load)
        after = journal.stat().st_size if journal.exists() else 0
        outcome.check(after <= 128 * 2**20, f"{after >> 20} MB of journal are kept")
        outcome.check(not load.broken, f"cut off: {load.broken[:3]}")
    outcome.figures |= {"most": f"{most / 2**20:.1f} MB", "after": f"{after / 2**20:.1f} MB"}
    outcome.figures["acknowledged"] = len(load.acknowledged)
    return outcome
