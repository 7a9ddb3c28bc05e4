"""Reading a stranger's file in a child process with limits of time, memory and reach."""

import json
import logging
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings

logger = logging.getLogger(__name__)

LONGEST_WAIT = 30
"""Seconds by the clock; the child's own limit is 10 seconds of CPU."""


class Unreadable(Exception):
    """The file could not be read: broken, protected, too much work, or not what it says it is."""


@dataclass(slots=True)
class Read:
    """What a child process found in a file."""

    result: dict[str, Any]
    pictures: list[bytes] = field(default_factory=list)


def read(command: str, data: bytes, **options: Any) -> Read:
    """Let a child process read `data`. Raises Unreadable when the file is at fault."""
    with tempfile.TemporaryDirectory(prefix="portico-reading-") as name:
        folder = Path(name)
        (folder / "source").write_bytes(data)
        run_child(command, folder, options)
        return collect(folder)


def run_child(
    command: str, folder: Path, options: dict[str, Any], child: str = "portico.records.reading_child"
) -> None:
    """Start a child with an empty environment, so that no secret is in its reach, and wait for its end."""
    environment = {
        "PYTHONPATH": str(settings.BASE_DIR),
        "PYTHONDONTWRITEBYTECODE": "1",
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "MALLOC_ARENA_MAX": "1",  # threads reserve address space, which counts towards the limit
        "RAYON_NUM_THREADS": "1",
    }
    line = [sys.executable, "-P", "-s", "-m", child, command, json.dumps(options)]
    with (folder / "said").open("wb") as said:
        try:
            done = subprocess.run(
                line,
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                timeout=LONGEST_WAIT,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise Unreadable("no end in sight") from None
    if done.returncode != 0:
        last = (folder / "said").read_bytes()[-300:].decode(errors="replace").strip().splitlines()[-1:]
        logger.info("A file could not be read (exit %s): %s", done.returncode, last)
        raise Unreadable(str(last[0]) if last else f"exit {done.returncode}")


def collect(folder: Path) -> Read:
    """What the child left behind; only files under the names agreed on are looked at."""
    try:
        result = json.loads((folder / "result.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise Unreadable("no result") from None
    names = [f"page-{number:03}.webp" for number in range(1, len(result.get("pages", [])) + 1)]
    if "pages" not in result:
        names = ["picture"]
    for name in names:
        if (folder / name).is_symlink() or not os.path.isfile(folder / name):
            raise Unreadable("no result")
    return Read(result, [(folder / name).read_bytes() for name in names])
