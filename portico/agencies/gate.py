"""The gate: which pages somebody gets. A view without a gate has no member and cannot open any door."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, cast
from urllib.parse import urlencode, urlsplit

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from portico.agencies.doors import Visitor
from portico.agencies.models import Agency, Member
from portico.agencies.roles import May, Side


@dataclass(frozen=True)
class Gate:
    """What a view asks of its visitor; read by the access test."""

    side: str
    needs: tuple[May, ...] = ()


class AgencyRequest(HttpRequest):
    """A request on one agency's site."""

    agency: Agency
    visitor: Visitor
    maybe_member: Member | None


class MemberRequest(AgencyRequest):
    """A request of somebody who is signed in."""

    member: Member


class DeskRequest(MemberRequest):
    """A request of one of the agency's own people."""


class ClientRequest(MemberRequest):
    """A request of a client contact."""


class CandidateRequest(MemberRequest):
    """A request of a candidate."""


ASKS_FIRST: list[Callable[[MemberRequest, Callable[..., Any]], HttpResponse | None]] = []
"""What packages above ask of a member before any page: an answer of theirs stands in for the view's."""


type View[R: HttpRequest, **P] = Callable[Concatenate[R, P], HttpResponseBase]


def sign_in_first(request: HttpRequest) -> HttpResponse:
    """Send a stranger to the sign-in page, and back here afterwards."""
    live = request.headers.get("HX-Request") == "true"
    looks = request.method in {"GET", "HEAD"} and not live
    back = request.get_full_path() if looks else page_before(request)
    address = reverse("access:sign_in") + (f"?{urlencode({'next': back})}" if back else "")
    return HttpResponseClientRedirect(address) if live else HttpResponseRedirect(address)


def page_before(request: HttpRequest) -> str:
    """The page of ours on which somebody pressed a button, if the browser says so."""
    try:
        parts = urlsplit(request.headers.get("HX-Current-URL") or request.headers.get("Referer") or "")
    except ValueError:
        return ""
    ours = parts.netloc == request.get_host()
    return f"{parts.path}{'?' if parts.query else ''}{parts.query}" if ours else ""


def _gate[R: MemberRequest, **P](side: Side | None, needs: tuple[May, ...]) -> Callable[[View[R, P]], View[R, P]]:
    def decorate(view: View[R, P]) -> View[R, P]:
        @wraps(view)
        def gated(request: R, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            member = request.maybe_member
            if member is None:
                return sign_in_first(request)
            if side is not None and member.side != side:
                raise Http404
            if not all(member.may(need) for need in needs):
                raise PermissionDenied
            request.member = member
            for ask in ASKS_FIRST:
                if (answer := ask(request, view)) is not None:
                    return answer
            return view(request, *args, **kwargs)

        gated.gate = Gate(side or "member", needs)  # type: ignore[attr-defined]
        return cast("View[R, P]", gated)

    return decorate


def staff[**P](*needs: May) -> Callable[[View[DeskRequest, P]], View[DeskRequest, P]]:
    """For the agency's own people whose role allows all of `needs`."""
    return _gate(Side.STAFF, (May.SEE_DESK, *needs))


def client[**P](*needs: May) -> Callable[[View[ClientRequest, P]], View[ClientRequest, P]]:
    """For client contacts."""
    return _gate(Side.CLIENT, (May.USE_PORTAL, *needs))


def candidate[**P](*needs: May) -> Callable[[View[CandidateRequest, P]], View[CandidateRequest, P]]:
    """For candidates."""
    return _gate(Side.CANDIDATE, (May.USE_PORTAL, *needs))


def member[**P](view: View[MemberRequest, P]) -> View[MemberRequest, P]:
    """For everybody who is signed in, on any side."""
    decorate: Any = _gate(None, ())
    return decorate(view)  # type: ignore[no-any-return]


def public[**P](view: View[AgencyRequest, P]) -> View[AgencyRequest, P]:
    """For everybody; opens only the doors that are open to visitors."""
    view.gate = Gate("public")  # type: ignore[attr-defined]
    return view
