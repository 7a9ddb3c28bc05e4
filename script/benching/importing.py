"""A table of 100,000 people is taken in while others work, on a copy of the volume."""

import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from script.benching.volume import HOST, environment, session_of

ROWS = 100_000
FASTEST, MOST, SLOWER = 3000, 300, 2.0
"""Rows a second at least; megabytes at most; how many times as slow pages may be meanwhile."""


def on_a_copy(folder: Path, database: str, told: dict[str, Any], rows: int = ROWS) -> dict[str, Any]:
    """The figures, from a process of its own that knows only the copy."""
    copy = folder.with_name(f"{folder.name}-import")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("floor*", "lock", "*.log"))
    address = copy_of(database) if database else ""
    try:
        command = [sys.executable, "-m", "script.benching.importing", json.dumps({**told, "rows": rows})]
        done = subprocess.run(command, env=environment(copy, address), capture_output=True, text=True, check=False)
        if done.returncode:
            return {"failed": done.stderr[-800:]}
        found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return found
    finally:
        shutil.rmtree(copy, ignore_errors=True)


def copy_of(database: str) -> str:
    """A copy of a PostgreSQL database."""
    import psycopg
    from django.db import connection

    connection.close()
    base, _slash, name = database.rpartition("/")
    with psycopg.connect(f"{base}/postgres", autocommit=True) as server:
        server.execute('DROP DATABASE IF EXISTS "copy_for_import"')
        server.execute(f'CREATE DATABASE "copy_for_import" TEMPLATE "{name}"')
    return f"{base}/copy_for_import"


def measure(told: dict[str, Any]) -> dict[str, Any]:
    """In that process."""
    from script.soaking.big_import import Watch, begin, ended, write_table
    from script.soaking.site import Browser, running

    folder, member = Path(os.environ["DATA_DIR"]), told["recruiter"]
    agency = {"host": HOST, "members": {"recruiter": member}, "candidate": 1}
    table = write_table(folder / "people.csv", told["rows"])
    with running(folder) as site:
        site.start_web(workers=1)
        browser = Browser(site.port, HOST, session_of(member))
        before = looks(browser, lambda: False, 8.0)
        task, began = begin(agency, table), time.monotonic()
        worker = site.start_worker("--queues", "long")
        watch = Watch(site, worker.pid)
        meanwhile = looks(browser, lambda: ended(task), 900.0)
        seconds, most = time.monotonic() - began, watch.end()
    slower = statistics.median(meanwhile) / statistics.median(before)
    speed = told["rows"] / seconds
    met = speed >= FASTEST and most <= MOST and slower <= SLOWER
    return {
        "rows": told["rows"],
        "rows a second": int(speed),
        "peak MB": most,
        "pages slower": round(slower, 2),
        "met": met,
    }


def looks(browser: Any, over: Any, seconds: float) -> list[float]:
    """How long list and page take; not all the time, as people do."""
    end, times = time.monotonic() + seconds, list[float]()
    while (time.monotonic() < end and not over()) or len(times) < 10:
        times += [browser.get(path).took for path in ("/desk/candidates/", "/desk/candidates/1/", "/client/")]
        time.sleep(0.2)
    return times


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(measure(json.loads(sys.argv[1]))))
