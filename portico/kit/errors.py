"""Error pages in plain words. They must work even when the database does not."""

import logging
import secrets
import sys
from typing import Any

from django.http import HttpRequest, HttpResponse

from portico.kit import logs, templating, trouble

logger = logging.getLogger(__name__)


def plain(request: HttpRequest, status: int, name: str, number: str = "") -> HttpResponse:
    """An error page without anything that depends on who asks; `number` finds it in the log."""
    context = {"kind": name, "status": status, "number": number, "brand_css": ""}
    return HttpResponse(templating.render("kit/error.html", context), status=status)


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """400"""
    return plain(request, 400, "bad")


def no_site(request: HttpRequest) -> HttpResponse:
    """400: nobody's site is at this host."""
    return plain(request, 400, "nowhere")


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """403"""
    return plain(request, 403, "forbidden")


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """404"""
    return plain(request, 404, "missing")


def away(request: HttpRequest) -> HttpResponse:
    """404: the whole site is closed for now."""
    return plain(request, 404, "away")


def too_large(request: HttpRequest) -> HttpResponse:
    """413: more was sent than can be of use."""
    return plain(request, 413, "large")


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 where the database or the disk does not do its part for a while."""
    error, number = sys.exception(), logs.REQUEST.get() or secrets.token_hex(4)
    logger.error("Page %s %s broke (%s): %s", request.method, request.path, number, type(error).__name__)
    if not trouble.passes(error):
        return plain(request, 500, "broken", number)
    answer = plain(request, 503, "paused", number)
    answer["Retry-After"] = str(trouble.RETRY_AFTER)
    return answer


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form's proof was too old."""
    return plain(request, 403, "stale")
