"""Runs the parts of the soak one after the other, each in a process of its own on its own copy of a small world."""

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from script.soaking.frame import PARTS, Outcome

ROOT = Path(__file__).resolve().parent.parent.parent
SHORTEST = 20.0
"""Seconds that a part gets at least."""
GRACE = 300.0
"""Seconds after its time is over at which a part is given up."""
KEY = "for-the-soak-on-this-machine-only-0123456789"


def environment(folder: Path, database: str) -> dict[str, str]:
    """A site as in real use, but by plain http on this machine."""
    told = {
        "DEBUG": "0",
        "SECRET_KEY": KEY,
        "ALLOWED_HOSTS": "acme.localhost,rival.localhost,127.0.0.1,localhost",
        "DATA_DIR": str(folder),
        "BEHIND_TLS": "0",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "LOG_LEVEL": "ERROR",
    }
    kept = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "FAIL_POINTS", *told}}
    return {**kept, **told, **({"DATABASE_URL": database} if database else {})}


def database_called(name: str) -> str:
    """The address of a database of our own PostgreSQL; nothing for SQLite."""
    base, _slash, _name = os.environ.get("DATABASE_URL", "").rpartition("/")
    return f"{base}/{name}" if base else ""


def prepare(folder: Path) -> None:
    """One migrated site with the world in it, to be copied for each part."""
    told = environment(folder, database_called("portico"))
    steps = ["migrate", "--verbosity", "0", "--", "collectstatic", "--noinput", "--verbosity", "0"]
    subprocess.run([sys.executable, "script/run_commands.py", *steps], env=told, cwd=ROOT, check=True)
    subprocess.run([sys.executable, "-m", "script.soaking.world"], env=told, cwd=ROOT, check=True)


def copy_of(template: Path, folder: Path, name: str) -> str:
    """A copy of the prepared site; returns its database's address."""
    shutil.copytree(template, folder)
    address = database_called(f"soak_{name}")
    if address:
        import psycopg

        with psycopg.connect(database_called("postgres"), autocommit=True) as server:
            server.execute(f'DROP DATABASE IF EXISTS "soak_{name}"')
            server.execute(f'CREATE DATABASE "soak_{name}" TEMPLATE portico')
    return address


def run_part(name: str, seconds: float, template: Path, folder: Path) -> Outcome:
    """One part, ended with all that it started when it does not end by itself."""
    began = time.monotonic()
    told = environment(folder, copy_of(template, folder, name))
    answer, said = folder.with_suffix(".json"), folder.with_suffix(".log")
    command = [sys.executable, "-m", "script.soaking.one", name, str(seconds), str(answer)]
    with said.open("wb") as log:
        process = subprocess.Popen(command, env=told, cwd=ROOT, stdout=log, stderr=log, start_new_session=True)
        try:
            process.wait(timeout=seconds + GRACE)
        except subprocess.TimeoutExpired:
            pass
        finally:
            end_session(process)
    if answer.exists():
        outcome = Outcome(**json.loads(answer.read_text()))
    else:
        tail = said.read_text(errors="replace").strip()[-1500:]
        outcome = Outcome("did not come to its end", losses=[f"ended with {process.returncode}: {tail}"])
    outcome.seconds = round(time.monotonic() - began, 1)
    return outcome


def end_session(process: "subprocess.Popen[bytes]") -> None:
    """Nothing that a part started outlives it: all of it is in the part's own session."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = stat.read_text().rpartition(")")[2].split()
            if int(words[3]) == process.pid:
                os.kill(int(stat.parent.name), signal.SIGKILL)
        except (OSError, ValueError, IndexError):
            continue
    process.wait()


def table(outcomes: dict[str, Outcome]) -> str:
    """The result for people."""
    head = ["part", "what was tried", "times", "survived", "losses", "seconds"]
    rows = [
        [name, one.tried, str(one.times), str(one.survived), str(len(one.losses)), f"{one.seconds:.0f}"]
        for name, one in outcomes.items()
    ]
    wide = [max(len(row[at]) for row in [head, *rows]) for at in range(len(head))]
    lines = [
        f"{row[0]:<{wide[0]}}  {row[1]:<{wide[1]}}  "
        + "  ".join(f"{row[at]:>{wide[at]}}" for at in range(2, len(head)))
        for row in [head, ["-" * size for size in wide], *rows]
    ]
    for name, one in outcomes.items():
        if one.figures:
            lines.append(f"· {name}: " + ", ".join(f"{key} {value}" for key, value in one.figures.items()))
        lines += [f"! {name}: {loss}" for loss in one.losses[:20]]
    return "\n".join(lines)


def arguments() -> Any:
    """The command line."""
    parser = argparse.ArgumentParser(prog="script/soak", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--minutes", type=float, default=10.0, help="for all parts together (default 10)")
    parser.add_argument("--only", nargs="+", metavar="PART", choices=PARTS, help=", ".join(PARTS))
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--keep", action="store_true", help="leave the data folders for a look")
    return parser.parse_args()


def main() -> int:
    """All of it; 1 where anything was lost."""
    asked = arguments()
    names = [name for name in PARTS if not asked.only or name in asked.only]
    seconds = max(SHORTEST, asked.minutes * 60 / len(names))
    place = Path(tempfile.mkdtemp(prefix="portico-soak-"))
    outcomes: dict[str, Outcome] = {}
    try:
        prepare(place / "template")
        for name in names:
            print(f"· {name} …", flush=True)
            outcomes[name] = run_part(name, seconds, place / "template", place / name)
    finally:
        if not asked.keep:
            shutil.rmtree(place, ignore_errors=True)
    print(f"\n{asked.database}, {asked.minutes:g} minutes\n\n{table(outcomes)}")
    record = ROOT / "var/soak" / f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{asked.database}.json"
    record.parent.mkdir(parents=True, exist_ok=True)
    record.write_text(json.dumps({name: one.as_dict() for name, one in outcomes.items()}, indent=1))
    print(f"\nWritten to {record.relative_to(ROOT)}" + (f"; the sites lie in {place}" if asked.keep else ""))
    return 1 if any(one.losses for one in outcomes.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
