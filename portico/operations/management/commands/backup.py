"""manage.py backup"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portico.kit.rules import RuleBroken
from portico.operations.copying import keep_only, make_backup


class Command(BaseCommand):
    """Copies the database and all files while the site runs."""

    help = "Copy database and files into a new folder below TARGET; files that a former backup holds are copied once."

    def add_arguments(self, parser: CommandParser) -> None:
        """TARGET, --keep"""
        parser.add_argument("target", type=Path)
        parser.add_argument("--keep", type=int, metavar="N", help="remove the oldest backups above N")

    def handle(self, *args: Any, **options: Any) -> None:
        """Copy, and say what was copied."""
        if options["keep"] is not None and options["keep"] < 1:
            raise CommandError("--keep needs a number from 1.")
        try:
            folder, manifest = make_backup(options["target"])
            gone = keep_only(options["target"], options["keep"]) if options["keep"] else []
        except (RuleBroken, OSError) as no:
            raise CommandError(str(no)) from None
        self.stdout.write(f"{folder}: the database and {len(manifest.files)} files ({manifest.size:,} bytes)")
        for old in gone:
            self.stdout.write(f"{old} removed")
