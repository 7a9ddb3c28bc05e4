"""manage.py delete_agency HOST: an agency and everything of it, for good."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portico.operations.deleting import delete
from portico.operations.management.naming import agency_named


class Command(BaseCommand):
    """Asks for the address to be typed once more; a program says it with --confirm."""

    help = "Delete an agency for good: all its rows, files and waiting tasks. Only a backup still has them afterwards."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose; and once more."""
        parser.add_argument("host", help="the agency's host name")
        parser.add_argument("--confirm", metavar="HOST", help="the same again, instead of being asked")

    def handle(self, **options: Any) -> None:
        """Ask, and do it."""
        agency = agency_named(options["host"])
        again = options["confirm"]
        if again is None:
            again = input(f"This deletes {agency.name} for good. To go on, type its address ({agency.host}): ")
        if again.strip().lower() != agency.host:
            raise CommandError("This is not its address. Nothing was deleted.")
        gone = delete(agency)
        self.stdout.write(f"{agency.name} is deleted: {gone.rows} rows, {gone.files} files.")
        self.stdout.write("Backups made before still hold it: manage.py backup --keep decides for how long.")
