"""Knowing a browser again, and telling a teammate of the first sign-in in one that we do not know."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse

from portico.access.models import Session
from portico.access.secrets import hashed, new_token
from portico.access.signing_in import cookie_name, device_of, set_cookie
from portico.access.visits import browser_name, place
from portico.agencies.models import Member
from portico.kit.times import now
from portico.messaging.choices import wants
from portico.messaging.writing import write

A_YEAR = timedelta(days=365)
NEW_DEVICE = "new_device"
"""The event of which teammates choose whether to hear."""
NO_NEWS = frozenset({"invitation"})
"""Ways in that begin everything; nobody needs to be told of them."""


def meet(request: HttpRequest, response: HttpResponse, member: Member, *, how: str) -> None:
    """Give the browser something to be known by; tell the teammate where it is a new one. It lets nobody in."""
    secret = request.COOKIES[cookie_name("device")] if device_of(request) else new_token()
    set_cookie(response, "device", secret, A_YEAR)
    row = Session.objects.filter(pk=request.session.get("row", 0)).first()
    if row is None:
        return
    before = Session.objects.filter(user=member.user).exclude(pk=row.pk).exclude(how="support")
    known = before.filter(device__in=[hashed(secret), ""]).exists()  # Without one: from before we gave them out.
    Session.objects.filter(pk=row.pk).update(device=hashed(secret))
    if member.is_staff and not known and how not in NO_NEWS and wants(member, NEW_DEVICE):
        tell(member, row)


def tell(member: Member, row: Session) -> None:
    """Mail the person from which browser they, or somebody else, came in."""
    write(
        member.agency,
        to=member.email,
        to_name=member.name,
        template="access/emails/new_device",
        context={"person": member.name, "browser": browser_name(row.agent), "place": place(row.ip), "at": now()},
        links={"main": member.agency.address("/account/")},
        member=member,
    )
