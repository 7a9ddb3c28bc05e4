"""manage.py reset_second_step: for the only owner, who has lost phone, passkeys and recovery codes."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portico.access import second_step
from portico.agencies.mailbox import mail_key
from portico.agencies.models import User


class Command(BaseCommand):
    """Turn somebody's two-step sign-in off. They are told by mail, and their story keeps that it was done here."""

    help = "Turn somebody's two-step sign-in off, who has lost it. Make sure first that it is really they who ask."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose."""
        parser.add_argument("email", help="the address they sign in with")
        parser.add_argument("--agency", default="", help="host name of their agency, where several know the address")

    def handle(self, **options: Any) -> None:
        """Find the one person, and do it."""
        people = User.objects.filter(email_key=mail_key(options["email"])).select_related("agency")
        if options["agency"]:
            people = people.filter(agency__host=options["agency"].strip().lower())
        found = list(people[:2])
        if not found:
            raise CommandError("Nobody signs in with this address.")
        if len(found) > 1:
            raise CommandError("Several agencies know this address: say which with --agency HOST.")
        if not second_step.reset_by_keeper(found[0]):
            raise CommandError(f"{found[0].email} has no two-step sign-in.")
        self.stdout.write(f"The two-step sign-in of {found[0].email} is off; they were told by mail.")
