"""manage.py take_bounce < message: for the mail server's pipe."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from portico.messaging.bounces import take
from portico.messaging.reports import LARGEST, read_report


class Command(BaseCommand):
    """Take in a message that came to BOUNCE_ADDRESS. What is no report about a mail of ours changes nothing."""

    help = "Reads one message from standard input; if it reports that a mail of ours could not be delivered, notes it."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whom the mail server handed it to."""
        parser.add_argument("--recipient", default="", help="the address the message came to")

    def handle(self, *args: Any, **options: Any) -> None:
        """Always ends well: a mail server that hears of a failure would send a report about the report."""
        report = read_report(sys.stdin.buffer.read(LARGEST + 1), options["recipient"])
        email = take(report) if report is not None else None
        self.stdout.write(f"Mail {email.pk} came back." if email is not None else "Nothing changed.")
