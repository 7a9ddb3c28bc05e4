"""manage.py suspend_agency HOST --reason "…": close an agency's site for a while."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portico.kit.rules import RuleBroken
from portico.operations.management.naming import agency_named
from portico.operations.suspending import suspend


class Command(BaseCommand):
    """Nobody comes in, no mail leaves, the clock does nothing for it, until manage.py resume_agency."""

    help = "Close an agency's site for a while. Its owners are told the reason by mail; nothing is lost."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose, and why."""
        parser.add_argument("host", help="the agency's host name")
        parser.add_argument("--reason", required=True, help="why; its owners read it")

    def handle(self, **options: Any) -> None:
        """Do it."""
        agency = agency_named(options["host"])
        try:
            suspend(agency, options["reason"])
        except RuleBroken as no:
            raise CommandError(str(no)) from None
        self.stdout.write(f"{agency.name} is closed. To open it again:  manage.py resume_agency {agency.host}")
