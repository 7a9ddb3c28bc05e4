"""Who of us is here: colleagues on the portal, and inviting more of them."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portico.agencies.gate import ClientRequest, client
from portico.agencies.roles import May
from portico.client_portal.forms.colleagues import ColleagueForm
from portico.client_portal.reading.colleagues import read_people
from portico.client_portal.reading.eyes import own_eyes
from portico.client_portal.views.drawing import draw
from portico.kit.pages import bound, refuse, say
from portico.portals import welcoming
from portico.portals.models import ColleagueRequest


@client(May.INVITE_COLLEAGUES)
@require_safe
def people(request: ClientRequest) -> HttpResponse:
    """Who of the organization is on the portal, and whom they asked for."""
    return people_page(request)


def people_page(request: ClientRequest) -> HttpResponse:
    """The page, also around a refused form."""
    it = read_people(request.member)
    form = bound(request, ColleagueForm, by=request.member, sees_all=it.sees_all)
    return draw(request, "people", own_eyes(request.member), "people", it=it, form=form)


@client(May.INVITE_COLLEAGUES)
@require_POST
def colleague_invite(request: ClientRequest) -> HttpResponse:
    """Invite a colleague, or ask the agency to."""
    seat = welcoming.seat_of(request.member)
    form = ColleagueForm(request.POST, by=request.member, sees_all=seat.all_jobs)

    def invite(**_facts: Any) -> ColleagueRequest:
        return welcoming.invite_colleague(form.colleague(), by=request.member)

    if not form.does(invite):
        return refuse(request, people_page, form=form)
    asked: ColleagueRequest = form.result
    if asked.status == ColleagueRequest.Status.APPROVED:
        say(request, _("%s has been invited by email.") % asked.name)
    else:
        say(request, _("%(agency)s is asked to invite %(person)s.") % {"agency": request.agency.name, "person": asked})
    return redirect("client_portal:people")


@client(May.INVITE_COLLEAGUES)
@require_POST
def colleague_deactivate(request: ClientRequest, pk: int) -> HttpResponse:
    """Stop the access of a colleague who is no admin."""
    rows = welcoming.colleagues_of(request.member)
    seat = get_object_or_404(rows.select_related("contact", "member__user", "portal__organization"), pk=pk)
    welcoming.deactivate_colleague(seat, by=request.member)
    say(request, _("%s can no longer get in.") % seat.contact.name)
    return redirect("client_portal:people")
