"""Job alerts for everybody: saving a search, proving the address, and getting out of bulk mail again."""

from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from portico.access.carrying import silent
from portico.access.views.arriving import card
from portico.access.visits import ip_of
from portico.agencies.gate import AgencyRequest, public
from portico.agencies.models import Member
from portico.agencies.roles import Side
from portico.candidate_portal.forms.choices import AlertForm, StrangerAlertForm, UnsubscribeForm
from portico.jobs.advert_search import AdvertSearch
from portico.jobs.alerts import JobAlert, alert_with, ask_for, in_words, save_for
from portico.kit.forms import Form
from portico.kit.pages import say
from portico.messaging.opt_outs import UnsubscribeLink

METHODS = ["GET", "HEAD", "POST"]


def candidate_of(request: AgencyRequest) -> Member | None:
    """The candidate who is signed in here."""
    member = request.maybe_member
    return member if member is not None and member.is_in and member.side == Side.CANDIDATE else None


@public
@require_http_methods(METHODS)
def alert_add(request: AgencyRequest) -> HttpResponse:
    """New jobs by mail for a search; a stranger's address is proved by a mail first."""
    search, member = AdvertSearch.of(request.GET), candidate_of(request)
    kind = AlertForm if member else StrangerAlertForm
    form = kind(request.POST if request.method == "POST" else None)
    words = {"words": in_words(search), "here": f"{request.path}?{urlencode(search.as_dict())}", "own": bool(member)}

    def save(how: str, email: str = "") -> JobAlert | None:
        if member is not None:
            return save_for(member, search, how=how)
        return ask_for(request.agency, email, search, how=how, ip=ip_of(request))

    if request.method != "POST" or not form.does(save):
        status = form.status if form.errors else 200
        return card(request, "candidate_portal/alert_add.html", status=status, form=form, **words)
    if member is None:
        return card(request, "candidate_portal/alert_sent.html", email=form.cleaned_data["email"])
    say(request, _("Saved. New jobs come by mail."))
    return HttpResponseRedirect(reverse("candidate_portal:notifications") + "#alerts")


@silent
@require_http_methods(METHODS)
def alert_confirm(request: AgencyRequest, token: str) -> HttpResponse:
    """The address is proved by pressing the button; opening the page changes nothing."""
    found = alert_with(request.agency, token)
    if found is None:
        return card(request, "access/no_link.html", status=404)
    form = Form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.does(found.confirm):
        return HttpResponseRedirect(request.path)
    words = {"words": found.words, "how": str(found.get_how_display()), "form": form, "here": request.path}
    state = "stopped" if found.stopped else "on" if found.confirmed else "over" if found.link_is_over else "new"
    status = form.status if form.errors else 200
    return card(request, "candidate_portal/alert_confirm.html", status=status, state=state, **words)


def unsubscribe_page(request: AgencyRequest, token: str) -> HttpResponse:
    """Looking changes nothing; a POST ends it, also the mail program's own without cookies (RFC 8058)."""
    link = UnsubscribeLink.find(request.agency, token)
    if link is None:
        response = card(request, "access/no_link.html", status=404)
    else:
        done = request.method == "POST"
        if done:
            form = UnsubscribeForm(request.POST)
            link.stop(everything=form.is_valid() and form.cleaned_data["everything"])
        used = link.used is not None
        response = card(request, "candidate_portal/unsubscribe.html", done=done, used=used, here=request.path)
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "no-store"
    return response


unsubscribe = public(csrf_exempt(require_http_methods(METHODS)(unsubscribe_page)))
"""The address itself is the secret that allows it, so that no cookie and no form of ours is asked for."""
