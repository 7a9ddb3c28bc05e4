"""/healthz and /readyz: answered before anything looks at the host name, so that a probe by IP address works."""

import hmac
from collections.abc import Callable
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase

from portico.operations.health import look


class HealthPages:
    """`/healthz`: the process answers. `/readyz`: the site is well; 503 when it cannot answer pages.

    The figures are told to this machine itself, and to who brings HEALTH_TOKEN; anybody else reads one word.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path == "/healthz":
            return HttpResponse("ok\n", content_type="text/plain")
        if request.path == "/readyz":
            return ready(request)
        return self.get_response(request)


def ready(request: HttpRequest) -> HttpResponse:
    """How the site is."""
    health = look()
    told = health.as_dict() if may_read(request) else {"status": health.status}
    return JsonResponse(told, status=503 if health.status == "down" else 200)


def may_read(request: HttpRequest) -> bool:
    """Whether the figures are for this visitor: no proxy stands between us and this machine, or they have the token."""
    token = settings.HEALTH_TOKEN
    if token and hmac.compare_digest(request.headers.get("Authorization", "").encode(), f"Bearer {token}".encode()):
        return True
    if "X-Forwarded-For" in request.headers or "Forwarded" in request.headers:
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
