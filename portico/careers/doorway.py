"""The way in: careers pages are there for everybody, while the agency has them on."""

from functools import wraps
from typing import cast

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import NoReverseMatch
from django.utils.translation import gettext as _

from portico.access.visits import ip_of, network
from portico.agencies.doors import Visitor
from portico.agencies.gate import AgencyRequest, View, public
from portico.candidates.settings import CandidateSettings, settings_of
from portico.jobs.adverts import Advert
from portico.jobs.sources import remember_source
from portico.kit.addresses import address
from portico.kit.pace import too_fast
from portico.kit.pages import page

PAGES_A_MINUTE = 300
"""From one address, all processes together. A person opens ten; an office behind one address perhaps a hundred."""


class CareersRequest(AgencyRequest):
    """A request on careers pages that are on."""

    careers: CandidateSettings


def careers_page[**P](view: View[CareersRequest, P]) -> View[AgencyRequest, P]:
    """For everybody, while the careers pages are on; where the visitor came from is kept with the visit."""

    @wraps(view)
    def answer(request: AgencyRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if too_fast("careers", network(ip_of(request)), most=PAGES_A_MINUTE):
            return slow_down(request)
        request.careers = settings_of(request.agency)  # type: ignore[attr-defined]
        if not request.careers.careers:  # type: ignore[attr-defined]
            raise Http404
        response = view(request, *args, **kwargs)  # type: ignore[arg-type]
        if isinstance(response, HttpResponse) and "Cache-Control" not in response:
            remember_source(request, response, request.agency)
        return response

    return public(cast("View[AgencyRequest, P]", answer))


def slow_down(request: AgencyRequest) -> HttpResponse:
    """Whoever copies all jobs in a minute is asked to wait one (429); the feeds hold the same in one piece."""
    answer = page(
        request, "kit/rule_broken.html", status=429, said=_("That was very fast. Have another go in a minute.")
    )
    answer["Retry-After"] = "60"
    return answer


def address_of(name: str, *args: int | str) -> str:
    """The address of a page, if this Portico has it."""
    try:
        return address(name, *args)
    except NoReverseMatch:
        return ""


def front(visitor: Visitor) -> str:
    """Where strangers begin: at the open jobs, if there are any."""
    return address("careers:jobs") if Advert.objects.visible_to(visitor).exists() else ""
