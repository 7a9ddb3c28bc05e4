"""Which agency somebody means on the command line."""

from django.core.management.base import CommandError

from portico.agencies.models import Agency


def agency_named(host: str) -> Agency:
    """The agency at this host name, typed in full."""
    agency = Agency.objects.filter(host=host.strip().lower()).first()
    if agency is None:
        raise CommandError(f"There is no agency at {host}.")
    return agency
