"""manage.py storage"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portico.agencies.models import Agency
from portico.records.quotas import MB, room_of


class Command(BaseCommand):
    """Says how much room each agency's files take, and gives one agency more or less of it."""

    help = "Show what each agency's files take, or set how much they may take."

    def add_arguments(self, parser: CommandParser) -> None:
        """--agency HOST --quota-mb N"""
        parser.add_argument("--agency", metavar="HOST", help="only this one")
        parser.add_argument(
            "--quota-mb", metavar="N", help="its room in MB; 0: no limit; site: as STORAGE_QUOTA_MB says"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Set, then tell."""
        agencies = Agency.objects.order_by("host")
        if options["agency"]:
            agencies = agencies.filter(host=options["agency"])
            if not agencies.exists():
                raise CommandError(f"No agency has the host {options['agency']}.")
        if (quota := options["quota_mb"]) is not None:
            if not options["agency"]:
                raise CommandError("Say whose: --agency HOST.")
            if quota != "site" and not (quota.isascii() and quota.isdigit() and len(quota) < 10):
                raise CommandError("--quota-mb takes a number of MB, or: site")
            agencies.update(storage_quota_mb=None if quota == "site" else int(quota))
        for agency in agencies:
            room = room_of(agency)
            limit = f"of {room.quota // MB:,} MB ({room.share:.0%})" if room.quota else "without a limit"
            self.stdout.write(f"{agency.host}  {room.used / MB:,.1f} MB {limit}")
