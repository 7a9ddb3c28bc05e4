"""manage.py scan_files"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portico.kit.rules import RuleBroken
from portico.records import scanner
from portico.records.models import Document
from portico.records.scanning import look_again, release


class Command(BaseCommand):
    """Looks for viruses in files that are kept already; lists what was taken away, and gives back what was no virus."""

    help = "Look for viruses in all kept files that were not looked at yet, or deal with those that were taken away."

    def add_arguments(self, parser: CommandParser) -> None:
        """--again, --quarantined, --release NUMBER"""
        parser.add_argument("--again", action="store_true", help="also files in which no virus was found before")
        parser.add_argument("--quarantined", action="store_true", help="list what was taken away")
        parser.add_argument("--release", metavar="NUMBER", type=int, help="give a file back: it was no virus")

    def handle(self, *args: Any, **options: Any) -> None:
        """One of the three."""
        if options["quarantined"]:
            for one in Document.objects.filter(scan=Document.Scan.INFECTED).select_related("agency").order_by("pk"):
                self.stdout.write(f"{one.pk}  {one.agency.host}  {one.virus}  {one.name}")
            return
        try:
            if options["release"] is not None:
                self.stdout.write(f"{release(options['release']).name} is handed out again.")
                return
            self.look(again=options["again"])
        except (RuleBroken, scanner.ScannerDown) as no:
            raise CommandError(str(no)) from None

    def look(self, *, again: bool) -> None:
        """Ask the scanner about each file."""
        if not scanner.is_configured():
            raise CommandError("No scanner is set: CLAMAV.")
        rows = Document.objects.exclude(scan=Document.Scan.INFECTED)
        rows = rows if again else rows.exclude(scan=Document.Scan.CLEAN)
        seen = look_again(rows.order_by("pk").values_list("pk", flat=True).iterator())
        found = Document.objects.filter(scan=Document.Scan.INFECTED).count()
        self.stdout.write(f"{seen:,} files were looked at. {found:,} are taken away by now.")
