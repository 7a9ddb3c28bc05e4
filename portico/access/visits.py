"""Where a request comes from, and how much of something one mailbox or one address may do."""

import ipaddress
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from portico.access.models import Attempt
from portico.access.secrets import hashed
from portico.agencies.mailbox import mail_key
from portico.kit.prepared import prepared
from portico.kit.times import now


def ip_of(request: HttpRequest) -> str:
    """The visitor's address. Only what our own proxies added to X-Forwarded-For is believed."""
    address = request.META.get("REMOTE_ADDR", "")
    if settings.TRUSTED_PROXIES:
        hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
        if len(hops) >= settings.TRUSTED_PROXIES:
            address = hops[-settings.TRUSTED_PROXIES]
    try:
        return str(ipaddress.ip_address(address))
    except ValueError:
        return ""


def agent_of(request: HttpRequest) -> str:
    """What the browser calls itself, shortened."""
    return "".join(char for char in request.headers.get("User-Agent", "") if char.isprintable())[:200]


BROWSERS = [("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari")]
SYSTEMS = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
]


def browser_name(agent: str) -> str:
    """What people call this browser, like Firefox on Windows; nothing where we cannot tell."""
    browser = next((name for sign, name in BROWSERS if sign in agent), "")
    system = next((name for sign, name in SYSTEMS if sign in agent), "")
    return _("%(browser)s on %(system)s") % {"browser": browser, "system": system} if browser and system else browser


def network(ip: str) -> str:
    """What counts as one address: an IPv4 address, or an IPv6 /64, which is one customer's."""
    if not ip:
        return "unknown"
    address = ipaddress.ip_address(ip)
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


def place(ip: str) -> str:
    """Roughly where a browser is: enough for its owner to know it again, too little for anybody else."""
    if not ip:
        return ""
    address = ipaddress.ip_address(ip)
    if isinstance(address, ipaddress.IPv6Address) and not address.ipv4_mapped:
        return f"{':'.join(address.exploded.split(':')[:3])}:…"
    return f"{str(getattr(address, 'ipv4_mapped', None) or address).rpartition('.')[0]}.…"


def mailbox(email: str) -> str:
    """What counts as one mailbox here: dots and plus-tags do not make another one, for most providers ignore them."""
    local, _, domain = mail_key(email).rpartition("@")
    return f"{local.partition('+')[0].replace('.', '')}@{domain}"


@prepared
def lately(agency: int, kind: str, key: str, *, most: int, within: timedelta) -> QuerySet[Any]:
    """The last tries, not more than it takes to see that they are too many."""
    rows = Attempt.objects.filter(agency=agency, kind=kind, key=key, at__gt=now() - within)
    return rows.values_list("pk")[: most + 2]


def too_many(agency_id: int, kind: str, key: str, *, most: int, within: timedelta) -> bool:
    """Count one more try, then say whether it is over the limit; counting first, no burst slips through.

    All web servers count in the same place. What is far over the limit is not kept: a flood makes no heap of rows.
    """
    hidden = hashed(f"{kind}:{key}")
    mine = Attempt.objects.create(agency_id=agency_id, kind=kind, key=hidden)
    tries = len(lately(agency_id, kind, hidden, most=most, within=within))
    if tries > most + 1:
        mine.delete()
    return tries > most


def take_back(agency_id: int, kind: str, key: str) -> None:
    """The last try does not count after all: it was the right person."""
    newest = Attempt.objects.filter(agency=agency_id, kind=kind, key=hashed(f"{kind}:{key}")).order_by("-pk").first()
    if newest is not None:
        newest.delete()
