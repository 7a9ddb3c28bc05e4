"""Whose site a request is on, and who is asking."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.request import split_domain_port
from django.http.response import HttpResponseBase
from django.utils import timezone

from portico.agencies.doors import Visitor
from portico.agencies.models import Agency, Member
from portico.agencies.roles import May, Side
from portico.kit.asked_once import one_request
from portico.kit.errors import away, no_site, too_large
from portico.kit.keys import same_as_any
from portico.kit.prepared import prepared
from portico.kit.times import now
from portico.kit.trouble import by_the_way

LOOPBACK = {"127.0.0.1", "localhost", "[::1]", "testserver"}
PORTAL_IDLE = timedelta(hours=12)
DESK_LONGEST = timedelta(hours=12)
PORTAL_LONGEST = timedelta(days=7)

Answer = Callable[[HttpRequest], HttpResponseBase]
SESSION_ENDS: list[Callable[[HttpRequest, Member, datetime], bool]] = []
"""What packages above know of sessions that must not go on."""


@prepared
def called(host: str) -> QuerySet[Agency]:
    """Agencies with this host name."""
    return Agency.objects.filter(host=host)


@prepared
def oldest() -> QuerySet[Agency]:
    """The first agency of the site."""
    return Agency.objects.order_by("pk")[:1]


@prepared
def places(pk: int, agency: int) -> QuerySet[Member]:
    """A place at an agency, with its person and their role."""
    return Member.objects.select_related("user", "staff_role").filter(pk=pk, agency=agency)


def agency_at(host: str) -> Agency | None:
    """The agency whose host name this is; on loopback names the default one."""
    if host in LOOPBACK and not settings.DEFAULT_AGENCY:
        first: Agency | None = oldest.first()
        return first
    found: Agency | None = called.first(settings.DEFAULT_AGENCY if host in LOOPBACK else host)
    return found


class FindAgency:
    """Sets request.agency from the host name; an unknown host is a bad request, a suspended agency tells only that."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        host, _port = split_domain_port(request.get_host())
        agency = agency_at(host)
        if agency is None:
            return no_site(request)
        if agency.suspended is not None:
            return away(request)
        request.agency = agency  # type: ignore[attr-defined]
        request.visitor = Visitor(agency_id=agency.pk)  # type: ignore[attr-defined]
        with timezone.override(ZoneInfo(agency.zone)):
            return self.get_response(request)


class FindMember:
    """Sets request.maybe_member from the session, unless the place, the proof or the time has run out.

    Whoever sends more than they can have a use for is turned away before anything of it is read or stored.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with one_request():
            request.maybe_member = member = member_of(request)  # type: ignore[attr-defined]
            if sent(request) > most_bytes(member, request.path):
                return too_large(request)
            return self.get_response(request)


def sent(request: HttpRequest) -> int:
    """How many bytes the request says it brings; one that does not say brings nothing."""
    length = request.META.get("CONTENT_LENGTH") or ""
    return int(length) if length.isascii() and length.isdigit() else 0


def most_bytes(member: Member | None, path: str = "") -> int:
    """How much somebody may send at once: strangers a form, applicants and members a few files, who may import a table
    and its files.

    Files have their own, smaller limits with friendlier words; this one only keeps the disk from being filled.
    """
    if member is None and not re.match(settings.STRANGERS_SEND_FILES, path):
        return int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
    megabytes = (
        2 * settings.IMPORT_LIMIT_MB if member is not None and member.may(May.IMPORT) else 4 * settings.UPLOAD_LIMIT_MB
    )
    return int(megabytes * 1024 * 1024)


def member_of(request: HttpRequest) -> Member | None:
    """The member whose session this is, if it still holds."""
    session = request.session
    if "member" not in session:
        return None
    agency: Agency = request.agency  # type: ignore[attr-defined]
    found: Member | None = places.first(session["member"], agency.pk)
    if found is None or not found.is_in or not same_as_any(session.get("proof"), found.user.session_proofs):
        session.flush()
        return None
    found.agency = agency
    at = now()
    over = is_over(found, session.get("began", ""), session.get("seen", ""), at)
    if over or any(ended(request, found, at) for ended in SESSION_ENDS):
        session.flush()
        return None
    if (at - datetime.fromisoformat(session["seen"])).total_seconds() > 60:
        session["seen"] = at.isoformat()
    with by_the_way():
        found.was_seen(at)
    return found


def is_over(member: Member, began: str, seen: str, at: datetime) -> bool:
    """Whether a session has been idle, or has lasted, for too long."""
    desk = member.side == Side.STAFF
    idle = timedelta(minutes=member.agency.desk_idle_minutes) if desk else PORTAL_IDLE
    longest = DESK_LONGEST if desk else PORTAL_LONGEST
    try:
        return at - datetime.fromisoformat(seen) > idle or at - datetime.fromisoformat(began) > longest
    except ValueError:
        return True
