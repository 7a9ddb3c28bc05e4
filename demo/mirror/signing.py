"""Sign-in for the people of the two agencies: a session as a browser has it, and a link as a mail brings it."""

from importlib import import_module
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.test import RequestFactory

from portico.access import links
from portico.access.models import Purpose, Session
from portico.access.signing_in import sign_in, sign_in_support
from portico.access.support import ask_in
from portico.agencies.models import Agency, Member


def request_on(agency: Agency) -> HttpRequest:
    """A browser's request on an agency's site, without any session yet."""
    request: Any = RequestFactory(headers={"host": agency.host, "user-agent": "world"}).get("/")
    request.session = import_module(settings.SESSION_ENGINE).SessionStore()
    request.agency, request.maybe_member = agency, None
    return request  # type: ignore[no-any-return]


def session_of(member: Member) -> tuple[str, Session]:
    """They sign in: the cookie their browser gets, and the row in their list of devices."""
    request = request_on(member.agency)
    sign_in(request, member, how="password")
    request.session.save()
    return request.session.session_key or "", Session.objects.get(pk=request.session["row"])


def support_session_as(member: Member) -> str:
    """The support comes in as them: the cookie of its browser."""
    visit, _token = ask_in(member, who="Sam Support", reason="To see why a page is slow")
    visit.begin(ip="203.0.113.9", agent="world")
    request = request_on(member.agency)
    sign_in_support(request, visit)
    request.session.save()
    return request.session.session_key or ""


def link_for(member: Member) -> str:
    """A sign-in link for them, good for ten minutes."""
    _link, token = links.issue(member, Purpose.SIGN_IN, user=member.user)
    return links.address(member.agency, token)
