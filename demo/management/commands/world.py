"""manage.py world"""

import json
import os
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from demo.mirror import world


class Command(BaseCommand):
    """Builds two mirrored agencies for checks of isolation from outside, in an empty database."""

    help = "Build two mirrored agencies in an EMPTY database and print who can sign in, what there is, and canaries."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Two choices."""
        parser.add_argument("--json", action="store_true", help="print everything, for programs")
        parser.add_argument("--even-here", action="store_true", help="also where neither DEBUG nor DEMO is set")

    def handle(self, **options: Any) -> None:
        """Build and print; never beside an agency that is there already."""
        if not (settings.DEBUG or settings.DEMO or options["even_here"]):
            raise CommandError("This makes accounts with a known password. Give --even-here if you mean it.")
        if world.exists():
            raise CommandError("There are agencies in this database; it is left alone. Use an empty one.")
        told = world.build(os.environ.get("PORT", "")).as_dict()
        if options["json"]:
            self.stdout.write(json.dumps(told, indent=1))
            return
        for actor in told["actors"]:
            self.stdout.write(f"{actor['name']:24} {actor['host']:16} {actor['link']}")
        kinds = {thing["kind"].partition(":")[0] for thing in told["objects"]}
        self.stdout.write(f"{len(kinds)} kinds of rows, {len(told['objects'])} rows, {len(told['canaries'])} canaries")
