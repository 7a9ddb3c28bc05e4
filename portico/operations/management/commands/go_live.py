"""manage.py go_live"""

from typing import Any

from django.core.management.base import BaseCommand

from portico.messaging.quiet import go_live


class Command(BaseCommand):
    """Says that a restored copy is the real site now."""

    help = "Send mail again after a backup was put back."

    def handle(self, *args: Any, **options: Any) -> None:
        """Send again."""
        live = go_live()
        self.stdout.write("Mail is sent again." if live else "Nothing was held: this site sends mail.")
