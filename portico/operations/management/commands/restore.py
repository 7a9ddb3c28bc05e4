"""manage.py restore"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portico.kit.rules import RuleBroken
from portico.operations.restoring import restore


class Command(BaseCommand):
    """Puts a backup back. Stop the site first."""

    help = "Put the backup in FOLDER back into this site, which then sends no mail until manage.py go_live."
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        """FOLDER, --replace"""
        parser.add_argument("folder", type=Path)
        parser.add_argument("--replace", action="store_true", help="though this site holds something already")

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore, and say what came back and what to do next."""
        try:
            told = restore(options["folder"], replace=options["replace"])
        except (RuleBroken, OSError) as no:
            raise CommandError(str(no)) from None
        self.stdout.write(f"The database and {told.files} files are back. {told.parked} mails that waited are parked.")
        for key in told.missing:
            self.stderr.write(f"missing or damaged in the backup: {key}")
        if told.erased_since:
            numbers = " ".join(str(number) for number in told.erased_since)
            self.stdout.write(f"Erased after this backup was made; do it again:  manage.py erase_again {numbers}")
        for host in told.deleted_since:
            self.stdout.write(f"Deleted after this backup was made; do it again:  manage.py delete_agency {host}")
        self.stdout.write("This copy sends no mail. When it is the real site:  manage.py go_live")
