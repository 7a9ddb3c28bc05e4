"""How much a visitor may send, asked before anything of it is read."""

from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.core.handlers.wsgi import WSGIRequest
from django.db import DatabaseError, close_old_connections
from django.http.request import split_domain_port

from portico.agencies.middleware import agency_at, member_of, most_bytes


def may_bring(environ: dict[str, Any]) -> int:
    """The most bytes that whoever this is may send to this address. Without a database, nothing: the page says why."""
    try:
        return look_up(WSGIRequest(environ))
    except SuspiciousOperation:
        return 0
    except DatabaseError:
        close_old_connections()
    try:
        return look_up(WSGIRequest(environ))
    except DatabaseError:
        return 0


def look_up(request: WSGIRequest) -> int:
    """Ask for the agency and the member, as the pages do."""
    agency = agency_at(split_domain_port(request.get_host())[0])
    if agency is None:
        return 0
    store: Any = import_module(settings.SESSION_ENGINE)
    request.agency = agency  # type: ignore[attr-defined]
    request.session = store.SessionStore(request.COOKIES.get(settings.SESSION_COOKIE_NAME))
    return most_bytes(member_of(request), request.path)
