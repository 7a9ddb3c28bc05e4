"""Back up under load and put back: whole, the database without its files, and the files without their rows."""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from script.soaking.frame import Budget, Outcome
from script.soaking.site import Site, running
from script.soaking.writing import Load, missing, unsound

READ = [("recruiter", "/desk/candidates/{candidate}/"), ("maya", "/client/"), ("dario_member", "/me/"), ("", "/jobs/")]


def run(budget: Budget) -> Outcome:
    """A backup while four people write, then three ways of putting it back."""
    outcome, target = (
        Outcome("backup under load; put back whole, without files, without rows"),
        budget.folder / "backup",
    )
    with running(budget.folder) as site:
        site.start_all(task_workers=1)
        with Load(site, budget.world) as load:
            time.sleep(4)
            before, began = list(load.acknowledged), time.monotonic()
            manage("backup", str(target))
            outcome.figures["backup took"] = f"{time.monotonic() - began:.1f} s"
            time.sleep(1)
    folder = next(path.parent for path in target.glob("*/manifest.json"))
    began = time.monotonic()
    manage("restore", str(folder), "--replace")
    with running(budget.folder) as site:
        site.start_web()
        outcome.figures["back after"] = f"{time.monotonic() - began:.1f} s"
        gone = missing(before)
        outcome.check(not gone, f"{len(gone)} writes from before the backup are not in it: {gone[:3]}")
        amiss = unsound()
        outcome.check(not amiss, f"unsound after the restore: {amiss[:3]}")
        same_files(outcome, target / "files", budget.folder / "files")
        without_files(outcome, site, budget)
        without_rows(outcome, budget)
    return outcome


def manage(*words: str) -> None:
    """A command, as an operator gives it."""
    done = subprocess.run([sys.executable, "manage.py", *words], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{words}: {done.stderr[-500:]}")


def same_files(outcome: Outcome, kept: Path, back: Path) -> None:
    """Up to a thousand files of the backup, byte for byte; what came after it is nobody's now, and is swept later."""
    files = [path for path in sorted(kept.rglob("*")) if path.is_file()][:1000]
    for path in files:
        again = back / path.relative_to(kept)
        fine = again.exists() and digest(again) == digest(path)
        outcome.check(fine, f"{path.name} came back otherwise")
    outcome.figures["files compared"] = len(files)


def digest(path: Path) -> str:
    """A file's fingerprint."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def without_files(outcome: Outcome, site: Site, budget: Budget) -> None:
    """Pages say so; the checker lists each."""
    from portico.records.models import Document

    files, aside = budget.folder / "files", budget.folder / "aside"
    files.rename(aside)
    agency = budget.world["acme"]
    document = Document.objects.filter(agency=agency["agency"]).order_by("pk").values_list("pk", flat=True)[0]
    asked = [*READ, ("recruiter", f"/desk/documents/{document}/"), ("recruiter", f"/desk/documents/{document}/file/")]
    for who, path in asked:
        status = site.browser(agency, who).get(path.format(**agency)).status
        outcome.check(status in {200, 404}, f"{path}: {status} without files")
    found = [line for line in unsound() if "file" in line]
    outcome.check(bool(found), "the checker does not miss the files")
    shutil.rmtree(files, ignore_errors=True)
    aside.rename(files)


def without_rows(outcome: Outcome, budget: Budget) -> None:
    """A file that no row names, and is not new, is listed."""
    stray = budget.folder / "files" / "documents" / "stray.pdf"
    stray.parent.mkdir(parents=True, exist_ok=True)
    stray.write_bytes(b"x")
    long_ago = time.time() - 30 * 24 * 3600
    os.utime(stray, (long_ago, long_ago))
    found = [line for line in unsound() if "stray" in line]
    outcome.check(bool(found), "the checker does not see a file without a row")
