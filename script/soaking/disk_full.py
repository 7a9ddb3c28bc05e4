"""The disk runs full: writing is refused in words, reading goes on, and with room again everything works at once."""

import contextlib
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from script.soaking.frame import Budget, Outcome
from script.soaking.site import Answer, Site, running
from script.soaking.writing import send, unsound

READINGS = ["/desk/", "/desk/candidates/", "/desk/jobs/"]


def run(budget: Budget) -> Outcome:
    """Fill the disk, look, make room, look."""
    outcome = Outcome("a disk that is full, and has room again")
    with small_disk(budget.folder) as disk:
        if disk is None:
            outcome.figures["not tried"] = "a small disk needs the right to mount one (root)"
            return outcome
        with running(budget.folder) as site:
            site.start_all(task_workers=1)
            budget = budget.restarted()
            agency = budget.world["acme"]
            browser = site.browser(agency, "recruiter")
            while budget.left > 12 and outcome.times < 200:
                fill(disk)
                answers = [send("document", browser, agency, f"full{n}x{outcome.times}") for n in range(3)]
                refused = [answer for answer in answers if answer.status == 503]
                outcome.check(bool(refused), f"no upload was refused: {[one.status for one in answers]}")
                friendly = all("retry-after" in one.headers and "Traceback" not in one.text for one in refused)
                outcome.check(friendly, "a refusal without words")
                read_on(outcome, site, budget)
                (disk / "ballast").unlink()
                word = f"room{outcome.times}"
                after: Answer = send("document", browser, agency, word)
                outcome.check(after.status == 302, f"{after.status} right after there was room")
                outcome.check(send("note", browser, agency, word).status == 302, "no note right after there was room")
        amiss = unsound()
        outcome.check(not amiss, f"unsound: {amiss[:5]}")
    return outcome


def read_on(outcome: Outcome, site: Site, budget: Budget) -> None:
    """Pages of all sides."""
    agency = budget.world["acme"]
    asked = [("recruiter", path) for path in READINGS] + [
        ("maya", "/client/"),
        ("dario_member", "/me/"),
        ("", "/jobs/"),
    ]
    for who, path in asked:
        status = site.browser(agency, who).get(path).status
        outcome.check(status == 200, f"{path}: {status} while the disk was full")


def fill(disk: Path) -> None:
    """Until nothing goes in any more."""
    with (disk / "ballast").open("ab", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(b"x" * 4096)


@contextlib.contextmanager
def small_disk(folder: Path) -> Iterator[Path | None]:
    """The site's data on a disk with little room; None where we may not mount one."""
    from django.db import connection

    connection.close()
    kept = folder.with_name(f"{folder.name}-kept")
    used = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    size = used + 6 * 1024 * 1024
    shutil.copytree(folder, kept)
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], check=False, stderr=subprocess.DEVNULL
    )
    try:
        shutil.copytree(kept, folder, dirs_exist_ok=True)
        yield folder if mounted.returncode == 0 else None
    finally:
        connection.close()
        if mounted.returncode == 0:
            subprocess.run(["umount", "--lazy", str(folder)], check=False)
