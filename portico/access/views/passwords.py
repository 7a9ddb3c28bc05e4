"""A forgotten password, and setting a new one behind a mailed link."""

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from portico.access import account, links
from portico.access.asking import TooMany, ask_for_password, is_code
from portico.access.carrying import Carried, carried, carry_ask, new_ask, silent
from portico.access.forms import EmailForm, NewPasswordForm
from portico.access.models import LinkUse, Purpose
from portico.access.views.arriving import card, dead_link, log, no_link, too_many, welcome
from portico.agencies.gate import AgencyRequest, public
from portico.agencies.mailbox import masked
from portico.kit.pages import bound, refuse, say
from portico.kit.rules import RuleBroken


@public
def password_forgot(request: AgencyRequest) -> HttpResponse:
    """Have a link for a new password mailed."""
    if request.method == "POST":
        form = EmailForm(request.POST)
        if not form.is_valid():
            return refuse(request, ask_where_to, form=form)
        ask = new_ask(request, form.cleaned_data["email"], Purpose.SET_PASSWORD)
        try:
            ask_for_password(request, request.agency, ask.email, browser=ask.browser)
        except TooMany:
            return too_many(request)
        response = HttpResponseRedirect(reverse("access:sign_in_sent"))
        carry_ask(response, ask)
        return response
    return ask_where_to(request)


def ask_where_to(request: AgencyRequest) -> HttpResponse:
    """The page itself."""
    return card(request, "access/password_forgot.html", form=bound(request, EmailForm))


@silent
def password_set(request: AgencyRequest) -> HttpResponse:
    """Set a new password, once, for the person the link was mailed to."""
    found = carried(request, Purpose.SET_PASSWORD)
    if found is None:
        return no_link(request)
    if links.state_of(found.link) != "open":
        return dead_link(request, found.link)
    return set_deed(request, found) if request.method == "POST" else set_page(request, found)


def set_page(request: AgencyRequest, found: Carried) -> HttpResponse:
    """The form."""
    form = bound(request, NewPasswordForm, user=found.link.user, needs_code=not found.bound)
    return card(request, "access/password_set.html", form=form, address=masked(found.link.user.email))


def set_deed(request: AgencyRequest, found: Carried) -> HttpResponse:
    """Set it and come in."""
    link = found.link
    form = NewPasswordForm(request.POST, user=link.user, needs_code=not found.bound)
    if not form.is_valid():
        return refuse(request, set_page, found, form=form)
    try:
        if not found.bound and not is_code(request, link, form.cleaned_data["code"]):
            form.add_error("code", _("This code is not right, or no longer good."))
            return refuse(request, set_page, found, form=form)
        user = account.set_password(link, form.cleaned_data["password"])
    except TooMany:
        return too_many(request)
    except RuleBroken:
        link.refresh_from_db()
        return dead_link(request, link)
    log(request, link, LinkUse.What.USED)
    response = welcome(request, user, how="new password")
    say(request, _("Your password is set."))
    return response
