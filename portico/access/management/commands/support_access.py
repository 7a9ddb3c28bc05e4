"""manage.py support_access HOST --as EMAIL --by NAME --reason "…": a link with which the support comes in."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from portico.access.support import LONGEST, ask_in
from portico.agencies.models import Agency, Member, User
from portico.agencies.roles import Side
from portico.kit.rules import RuleBroken


class Command(BaseCommand):
    """Print a link that is good once and for ten minutes; the agency's owners are told when it is used."""

    help = "Come in as one of an agency's staff, to help: named, for a reason, for an hour at most, seen by its owners."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whom to help, who comes, and why."""
        parser.add_argument("host", help="the agency's host name")
        parser.add_argument("--as", dest="email", required=True, help="mail address of the staff member")
        parser.add_argument("--by", required=True, help="your name: the agency reads it")
        parser.add_argument("--reason", required=True, help="why; the agency reads it")
        parser.add_argument("--minutes", type=int, default=LONGEST, help=f"how long, at most {LONGEST}")

    def handle(self, **options: Any) -> None:
        """Make the link and print it."""
        agency = Agency.objects.filter(host=options["host"]).first()
        if agency is None:
            raise CommandError(f"There is no agency at {options['host']}.")
        user = User.objects.of(agency, options["email"])
        rows = Member.objects.select_related("user", "agency", "staff_role")
        member = rows.filter(user=user, side=Side.STAFF).first() if user else None
        if member is None:
            raise CommandError(f"Nobody of the staff of {agency.name} has the address {options['email']}.")
        try:
            visit, token = ask_in(member, who=options["by"], reason=options["reason"], minutes=options["minutes"])
        except RuleBroken as no:
            raise CommandError(str(no)) from None
        self.stdout.write(
            f"Come in as {member.name} with this link, once, within ten minutes ({visit.minutes} minutes):"
        )
        self.stdout.write(agency.address(reverse("access:support_enter", args=[token])))
