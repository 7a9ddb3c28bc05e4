"""Portico on several hosts, as plain processes of this machine: stories, one of each killed, an update rolled."""

import argparse
import json
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime

from script.hosting import kills, rolling, stories
from script.hosting.setup import Setup, running
from script.soaking.frame import Outcome
from script.soaking.main import ROOT, table

type Part = Callable[[Setup, int], Outcome]
PARTS: dict[str, Part] = {
    "stories": lambda setup, times: stories.run(setup),
    "rolling": lambda setup, times: rolling.run(setup, times),
    **{
        trial.name.replace(" ", "_"): lambda setup, times, trial=trial: kills.run(setup, trial, times)  # type: ignore[misc]
        for trial in kills.TRIALS
    },
}

SHORT = ["stories", "rolling", "the_database"]


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="script/hosts", description=__doc__)
    parser.add_argument("--only", nargs="+", metavar="PART", choices=PARTS, help=", ".join(PARTS))
    parser.add_argument(
        "--times", type=int, default=3, help="how often each is killed and each host rolled (default 3)"
    )
    parser.add_argument("--short", action="store_true", help="the part of it that the tests run")
    parser.add_argument("--tables", default="", help="the address of a migrated database to begin with a copy of")
    parser.add_argument("--keep", action="store_true", help="leave the folders for a look")
    return parser.parse_args()


def tried(part: Part, setup: Setup, times: int) -> Outcome:
    """What it found; where it broke off, that is its loss, and the others are tried all the same."""
    try:
        return part(setup, times)
    except Exception as error:
        return Outcome("did not come to its end", times=1, losses=[f"{type(error).__name__}: {str(error)[-600:]}"])


def main() -> int:
    """All of it; 1 where anything was lost."""
    asked = arguments()
    outcomes: dict[str, Outcome] = {}
    began = time.monotonic()
    if asked.short:
        PARTS["stories"] = lambda setup, times: stories.run(setup, short=True)
        asked.only, asked.times = asked.only or SHORT, 1
    with running(keep=asked.keep, tables=asked.tables) as setup:
        print(f"· all hosts and servers are up ({time.monotonic() - began:.0f} s)", flush=True)
        for name, part in PARTS.items():
            if asked.only and name not in asked.only:
                continue
            print(f"· {name} …", flush=True)
            began = time.monotonic()
            outcomes[name] = tried(part, setup, asked.times)
            outcomes[name].seconds = round(time.monotonic() - began, 1)
            print("  lost: " + "; ".join(outcomes[name].losses) if outcomes[name].losses else "  fine", flush=True)
    print(f"\n{table(outcomes)}")
    record = ROOT / "var/hosts" / f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}.json"
    record.parent.mkdir(parents=True, exist_ok=True)
    record.write_text(json.dumps({name: one.as_dict() for name, one in outcomes.items()}, indent=1, default=str))
    print(f"\nWritten to {record.relative_to(ROOT)}" + (f"; all lies in {setup.place}" if asked.keep else ""))
    return 1 if any(one.losses for one in outcomes.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
