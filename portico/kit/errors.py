"""Error pages in plain words. They must work even when the database does not."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from portico.kit import templating


def plain(request: HttpRequest, status: int, name: str) -> HttpResponse:
    """An error page without anything that depends on who asks."""
    return HttpResponse(
        templating.render("kit/error.html", {"kind": name, "status": status, "brand_css": ""}), status=status
    )


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """400"""
    return plain(request, 400, "bad")


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """403"""
    return plain(request, 403, "forbidden")


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """404"""
    return plain(request, 404, "missing")


def too_large(request: HttpRequest) -> HttpResponse:
    """413: more was sent than can be of use."""
    return plain(request, 413, "large")


def server_error(request: HttpRequest) -> HttpResponse:
    """500"""
    return plain(request, 500, "broken")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form's proof was too old."""
    return plain(request, 403, "stale")
