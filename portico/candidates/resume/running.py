"""Starting the child process that reads a résumé, and taking in what it found."""

import compileall
import json
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from portico.candidates.places import towns_file
from portico.records.filetypes import DOCX, JPEG, PDF, PNG, WEBP
from portico.records.reading import Unreadable, run_child

CHILD = "portico.candidates.resume.child"
READ = {PDF.content_type, DOCX.content_type, PNG.content_type, JPEG.content_type, WEBP.content_type}
LONGEST_RESULT = 2_000_000


@dataclass(frozen=True, slots=True)
class ResumeProfile:
    """What was read in one résumé."""

    json_resume: dict[str, Any]


def read_resume(data: bytes, content_type: str) -> ResumeProfile | None:
    """What the résumé says, or None where it cannot be read: no words in it, protected, broken, too much work."""
    if content_type not in READ or not data:
        return None
    compile_once()
    with tempfile.TemporaryDirectory(prefix="portico-resume-") as name:
        folder = Path(name)
        (folder / "source").write_bytes(data)
        try:
            run_child("read", folder, {"towns": str(towns_file() or "")}, child=CHILD)
            return ResumeProfile(result_in(folder))
        except Unreadable:
            return None


@cache
def compile_once() -> None:
    """The child may write nothing beside the program: without this each one would compile all its modules anew."""
    compileall.compile_dir(Path(__file__).parent, quiet=2)


def result_in(folder: Path) -> dict[str, Any]:
    """The child's result; whatever a taken-over child may leave instead is unreadable."""
    path = folder / "result.json"
    try:
        if path.is_symlink() or path.stat().st_size > LONGEST_RESULT:
            raise Unreadable("no result")
        result = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        raise Unreadable("no result") from None
    if not isinstance(result, dict) or not isinstance(result.get("basics"), dict):
        raise Unreadable("no result")
    return result
