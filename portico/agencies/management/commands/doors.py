"""manage.py doors"""

from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from portico.agencies.doors import Owned, OwnedQuerySet

SIDES = ["staff", "client", "candidate"]


def sentence(model: type[Owned], method: str) -> str:
    """What a door says of itself."""
    queryset = type(model._default_manager.all())
    return " ".join((getattr(queryset, method).__doc__ or "").split())


def page() -> str:
    """docs/doors.md: whose rows each side sees, model by model, from the code."""
    models = [model for model in apps.get_models() if issubclass(model, Owned)]
    lines = [
        "# Whose rows somebody sees",
        "",
        "Generated from the code by `manage.py doors --write`; a test fails while it is out of date.",
        "Roles limited to their own desk see less where the sentence says so. Visitors open only what is named here.",
        "",
        "| package | row | staff | client | candidate | visitor |",
        "|---|---|---|---|---|---|",
    ]
    for model in models:
        cells = [sentence(model, f"seen_by_{side}") for side in SIDES] + [sentence(model, "seen_by_visitors")]
        lines.append(f"| {model._meta.app_label} | {model.__name__} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def closed_by_mistake() -> list[str]:
    """Models whose manager is no door at all."""
    models = [model for model in apps.get_models() if issubclass(model, Owned)]
    return [model.__name__ for model in models if not isinstance(model._default_manager.all(), OwnedQuerySet)]


class Command(BaseCommand):
    """Writes, or checks, the page on doors."""

    help = "Print who sees which rows; --write puts it into docs/doors.md, --check fails where that is out of date."

    def add_arguments(self, parser: CommandParser) -> None:
        """--write, --check"""
        parser.add_argument("--write", action="store_true")
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print, write or check."""
        path = Path(settings.BASE_DIR) / "docs" / "doors.md"
        if options["write"]:
            path.write_text(page())
        elif options["check"]:
            if not path.exists() or path.read_text() != page():
                raise CommandError("docs/doors.md is out of date: run manage.py doors --write")
        else:
            self.stdout.write(page())
