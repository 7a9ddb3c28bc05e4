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

from script.benching.site import worker_of
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
        web = worker_of(site.start_web(workers=1).pid)
        browser = Browser(site.port, HOST, session_of(member))
        looks(browser, web, lambda: False, 2.0)
        before, usual = looks(browser, web, lambda: False, 8.0)
        worker = site.start_worker("--queues", "long")
        wait_until_at_work()
        task, began = begin(agency, table), time.monotonic()
        watch = Watch(site, worker.pid)
        meanwhile, busy = looks(browser, web, lambda: ended(task) or worker.poll() is not None, 900.0)
        seconds, most = time.monotonic() - began, watch.end()
    if not ended(task):
        raise SystemExit(f"The import was not done after {seconds:.0f} s; the worker's words are in {folder}.")
    slower = statistics.median(meanwhile) / statistics.median(before)
    speed, at_work = told["rows"] / seconds, told["rows"] / watch.cpu
    return {
        "rows": told["rows"],
        "rows a second": int(speed),
        "rows a second of processor time": int(at_work),
        "peak MB": most,
        "pages slower": round(slower, 2),
        "pages slower by processor time": round(busy / usual, 2),
        "met": speed >= FASTEST and most <= MOST and slower <= SLOWER,
        "met by processor time": at_work >= FASTEST and most <= MOST and busy / usual <= SLOWER,
    }


def wait_until_at_work() -> None:
    """Until the worker takes tasks, as those of a site do when somebody hands a table in: this one asks for nothing."""
    from portico.records.tasks import run
    from script.soaking.site import wait_for

    asked = run.enqueue(0)

    def done() -> bool:
        asked.refresh()
        return bool(asked.is_finished)

    if not wait_for(done, 60):
        raise SystemExit("The worker takes no tasks.")


def looks(browser: Any, web: int, over: Any, seconds: float) -> tuple[list[float], float]:
    """How long list and page take, and the web process for each; not all the time, as people do."""
    from script.soaking.big_import import processor

    end, times, began = time.monotonic() + seconds, list[float](), processor(web)
    while (time.monotonic() < end and not over()) or len(times) < 10:
        times += [browser.get(path).took for path in ("/desk/candidates/", "/desk/candidates/1/", "/client/")]
        time.sleep(0.2)
    return times, (processor(web) - began) / len(times)


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(measure(json.loads(sys.argv[1]))))
