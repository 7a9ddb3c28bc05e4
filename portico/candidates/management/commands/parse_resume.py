"""manage.py parse_resume: read résumés into JSON Resume, one file each."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portico.candidates.resume.running import read_resume
from portico.kit.rules import RuleBroken
from portico.records import filetypes


class Command(BaseCommand):
    """Read résumés, PDF or Word, and write what they say as JSON Resume."""

    help = (
        "Read résumés (PDF, DOCX, pictures of pages); write NAME.json in JSON Resume form for each. Uses no database."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which files, and where to."""
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--out", type=Path, required=True, metavar="FOLDER", help="made where it is missing")

    def handle(self, **options: Any) -> None:
        """Read one after the other; say which could not be read."""
        out: Path = options["out"]
        out.mkdir(parents=True, exist_ok=True)
        unread = []
        for path in options["files"]:
            found = self.read(path)
            if found is None:
                unread.append(path.name)
                self.stderr.write(f"{path.name}: could not be read")
                continue
            text = json.dumps(found, ensure_ascii=False, indent=2)
            (out / f"{path.stem}.json").write_text(f"{text}\n", encoding="utf-8")
        read = len(options["files"]) - len(unread)
        self.stdout.write(f"{read} of {len(options['files'])} read into {out}")
        if not read:
            raise CommandError("No file could be read.")

    def read(self, path: Path) -> dict[str, Any] | None:
        """One file's JSON Resume, or None."""
        try:
            data = path.read_bytes()
            profile = read_resume(data, filetypes.recognize(data, path.name).content_type)
        except (OSError, RuleBroken):
            return None
        return profile.json_resume if profile else None
