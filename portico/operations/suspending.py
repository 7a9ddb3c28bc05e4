"""Closing an agency's site for a while, and opening it again: for whoever runs the site, on the command line.

While it is suspended nobody comes in, its pages and links only say that it is closed, no mail leaves, and the clock
does nothing for it. Nothing is lost: what was due is done once it is open again.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from portico.agencies.models import Agency, User
from portico.kit.rules import Conflict, RuleBroken
from portico.kit.times import now
from portico.messaging.alerting import tell_owners
from portico.messaging.models import Email
from portico.records import longtasks
from portico.records.events import record

CLOSED, OPEN_AGAIN = "operations/emails/suspended", "operations/emails/resumed"


@transaction.atomic
def suspend(agency: Agency, reason: str) -> None:
    """Close its site: all its people are signed out, and its owners are told why."""
    if not reason.strip():
        raise RuleBroken(_("Say why: its owners read it."))
    close(agency)
    record(agency, "agency.suspended", by=None, reason=reason.strip())
    tell_owners(agency, CLOSED, {"reason": reason.strip()}, at_most_every=timedelta(0))


@transaction.atomic
def close(agency: Agency) -> None:
    """The same without a word. Sessions end; what runs for it stops at its next step."""
    at = now()
    if not Agency.objects.filter(pk=agency.pk, suspended=None).update(suspended=at):
        raise Conflict(_("%s is suspended already.") % agency.name)
    agency.suspended = at
    User.objects.filter(agency=agency).update(stamp=F("stamp") + 1)
    longtasks.pause_all(agency.pk)


@transaction.atomic
def resume(agency: Agency) -> None:
    """Open it again; mail that waited leaves within a minute."""
    if not Agency.objects.filter(pk=agency.pk, suspended__isnull=False).update(suspended=None):
        raise Conflict(_("%s is not suspended.") % agency.name)
    agency.suspended = None
    Email.objects.filter(agency=agency).waiting().update(asked=None)
    record(agency, "agency.resumed", by=None)
    tell_owners(agency, OPEN_AGAIN, at_most_every=timedelta(0), links={"main": agency.address("/")})
