"""A table of up to a million rows is imported while others work: memory stays bounded, pages at most twice as slow."""

import os
import statistics
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from script.soaking.frame import Budget, Outcome
from script.soaking.site import Browser, Site, descendants, running

MOST_ROWS = 1_000_000
A_SECOND = 800
"""Rows planned for each second of the budget, so a million in 21 minutes: a slow machine has time for them, too."""
MEMORY_MB = 300
FELT = 0.1
"""Seconds: below, nobody feels how many times as long something takes."""
PATIENCE = 0.5
"""Seconds that saving a note may take while a batch of rows is being written."""


def run(budget: Budget) -> Outcome:
    """Baseline, import, and what pages took meanwhile."""
    outcome = Outcome("a large import during normal work")
    agency = budget.world["acme"]
    rows = int(min(MOST_ROWS, budget.seconds * A_SECOND))
    table = write_table(budget.folder / "people.csv", rows)
    with running(budget.folder) as site:
        site.start_web()
        before = work(site.browser(agency, "recruiter"), agency, lambda: False, min(8.0, budget.seconds / 8))
        began, task = time.monotonic(), begin(agency, table)
        worker = site.start_worker("--queues", "long")
        watch = Watch(site, worker.pid)
        meanwhile = work(site.browser(agency, "recruiter"), agency, lambda: ended(task), max(30.0, budget.left + 60))
        took, most = time.monotonic() - began, watch.end()
        outcome.check(ended(task), f"not done after {took:.0f} s")
    slower = p95(meanwhile.pages) / p95(before.pages)
    outcome.check(slower <= 2 or p95(meanwhile.pages) < FELT, f"pages took {slower:.1f} times as long")
    outcome.check(p95(meanwhile.notes) < PATIENCE, f"saving a note took {p95(meanwhile.notes):.3f} s")
    outcome.check(most <= MEMORY_MB, f"the worker took {most} MB")
    check_rows(outcome, task, rows)
    outcome.figures |= {"rows": rows, "rows a second": int(rows / took), "worker": f"{most} MB"}
    for name, times in (("before", before), ("meanwhile", meanwhile)):
        outcome.figures[f"p95 of pages and notes {name}"] = f"{p95(times.pages):.3f} s, {p95(times.notes):.3f} s"
    return outcome


@dataclass
class Times:
    """How long pages and saving notes took, in seconds."""

    pages: list[float] = field(default_factory=list)
    notes: list[float] = field(default_factory=list)


class Watch:
    """The most memory that a worker and its children held, and the seconds of processor time that they took."""

    def __init__(self, site: Site, pid: int) -> None:
        self.pid, self.most, self.over, self.began = pid, 0, threading.Event(), processor(pid)
        self.cpu = 0.0
        self.thread = threading.Thread(target=self.look, daemon=True)
        self.thread.start()

    def look(self) -> None:
        """Ten times a second."""
        while not self.over.wait(0.1):
            there = [self.pid, *descendants(self.pid)]
            self.most = max(self.most, sum(map(memory, there)))
            self.cpu = max(self.cpu, sum(map(processor, there)) - self.began)

    def end(self) -> int:
        """In megabytes."""
        self.over.set()
        self.thread.join()
        return self.most // 1024


def memory(pid: int) -> int:
    """What a process holds, in kilobytes."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmRSS")), 0)


def processor(pid: int) -> float:
    """Seconds that a process and those of its children that have ended have taken so far."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return 0.0
    return sum(map(int, stat.rpartition(")")[2].split()[11:15])) / os.sysconf("SC_CLK_TCK")


def write_table(path: Path, rows: int) -> Path:
    """One in a hundred is bad."""
    with path.open("w", encoding="utf-8") as file:
        file.write("Candidate ID,First Name,Last Name,Email,Title,City,Notes\r\n")
        for n in range(rows):
            email = "call me" if n % 100 == 0 else f"bulk{n}@example.com"
            file.write(f"B-{n},Ana,Bulk {n},{email},Porter,Leeds,{'worked nights ' * 12}\r\n")
    return path


def begin(agency: dict[str, Any], table: Path) -> int:
    """Hand the table in; the number of its task."""
    from django.core.files.uploadedfile import UploadedFile

    from portico.agencies.models import Member
    from portico.imports.uploading import begin as start
    from portico.imports.uploading import receive

    member = Member.objects.get(pk=agency["members"]["recruiter"])
    with table.open("rb") as file:
        upload: UploadedFile[Any] = UploadedFile(file, "people.csv", "text/csv", table.stat().st_size)
        task = receive(by=member, kind="candidates", file=upload)
    start(task, by=member)
    return task.pk


def ended(task: int) -> bool:
    """Whether it is done, or failed."""
    from portico.records.models import LongTask

    return LongTask.objects.get(pk=task).status not in {"waiting", "running"}


def work(browser: Browser, agency: dict[str, Any], over: Any, seconds: float) -> Times:
    """How long lists, searches, pages and notes take."""
    end, times = time.monotonic() + seconds, Times()
    while (time.monotonic() < end and not over()) or len(times.notes) < 10:
        for path in ("/desk/candidates/", f"/desk/candidates/{agency['candidate']}/", "/desk/search/?q=dario"):
            times.pages.append(browser.get(path).took)
        words = {"note-text": f"while {len(times.notes)}"}
        times.notes.append(browser.post(f"/desk/candidates/{agency['candidate']}/notes/", **words).took)
        time.sleep(0.1)
    return times


def p95(times: list[float]) -> float:
    """All but the slowest twentieth are quicker."""
    return statistics.quantiles(times, n=20)[-1]


def check_rows(outcome: Outcome, task: int, rows: int) -> None:
    """Each good row is there, each bad one in the file of refused ones."""
    from portico.candidates.models import Candidate
    from portico.records.models import LongTask

    figures, bad = LongTask.objects.get(pk=task).figures, (rows + 99) // 100
    there = Candidate.objects.filter(last_name__startswith="Bulk ").count()
    outcome.check(there == rows - bad, f"{there} people of {rows - bad} good rows; {figures}")
    outcome.check(figures.get("refused") == bad, f"{figures.get('refused')} refused of {bad} bad rows")
