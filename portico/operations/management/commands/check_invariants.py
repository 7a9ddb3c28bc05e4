"""manage.py check_invariants"""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portico.operations.invariants import check_all


class Command(BaseCommand):
    """Looks whether the database and the file store are sound. Changes nothing."""

    help = "Check what must always hold of the database and the files; the exit status is 1 where something does not."

    def add_arguments(self, parser: CommandParser) -> None:
        """--json"""
        parser.add_argument("--json", action="store_true", help="for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        """Look, and tell."""
        findings = check_all()
        if options["json"]:
            self.stdout.write(json.dumps([finding.as_dict() for finding in findings], indent=1))
        for finding in [] if options["json"] else findings:
            self.stdout.write(f"{'ok    ' if not finding.broken else 'BROKEN'} {finding.rule}")
            for row in finding.rows:
                self.stdout.write(f"       {row}")
            if finding.broken > len(finding.rows):
                self.stdout.write(f"       … {finding.broken:,} in all")
        if broken := sum(finding.broken for finding in findings):
            raise CommandError(f"{broken} rows are not as they must be.")
