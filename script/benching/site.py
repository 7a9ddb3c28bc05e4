"""The production server and the floor beside it: one worker each, on one core, with what they cost."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from script.run_processes import web_command
from script.soaking.site import Site, descendants

FLOOR = "script.benching.floor:application"


@dataclass(frozen=True, slots=True)
class Server:
    """One of the two."""

    port: int
    worker: int
    """The process that makes the pages."""

    def cpu(self) -> float:
        """Seconds of processor time that it has taken so far."""
        taken = 0
        for stat in Path(f"/proc/{self.worker}/task").glob("*/schedstat"):
            taken += int(stat.read_text().split()[0])
        return taken / 1e9

    def memory(self) -> float:
        """Megabytes that it holds for itself alone (shared pages of files and of its parent are not its own)."""
        for line in Path(f"/proc/{self.worker}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss_Anon:"):
                return int(line.split()[1]) / 1024
        return 0.0

    def resident(self) -> float:
        """Megabytes as `ps` shows them, pages of the database's file among them."""
        for line in Path(f"/proc/{self.worker}/status").read_text().splitlines():
            if line.startswith("VmRSS"):
                return int(line.split()[1]) / 1024
        return 0.0


def pinned(core: int) -> None:
    """Stay on one core."""
    os.sched_setaffinity(0, {core})


def cores() -> tuple[int, int]:
    """Where the server runs, and where all else does."""
    there = sorted(os.sched_getaffinity(0))
    return there[-1], there[0]


@contextmanager
def serving(folder: Path, environment: dict[str, str], application: str = "", pin: bool = True) -> Iterator[Server]:
    """The server, with Portico or with another application, until the block ends."""
    folder.mkdir(parents=True, exist_ok=True)
    site = Site(folder, environment=environment)
    core = cores()[0]
    command = web_command("127.0.0.1", site.port, 1, reload=False)
    if application:
        command[-1] = application
    try:
        process = site.start(command, {}, (lambda: pinned(core)) if pin else None)
        site.wait_until_up(process)
        yield Server(site.port, worker_of(process.pid))
    finally:
        site.stop()


def worker_of(server: int) -> int:
    """The server's only worker; the others of its children look after it."""
    found = [pid for pid in descendants(server) if "resource_tracker" not in line_of(pid)]
    return found[-1]


def line_of(pid: int) -> str:
    """What a process was started as."""
    return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")


PYTHON = sys.executable
