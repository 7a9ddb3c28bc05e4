"""Signing up behind an invitation."""

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from portico.access import inviting, links
from portico.access.carrying import Carried, carried, silent
from portico.access.forms import JoinForm
from portico.access.models import LinkUse, Purpose
from portico.access.signing_in import start_page
from portico.access.views.arriving import card, dead_link, log, no_link, welcome
from portico.agencies.gate import AgencyRequest
from portico.agencies.mailbox import masked
from portico.kit.pages import bound, refuse
from portico.kit.rules import RuleBroken


@silent
def join(request: AgencyRequest) -> HttpResponse:
    """A name, a password if wanted, and one is in. Address, role and side are those of the invitation."""
    found = carried(request, Purpose.INVITATION)
    if found is None:
        return no_link(request)
    state = links.state_of(found.link)
    here = request.maybe_member
    if state == "used" and here is not None and here.user_id == found.link.user_id:
        return HttpResponseRedirect(start_page(here))
    if state != "open":
        return dead_link(request, found.link)
    return join_deed(request, found) if request.method == "POST" else join_page(request, found)


def somebody_else(request: AgencyRequest, found: Carried) -> str:
    """The name of another user who is signed in here."""
    member = request.maybe_member
    return member.name if member is not None and member.user_id != found.link.user_id else ""


def join_page(request: AgencyRequest, found: Carried) -> HttpResponse:
    """Who invites whom, and the form."""
    user, member = found.link.user, found.link.member
    return card(
        request,
        "access/join.html",
        form=bound(request, JoinForm, user=user, initial={"name": user.name}),
        address=masked(user.email),
        side=member.side if member else "",
        inviter=found.link.issued_by.name if found.link.issued_by else "",
        other=somebody_else(request, found),
    )


def join_deed(request: AgencyRequest, found: Carried) -> HttpResponse:
    """Take the place. Who is signed in as somebody else has to say that they mean it."""
    form = JoinForm(request.POST, user=found.link.user)
    if somebody_else(request, found) and request.POST.get("switch") != "yes":
        form.add_error(
            None, _("You are signed in as somebody else. Tick the box to go on as the person who is invited.")
        )
        form.status = 409
    if not form.is_valid():
        return refuse(request, join_page, found, form=form)
    try:
        member = inviting.accept(found.link, form.cleaned_data["name"], form.cleaned_data.get("password"))
    except RuleBroken:
        found.link.refresh_from_db()
        return dead_link(request, found.link)
    log(request, found.link, LinkUse.What.USED)
    return welcome(request, member.user, how="invitation", member=member, remembers=form.cleaned_data["remember"])
