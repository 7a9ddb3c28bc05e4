"""Measures each main page beside a floor: builds or reuses a volume, starts the production server, signs in, asks."""

import argparse
import fcntl
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from script.benching.volume import SIZES, environment, folder_of

ROOT = Path(__file__).resolve().parent.parent.parent


def arguments() -> Any:
    """The command line."""
    parser = argparse.ArgumentParser(prog="script/bench", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--size", choices=SIZES, default="medium", help="candidates: 5,000, 50,000 or 500,000")
    parser.add_argument("--pages", default="", help="only these, like board,pipeline")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--only", choices=["pages", "finding"], default="pages", help="finding: how good the search is")
    parser.add_argument("--people", type=int, default=50_000, help="for finding: how many candidates")
    return parser.parse_args()


def main() -> int:
    """All of it."""
    asked = arguments()
    if asked.only == "finding":
        from script.benching.finding import run

        run(asked.people)
        return 0
    database = os.environ.get("DATABASE_URL", "")
    vendor = "postgresql" if database else "sqlite"
    folder = folder_of(vendor, asked.size)
    folder.mkdir(parents=True, exist_ok=True)
    os.environ.update(environment(folder, database))
    with alone(folder):
        return measure(asked, vendor, folder, environment(folder, database))


def measure(asked: Any, vendor: str, folder: Path, told: dict[str, str]) -> int:
    """With Django on the volume's database."""
    import django

    django.setup()
    from script.benching.measuring import Bench
    from script.benching.pages import PAGES
    from script.benching.table import table
    from script.benching.volume import ready

    volume = ready(SIZES[asked.size])
    collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
    subprocess.run(collect, env=told, cwd=ROOT, check=True)
    names = [name for name in asked.pages.split(",") if name]
    pages = [one for one in PAGES if not names or one.name in names]
    print(f"{vendor}, {asked.size}: {volume.candidates:,} candidates", flush=True)
    found = Bench(volume, folder, told, vendor).measure(pages, asked.rounds)
    print(table(found))
    keep(f"{vendor}-{asked.size}", {"pages": [one.as_dict() for one in found]})
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


def keep(name: str, found: dict[str, Any]) -> None:
    """The results as JSON in an ignored folder."""
    record = ROOT / "var/bench/results" / f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{name}.json"
    record.parent.mkdir(parents=True, exist_ok=True)
    record.write_text(json.dumps(found, indent=1))
    print(f"\nWritten to {record.relative_to(ROOT)}")


if __name__ == "__main__":
    sys.exit(main())
