"""Measures each main page beside a floor: builds or reuses a volume, starts the production server, signs in, asks."""

import argparse
import fcntl
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from script.benching.volume import SIZES, environment, folder_of

ROOT = Path(__file__).resolve().parent.parent.parent
PARTS = ["pages", "searches", "writes", "visit", "memory", "explain", "import", "finding"]


def arguments() -> Any:
    """The command line."""
    parser = argparse.ArgumentParser(prog="script/bench", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--size", choices=SIZES, default="medium", help="candidates: 5,000, 50,000 or 500,000")
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS[:6], help="default: all but the last two")
    parser.add_argument("--pages", default="", help="of the pages only these, like board,pipeline")
    parser.add_argument("--rounds", type=int, default=5, help="of each page and its floor (default 5)")
    parser.add_argument("--requests", type=int, default=10_000, help="for the memory (default 10,000)")
    parser.add_argument("--people", type=int, default=50_000, help="for how well the search finds: candidates")
    return parser.parse_args()


def main() -> int:
    """All of it."""
    asked = arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    if asked.only == ["finding"]:
        from script.benching.finding import run

        run(asked.people)
        return 0
    database = os.environ.get("DATABASE_URL", "")
    vendor = "postgresql" if database else "sqlite"
    folder = folder_of(vendor, asked.size)
    folder.mkdir(parents=True, exist_ok=True)
    os.umask(0o077)  # What a site keeps is its owner's alone; a worker does not start otherwise.
    folder.chmod(0o700)
    told = {**environment(folder, database), "TRUSTED_PROXIES": "1"}
    os.environ.update(told)
    with alone(folder):
        return measure(asked, vendor, folder, told)


def measure(asked: Any, vendor: str, folder: Path, told: dict[str, str]) -> int:
    """With Django on the volume's database."""
    import django

    django.setup()
    from script.benching.measuring import Bench
    from script.benching.running import run
    from script.benching.volume import ready

    volume = ready(SIZES[asked.size])
    collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
    subprocess.run(collect, env=told, cwd=ROOT, check=True)
    load = os.getloadavg()[0]
    print(f"{vendor}, {asked.size}: {volume.candidates:,} candidates; load of the machine {load:.1f}", flush=True)
    found = run(Bench(volume, folder, told, vendor), asked, last(f"{vendor}-small"))
    found |= {"size": asked.size, "vendor": vendor, "load before": load, "load after": os.getloadavg()[0]}
    keep(f"{vendor}-{asked.size}", found)
    return 0


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """One at a time on a volume."""
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Somebody measures on this volume already; waiting …", flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def last(name: str) -> dict[str, Any]:
    """What was measured there the last time, with all pages."""
    for path in sorted((ROOT / "var/bench/results").glob(f"*-{name}.json"), reverse=True):
        found: dict[str, Any] = json.loads(path.read_text())
        if len(found.get("pages", [])) > 8:
            return found
    return {}


def keep(name: str, found: dict[str, Any]) -> None:
    """The results as JSON in an ignored folder."""
    record = ROOT / "var/bench/results" / f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{name}.json"
    record.parent.mkdir(parents=True, exist_ok=True)
    record.write_text(json.dumps(found, indent=1, default=str))
    print(f"\nWritten to {record.relative_to(ROOT)}")


if __name__ == "__main__":
    sys.exit(main())
