"""manage.py reseal"""

from typing import Any

from django.core.management.base import BaseCommand

from portico.operations.resealing import reseal


class Command(BaseCommand):
    """Seals what is kept secret in the database under today's SECRET_KEY, so that the former one can go."""

    help = "After a change of SECRET_KEY, with the former one in SECRET_KEY_FALLBACKS: seal stored secrets anew."

    def handle(self, *args: Any, **options: Any) -> None:
        """Seal anew, and say what is lost."""
        told = reseal()
        self.stdout.write(f"{told.done} secrets are sealed under today's key.")
        if told.lost:
            self.stderr.write(f"{told.lost} were sealed under a key that is not here any more; they are of no use.")
