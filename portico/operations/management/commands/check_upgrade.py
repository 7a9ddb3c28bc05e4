"""manage.py check_upgrade"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portico.operations.upgrading import dangers, note_release


class Command(BaseCommand):
    """Before a release: does the version before go on while this one is rolled out?"""

    help = "Look at the new migrations for what the version before would stumble over while an update rolls."

    def add_arguments(self, parser: CommandParser) -> None:
        """--release"""
        parser.add_argument(
            "--release", metavar="VERSION", help="This version is out: its migrations are the ones before from now on."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what was found; an error where a migration does not say why it is safe."""
        found = dangers()
        for danger in found:
            self.stdout.write(("fine: " if danger.excused else "DANGER: ") + str(danger))
        if any(not danger.excused for danger in found):
            raise CommandError("See docs/running.md, “An update that nobody notices”.")
        if options["release"]:
            note_release(options["release"])
        self.stdout.write("The version before can go on while this one is rolled out.")
