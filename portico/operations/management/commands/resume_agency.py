"""manage.py resume_agency HOST: open the site of a suspended agency again."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portico.kit.rules import RuleBroken
from portico.operations.management.naming import agency_named
from portico.operations.suspending import resume


class Command(BaseCommand):
    """Everything is as it was; what was due meanwhile is done now."""

    help = "Open the site of a suspended agency again. Its owners are told by mail."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose."""
        parser.add_argument("host", help="the agency's host name")

    def handle(self, **options: Any) -> None:
        """Do it."""
        agency = agency_named(options["host"])
        try:
            resume(agency)
        except RuleBroken as no:
            raise CommandError(str(no)) from None
        self.stdout.write(f"{agency.name} is open again at {agency.site}")
