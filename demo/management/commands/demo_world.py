"""manage.py demo_world"""

import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from demo import world
from demo.people import ACME, RIVAL
from portico.agencies.models import Agency


class Command(BaseCommand):
    """Builds the demo world where there is none yet."""

    help = "Build the demo world, once; --fresh builds it anew."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One choice."""
        parser.add_argument("--fresh", action="store_true", help="empty the demo's database and files first")

    def handle(self, **options: Any) -> None:
        """Wipe if asked to, and load."""
        if options["fresh"]:
            if not settings.DEMO:
                raise CommandError("--fresh empties the whole database, so it works only where DEMO is set.")
            if Agency.objects.exclude(host__in=[ACME, RIVAL]).exists():
                raise CommandError("There are other agencies than the demo's in this database; it is left alone.")
            world.wipe()
        elif world.exists():
            return
        began = time.monotonic()
        self.stdout.write("Building the demo world")
        world.load(lambda line: self.stdout.write(f"  {line}"))
        self.stdout.write(f"  ready after {time.monotonic() - began:.0f} seconds")
