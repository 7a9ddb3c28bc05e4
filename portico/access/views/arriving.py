"""What all ways in share: the last step, and the pages that say no."""

from typing import Any, cast
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from portico.access import links
from portico.access.challenges import next_step
from portico.access.devices import meet
from portico.access.models import AccessLink, LinkUse, Purpose
from portico.access.providers import provider_of
from portico.access.signing_in import START, remember, sign_in, start_page
from portico.access.visits import agent_of, ip_of
from portico.access.ways import is_way
from portico.agencies.gate import AgencyRequest
from portico.agencies.mailbox import masked
from portico.agencies.models import Agency, Member, User
from portico.agencies.roles import Side
from portico.kit.pages import page

RENEWABLE = {Purpose.SIGN_IN, Purpose.INVITATION, Purpose.SET_PASSWORD, Purpose.LASTING, Purpose.DIRECT}


def brand_of(agency: Agency) -> dict[str, str]:
    """The agency's name and logo, above a lone card."""
    logo = reverse("access:logo", args=[agency.logo_print]) if agency.logo_print else ""
    return {"name": agency.name, "url": reverse("access:root"), "logo": logo}


def card(request: AgencyRequest, template: str, *, status: int | None = None, **context: Any) -> HttpResponse:
    """A page that is a lone card under the agency's name."""
    return page(request, template, status=status, brand=brand_of(request.agency), **context)


def welcome(
    request: HttpRequest,
    user: User,
    *,
    how: str,
    member: Member | None = None,
    next: str = "",
    remembers: bool = False,
    weak: bool = False,
    link: AccessLink | None = None,
    stepped: bool = False,
) -> HttpResponse:
    """Sign in and go where they wanted to; who has several places and said none chooses. (`weak`, `link`: sign_in.)

    Who has a second step is asked for it first; `stepped`: they have taken it.
    """
    places = [place for place in links.places(user) if is_way(place, how)]
    if not places or (member is not None and not is_way(member, how)):
        return other_way(request, next)
    if not stepped:
        step = next_step(user, how=how, member=member, next=next, remembers=remembers, link=link)
        if step is not None:
            return step
    chosen = member or next_place(places, next)
    going = chosen or places[0]
    going.user = user
    sign_in(request, going, how=how, weak=weak, link=link)
    request.session["stepped"] = stepped
    target = links.safe_next(next) or start_page(going)
    if chosen is None and len(places) > 1:
        target = f"{reverse('access:switch')}?{urlencode({'next': links.safe_next(next)})}"
    response = HttpResponseRedirect(target)
    meet(request, response, going, how=how)
    if remembers:
        remember(request, response, user)
    return response


def other_way(request: HttpRequest, next: str) -> HttpResponse:
    """They are who they say, but their agency wants them to come in by its own sign-in provider (403)."""
    asking = cast("AgencyRequest", request)
    return card(asking, "access/provider_only.html", status=403, provider=provider_button(asking, next))


def provider_button(request: AgencyRequest, start: str, *, again: bool = False) -> dict[str, str] | None:
    """The way in by the agency's own provider, if it has one."""
    provider = provider_of(request.agency)
    if provider is None:
        return None
    asked = {"next": links.safe_next(start), **({"again": "1"} if again else {})}
    tone = "primary" if start.startswith(START[Side.STAFF]) and provider.only_way else ""
    return {"name": provider.name, "url": f"{reverse('access:provider_start')}?{urlencode(asked)}", "tone": tone}


def next_place(places: list[Member], next: str) -> Member | None:
    """The one place that a wanted page belongs to."""
    fitting = [place for place in places if next.startswith(start_page(place))]
    return fitting[0] if len(fitting) == 1 else None


def log(request: HttpRequest, link: AccessLink, what: LinkUse.What) -> None:
    """Write down that a link was opened, used or refused."""
    link.was(what, ip=ip_of(request), agent=agent_of(request))


def no_link(request: AgencyRequest) -> HttpResponse:
    """There is no such link, or none for this page (404)."""
    return card(request, "access/no_link.html", status=404)


def dead_link(request: AgencyRequest, link: AccessLink) -> HttpResponse:
    """The link is over (410): why, and a new one by one press where that can be."""
    log(request, link, LinkUse.What.REFUSED)
    state = links.state_of(link)
    member = link.member
    joined = link.purpose == Purpose.INVITATION and member is not None and member.is_in
    again = (
        link.purpose in RENEWABLE
        and (state in {"expired", "used", "replaced"})
        and (joined or state != "used" or member is None or member.is_in)
    )
    return card(
        request,
        "access/dead_link.html",
        status=410,
        state=state,
        purpose=link.purpose,
        again=again,
        joined=joined,
        address=masked(link.user.email),
    )


def too_many(request: AgencyRequest) -> HttpResponse:
    """This address has asked for too much (429)."""
    return card(request, "access/too_many.html", status=429)
