"""manage.py check_templates"""

from pathlib import Path
from typing import Any

import jinja2
import minijinja
from django.core.management.base import BaseCommand, CommandError

from portico.kit import templating


class Command(BaseCommand):
    """Reads every template with both engines: it must stay inside what they share."""

    help = "Check that every template is read alike by MiniJinja and Jinja2."

    def handle(self, *args: Any, **options: Any) -> None:
        """Parse all, then say what is wrong."""
        names = [str(path.relative_to(folder)) for folder in templating.folders() for path in files(folder)]
        wrong = [line for name in sorted(names) for line in faults(name)]
        if wrong:
            raise CommandError("\n".join(wrong))
        self.stdout.write(f"{len(names)} templates are fine.")


def files(folder: Path) -> list[Path]:
    """Every template below a folder."""
    return [path for path in folder.rglob("*") if path.suffix in {".html", ".txt"}]


def faults(name: str) -> list[str]:
    """What either engine says of a template."""
    source = templating.load(name) or ""
    found = []
    try:
        templating.jinja2_environment().parse(source)
    except jinja2.TemplateSyntaxError as error:
        found.append(f"{name}:{error.lineno}: {error.message} (Jinja2)")
    try:
        templating.minijinja_environment().undeclared_variables_in_str(source)
    except minijinja.TemplateError as error:
        found.append(f"{name}: {error} (MiniJinja)")
    return found
