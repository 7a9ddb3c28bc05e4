"""manage.py verify_audit"""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portico.agencies.models import Agency
from portico.operations.auditing import verify_all
from portico.operations.copying import MANIFEST
from portico.records.verifying import Verified, read_anchor, write_anchor


class Command(BaseCommand):
    """Looks whether the audit log is as it was written, and seals what happened since."""

    help = (
        "Check the audit log of every agency; the exit status is 1 where something was changed, removed or slipped in."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """--agency, --json, --since, --anchor"""
        parser.add_argument("--agency", metavar="HOST", help="only the one with this host name")
        parser.add_argument("--json", action="store_true", help="for programs")
        parser.add_argument("--since", type=int, default=1, metavar="N", help="begin at seal N; quicker, proves less")
        parser.add_argument(
            "--anchor",
            type=Path,
            metavar="FILE",
            help="compare with the heads in FILE, and write the present ones there if all is well (keep it elsewhere); "
            "a backup's manifest.json is only compared with",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Check, tell, and write the anchor."""
        host, anchor = options["agency"], options["anchor"]
        if host and not Agency.objects.filter(host=host).exists():
            raise CommandError(f"There is no agency at {host}.")
        found = verify_all(host or "", since=options["since"], heads=self.heads_in(anchor))
        if options["json"]:
            self.stdout.write(json.dumps([one.as_dict() for one in found], indent=1))
        for one in [] if options["json"] else found:
            self.tell(one)
        if broken := sum(bool(one.broken) for one in found):
            raise CommandError(f"The audit log of {broken} agencies is not as it was written.")
        if anchor and anchor.name != MANIFEST:
            write_anchor(anchor)

    def heads_in(self, anchor: Path | None) -> dict[str, list[Any]]:
        """What the anchor says; a new one says nothing yet."""
        try:
            return read_anchor(anchor) if anchor and anchor.exists() else {}
        except (OSError, ValueError, AttributeError):
            raise CommandError(f"{anchor} is no anchor file.") from None

    def tell(self, one: Verified) -> None:
        """One agency, in words."""
        erased = f", {one.blanked} without the words of erased people" if one.blanked else ""
        said = "ok    " if not one.broken else "BROKEN"
        self.stdout.write(f"{said} {one.host}: {one.events} events in {one.seals} seals{erased}")
        for line in one.broken:
            self.stdout.write(f"       {line}")
