"""manage.py routes"""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portico.operations.routes import routes


class Command(BaseCommand):
    """Lists every address of the site with its gate."""

    help = "Print every address: methods, who gets it, what their role must allow, whether it changes anything."

    def add_arguments(self, parser: CommandParser) -> None:
        """--json"""
        parser.add_argument("--json", action="store_true", help="for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print; an address without a gate is an error."""
        found = routes()
        if options["json"]:
            self.stdout.write(json.dumps([route.as_dict() for route in found], indent=1))
        for route in [] if options["json"] else found:
            needs = f" may {', '.join(route.needs)}" if route.needs else ""
            methods = ",".join(route.methods)
            self.stdout.write(
                f"{methods:16} {route.path}  {route.side}{needs}{' no CSRF' if route.csrf_exempt else ''}"
            )
        if bare := [route.name for route in found if route.side == "none"]:
            raise CommandError(f"without a gate: {', '.join(bare)}")
