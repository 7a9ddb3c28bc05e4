"""manage.py fail_points"""

from typing import Any

from django.core.management.base import BaseCommand

from portico.kit.failpoints import ARMED, POINTS


class Command(BaseCommand):
    """Lists the places where a test may make Portico stumble, and which are armed."""

    help = "List the fail points that FAIL_POINTS may name, for tests of races and crashes."

    def handle(self, *args: Any, **options: Any) -> None:
        """One line a point."""
        for name, words in POINTS.items():
            faults = ", ".join(f"{one.kind}:{one.number:g}" for one in ARMED.get(name, ()))
            self.stdout.write(f"{name:<24} {words}" + (f"  [armed: {faults}]" if faults else ""))
