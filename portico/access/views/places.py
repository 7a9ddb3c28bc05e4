"""The front door, changing places, and going out."""

from collections.abc import Callable
from datetime import datetime

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from portico.access import links, signing_in
from portico.access.signing_in import start_page
from portico.access.views.arriving import card
from portico.access.ways import is_way
from portico.agencies.doors import Visitor
from portico.agencies.gate import AgencyRequest, MemberRequest, member, public

FRONTS: list[Callable[[Visitor], str]] = []
"""Packages above say where strangers begin, if they have something for them now."""


@public
@require_safe
def root(request: AgencyRequest) -> HttpResponse:
    """To the reader's own side; strangers to what there is for everybody, or to the sign-in page."""
    someone = request.maybe_member
    if someone is not None:
        return HttpResponseRedirect(start_page(someone))
    fronts = (front(request.visitor) for front in FRONTS)
    return HttpResponseRedirect(next((path for path in fronts if path), reverse("access:sign_in")))


@public
@require_POST
def sign_out(request: AgencyRequest) -> HttpResponse:
    """End this session."""
    signing_in.sign_out(request)
    return HttpResponseRedirect(reverse("access:sign_in"))


@member
def switch(request: MemberRequest) -> HttpResponse:
    """Choose among one's places at this agency."""
    how = signing_in.came_how(request)
    places = [place for place in links.places(request.member.user) if is_way(place, how)]
    if signing_in.came_by_link(request):
        places = [place for place in places if place.pk == request.member.pk]
    if request.method == "POST":
        chosen = next((place for place in places if str(place.pk) == request.POST.get("member")), None)
        if chosen is None:
            raise Http404
        began, weak = datetime.fromisoformat(request.session["began"]), bool(request.session.get("weak"))
        if chosen.pk == request.member.pk:
            return HttpResponseRedirect(start_page(chosen))
        signing_in.sign_in(request, chosen, how=how, began=began, weak=weak)
        wanted = links.safe_next(request.POST.get("next"))
        return HttpResponseRedirect(wanted if wanted.startswith(start_page(chosen)) else start_page(chosen))
    here = request.member.pk
    rows = [{"id": place.pk, "side": place.side, "role": place.role_name, "here": place.pk == here} for place in places]
    return card(request, "access/switch.html", places=rows, next=links.safe_next(request.GET.get("next")))
