"""What a browser carries between the pages of a way in: that it asked, and which link it has opened."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from functools import wraps
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.decorators import decorator_from_middleware
from django.views.decorators.csrf import csrf_exempt

from portico.access.models import AccessLink, Purpose
from portico.access.secrets import hashed, same
from portico.access.signing_in import cookie_name, set_cookie
from portico.agencies.gate import AgencyRequest, View, public

AN_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Asked:
    """This browser asked for a mail: its nonce, and where the mail was to go."""

    nonce: str = ""
    email: str = ""
    purpose: str = Purpose.SIGN_IN

    @property
    def browser(self) -> str:
        """What links are bound to."""
        return hashed(self.nonce) if self.nonce else ""


@dataclass(frozen=True, slots=True)
class Carried:
    """A link that was opened in this browser."""

    link: AccessLink
    bound: bool
    """It needs no code: it is for any browser, or this is the one that asked for it."""


def read(request: HttpRequest, name: str, life: timedelta = AN_HOUR) -> dict[str, Any]:
    """What we gave the browser to carry under this name, unless it is too old or not by us."""
    try:
        value = signing.loads(request.COOKIES.get(cookie_name(name), ""), salt=f"portico.access.{name}", max_age=life)
    except signing.BadSignature:
        return {}
    return value if isinstance(value, dict) else {}


def write(response: HttpResponse, name: str, value: dict[str, Any], life: timedelta = AN_HOUR) -> None:
    """Give the browser something to carry, signed."""
    set_cookie(response, name, signing.dumps(value, salt=f"portico.access.{name}"), life)


def drop(response: HttpResponse, name: str) -> None:
    """Let the browser carry it no longer."""
    response.delete_cookie(cookie_name(name), samesite="Lax")


def asked(request: HttpRequest) -> Asked:
    """What this browser has asked for, if anything."""
    value = read(request, "ask")
    return Asked(value["nonce"], value["email"], value["purpose"]) if value else Asked()


def new_ask(request: HttpRequest, email: str, purpose: str) -> Asked:
    """One more thing this browser asks for; it keeps its nonce, so that all mails it asked for work in it."""
    return Asked(asked(request).nonce or secrets.token_urlsafe(24), email, purpose)


def carry_ask(response: HttpResponse, ask: Asked) -> None:
    """Let the browser carry what it asked for."""
    write(response, "ask", {"nonce": ask.nonce, "email": ask.email, "purpose": ask.purpose})


def carry(response: HttpResponse, link: AccessLink) -> None:
    """Let the browser carry which link it opened, so that the address bar need not."""
    write(response, "link", {"link": link.pk, "agency": link.agency_id})


def carried(request: AgencyRequest, *purposes: str) -> Carried | None:
    """The link this browser opened, if it is one for this page."""
    value = read(request, "link")
    if value.get("agency") != request.agency.pk:
        return None
    links = AccessLink.objects.select_related("user", "member__user", "member__staff_role", "issued_by")
    link = links.filter(pk=value["link"], agency=request.agency, purpose__in=purposes).first()
    if link is None:
        return None
    link.agency = request.agency
    return Carried(link, not link.browser or same(link.browser, asked(request).browser))


class _FormsWithoutReferrer(CsrfViewMiddleware):
    """The usual check of forms, for pages that tell nobody where they came from: browsers then send "Origin: null"."""

    def _origin_verified(self, request: HttpRequest) -> bool:
        return request.META.get("HTTP_ORIGIN") == "null" or super()._origin_verified(request)  # type: ignore[misc]

    def _check_referer(self, request: HttpRequest) -> None:
        if request.META.get("HTTP_REFERER"):
            super()._check_referer(request)  # type: ignore[misc]


def silent[**P](view: View[AgencyRequest, P]) -> View[AgencyRequest, P]:
    """A public page behind an emailed link: it leaves no trace of itself elsewhere. Forms are checked as everywhere."""
    checked = decorator_from_middleware(_FormsWithoutReferrer)(view)

    @wraps(view)
    def answer(request: AgencyRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        response = checked(request, *args, **kwargs)
        response["Referrer-Policy"] = "no-referrer"
        response["Cache-Control"] = "no-store"
        return response

    exempt: Any = csrf_exempt(answer)
    return public(exempt)
