"""Coming in by the agency's own sign-in provider: the way there, and the way back."""

import logging
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portico.access import openid
from portico.access.asking import HOUR
from portico.access.carrying import drop, read, write
from portico.access.links import safe_next
from portico.access.openid import NotBelieved, Trip
from portico.access.provider_people import person_for
from portico.access.providers import SignInProvider, provider_of
from portico.access.secrets import same
from portico.access.views.arriving import card, welcome
from portico.access.views.arriving import too_many as wait
from portico.access.visits import ip_of, network, too_many
from portico.access.ways import PROVIDER
from portico.agencies.gate import AgencyRequest, public
from portico.kit.fetching import Unreachable
from portico.kit.rules import RuleBroken
from portico.kit.times import now

A_TRIP = timedelta(minutes=10)
TRIPS_OF_ONE_ADDRESS = 300
LOG = logging.getLogger("portico.access.provider")


@public
@require_safe
def provider_start(request: AgencyRequest) -> HttpResponse:
    """Off to the provider; what the browser must bring back is in a cookie that no script reads."""
    provider = provider_of(request.agency)
    if provider is None:
        raise Http404
    if one_too_many(request):
        return wait(request)
    trip = Trip(
        provider=provider.pk,
        issuer=provider.issuer,
        next=safe_next(request.GET.get("next")),
        again="again" in request.GET,
    )
    try:
        about = openid.describe(provider.issuer)
    except Unreachable as no:
        return is_down(request, provider, str(no))
    response = HttpResponseRedirect(openid.way_there(provider, about, trip, back_here(request)))
    write(response, "provider", asdict(trip), A_TRIP)
    response["Cache-Control"] = "no-store"
    return response


@public
@require_safe
def provider_back(request: AgencyRequest) -> HttpResponse:
    """Back from the provider: whoever it names comes in, if this browser is the one that went, and only once."""
    provider = provider_of(request.agency)
    if provider is None:
        raise Http404
    if one_too_many(request):
        return wait(request)
    try:
        answer = come_in(request, provider)
    except Unreachable as no:
        answer = is_down(request, provider, str(no))
    except NotBelieved as no:
        LOG.warning("Sign-in by %s of agency %s refused: %s", provider.issuer, request.agency.pk, no)
        words = _("We could not be sure that this came from %s. Please try again.") % provider.name
        answer = sorry(request, provider, words, status=400)
    except RuleBroken as no:
        answer = sorry(request, provider, str(no), status=403)
    drop(answer, "provider")
    answer["Referrer-Policy"] = "no-referrer"
    answer["Cache-Control"] = "no-store"
    return answer


def come_in(request: AgencyRequest, provider: SignInProvider) -> HttpResponse:
    """Check what the browser brought, ask the provider what it means, and let the person in."""
    trip = trip_of(request)
    brought = {name: request.GET.get(name, "") for name in ("state", "code", "iss", "error")}
    if trip is None or not same(trip.state, brought["state"]):
        raise NotBelieved("another browser, or too late")
    if (trip.provider, trip.issuer) != (provider.pk, provider.issuer):
        raise NotBelieved("the provider was changed meanwhile")
    if too_many(provider.agency_id, "provider-state", trip.state, most=1, within=HOUR):
        raise NotBelieved("used already")
    about = openid.describe(provider.issuer)
    if (brought["iss"] or about.names_itself) and not same(brought["iss"], about.issuer):
        raise NotBelieved("the answer is from another provider")
    if brought["error"]:
        raise RuleBroken(_("%s did not let you in. Try again, or ask whoever runs it.") % provider.name)
    if not 0 < len(brought["code"]) <= 2000 or not brought["code"].isprintable():
        raise NotBelieved("no code")
    token = openid.exchange(provider, about, trip, brought["code"], back_here(request))
    member = person_for(provider, openid.claims_of(provider, about, trip, token))
    SignInProvider.objects.filter(pk=provider.pk).update(proved_at=now())
    return welcome(request, member.user, how=PROVIDER, member=member, next=trip.next)


def trip_of(request: AgencyRequest) -> Trip | None:
    """The way there that this browser went, if it was lately and on this site."""
    value: dict[str, Any] = read(request, "provider", A_TRIP)
    try:
        return Trip(**value) if value else None
    except TypeError:
        return None


def back_here(request: AgencyRequest) -> str:
    """Where the provider sends people back to; it knows this address and takes no other."""
    return request.agency.address(reverse("access:provider_back"))


def one_too_many(request: AgencyRequest) -> bool:
    """Whether this address has gone back and forth too often."""
    key = network(ip_of(request))
    return too_many(request.agency.pk, "provider-ip", key, most=TRIPS_OF_ONE_ADDRESS, within=HOUR)


def is_down(request: AgencyRequest, provider: SignInProvider, why: str) -> HttpResponse:
    """The provider cannot be reached: say so, and which way is left."""
    LOG.warning("Sign-in provider %s of agency %s: %s", provider.issuer, request.agency.pk, why)
    words = _("%s cannot be reached just now. It is not your fault; try again in a few minutes.") % provider.name
    return sorry(request, provider, words, status=502)


def sorry(request: AgencyRequest, provider: SignInProvider, words: str, *, status: int) -> HttpResponse:
    """Nobody came in: why, and what to do."""
    return card(
        request,
        "access/provider_no.html",
        status=status,
        words=words,
        provider=provider.name,
        other_ways=not provider.only_way,
    )
