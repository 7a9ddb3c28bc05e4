"""manage.py create_agency: a new agency, the stages it starts with, and its owner's way in."""

import re
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction
from django.http.request import validate_host

from portico.access import inviting, links
from portico.access.models import Purpose
from portico.agencies.models import Agency
from portico.agencies.roles import Role, Side
from portico.jobs.stages import make_default_stages
from portico.kit.money import CURRENCIES
from portico.kit.times import ZONES

HOST = re.compile(r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*")


class Command(BaseCommand):
    """Make an agency and print a link with which its owner signs up, once."""

    help = "Make an agency; prints the link with which its owner joins. There are no default accounts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What has to be known."""
        parser.add_argument("--name", required=True, help="its name")
        parser.add_argument("--host", required=True, help="its host name, like portal.example.com")
        parser.add_argument("--zone", required=True, help="its time zone, like Europe/Zurich")
        parser.add_argument("--currency", required=True, help="its currency, like CHF")
        parser.add_argument("--owner-email", required=True, help="the owner's mail address")
        parser.add_argument("--owner-name", default="", help="the owner's name")
        parser.add_argument("--site", default="", help="the address mails link to; https://HOST unless given")

    def handle(self, **options: Any) -> None:
        """Check, make, print."""
        name, host, site = options["name"].strip(), options["host"].strip().lower(), options["site"].strip()
        zone, currency = options["zone"], options["currency"].upper()
        check(name, host, zone, currency, options["owner_email"], site)
        with transaction.atomic():
            agency = Agency.objects.create(
                name=name, host=host, site=site or f"https://{host}", zone=zone, currency=currency
            )
            make_default_stages(agency.pk)
            owner = inviting.place_for(
                agency, options["owner_email"], options["owner_name"], Side.STAFF, Role.OWNER, None
            )
            _link, token = links.issue(owner, Purpose.INVITATION)
        self.stdout.write(f"{agency.name} is ready at {agency.site}")
        if not validate_host(host, settings.ALLOWED_HOSTS):
            self.stdout.write(f"Nobody can open it yet: add {host} to ALLOWED_HOSTS and start Portico again.")
        self.stdout.write(f"{owner.email} joins as owner with this link. It works once, for 7 days:")
        self.stdout.write(links.address(agency, token))


def check(name: str, host: str, zone: str, currency: str, email: str, site: str) -> None:
    """Refuse what cannot work, saying why."""
    if not name or len(name) > 120:
        raise CommandError("--name: give the agency a name of at most 120 characters.")
    if not HOST.fullmatch(host):
        raise CommandError(f"--host: {host!r} is not a host name. Give it without https:// and without a port.")
    if Agency.objects.filter(host=host).exists():
        raise CommandError(f"--host: there is an agency at {host} already.")
    if zone not in ZONES:
        raise CommandError(f"--zone: {zone!r} is not a time zone. Use a name like Europe/Zurich or America/New_York.")
    if currency not in CURRENCIES:
        raise CommandError(f"--currency: {currency!r} is not a currency we know. Use a code like EUR, USD or CHF.")
    if site and not re.fullmatch(r"https?://[^\s/]+/?", site):
        raise CommandError(f"--site: {site!r} is not an address like https://portal.example.com.")
    try:
        validate_email(email)
    except ValidationError:
        raise CommandError(f"--owner-email: {email!r} is not a mail address.") from None
