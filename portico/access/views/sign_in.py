"""The sign-in page, and the page after a mail was asked for."""

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portico.access.asking import TooMany, ask_to_sign_in, link_with_code, user_with_password
from portico.access.carrying import asked, carry, carry_ask, new_ask
from portico.access.forms import CodeForm, SignInForm
from portico.access.links import places, safe_next, state_of
from portico.access.models import LinkUse, Purpose
from portico.access.signing_in import may_remember, remembered_here, start_page
from portico.access.views.arriving import card, dead_link, log, provider_button, too_many, welcome
from portico.agencies.gate import AgencyRequest, public
from portico.agencies.mailbox import masked
from portico.agencies.models import User
from portico.kit.pages import bound, refuse


@public
def sign_in(request: AgencyRequest) -> HttpResponse:
    """Email and password on one page; without a password a link is mailed."""
    if request.method == "POST":
        return signed_in(request)
    member = request.maybe_member
    if member is not None and "again" not in request.GET:
        return HttpResponseRedirect(safe_next(request.GET.get("next")) or start_page(member))
    return ask_who(request)


def ask_who(request: AgencyRequest) -> HttpResponse:
    """The page itself."""
    member = request.maybe_member
    form = bound(request, SignInForm, initial={"email": member.email if member else ""})
    start = safe_next(request.POST.get("next", request.GET.get("next")))
    known = [] if "again" in request.GET else known_here(request)
    return card(
        request,
        "access/sign_in.html",
        form=form,
        next=start,
        known=known,
        provider=provider_button(request, start, again="again" in request.GET),
    )


def known_here(request: AgencyRequest) -> list[dict[str, Any]]:
    """Who may go on in this remembered browser with one press."""
    rows = [row for row in remembered_here(request) if row.user.agency_id == request.agency.pk]
    found = [row.user for row in rows if places(row.user) and may_remember(row.user)]
    return [{"id": user.pk, "name": str(user), "address": masked(user.email)} for user in found]


def gone_on(request: AgencyRequest) -> HttpResponse | None:
    """One press in a remembered browser; nothing where it is not remembered for them any more."""
    chosen = next((one for one in known_here(request) if str(one["id"]) == request.POST.get("user")), None)
    if chosen is None:
        return None
    user = User.objects.get(pk=chosen["id"], agency=request.agency)
    start = safe_next(request.POST.get("next"))
    return welcome(request, user, how="remembered browser", next=start, remembers=True, weak=True)


def signed_in(request: AgencyRequest) -> HttpResponse:
    """Let them in by password, or have a link mailed."""
    if request.POST.get("way") == "remembered" and (answer := gone_on(request)) is not None:
        return answer
    form = SignInForm(request.POST)
    if not form.is_valid():
        return refuse(request, ask_who, form=form)
    email, password = form.cleaned_data["email"], form.cleaned_data["password"]
    start = safe_next(request.POST.get("next"))
    try:
        if not password or request.POST.get("way") == "link":
            ask = new_ask(request, email, Purpose.SIGN_IN)
            ask_to_sign_in(request, request.agency, email, browser=ask.browser, next=start)
            response = HttpResponseRedirect(reverse("access:sign_in_sent"))
            carry_ask(response, ask)
            return response
        user = user_with_password(request, request.agency, email, password)
    except TooMany:
        return too_many(request)
    if user is None:
        form.add_error(None, _("Email and password do not match. We can also mail you a link."))
        return refuse(request, ask_who, form=form)
    return welcome(request, user, how="password", next=start, remembers=form.cleaned_data["remember"])


@public
def sign_in_sent(request: AgencyRequest) -> HttpResponse:
    """A mail is on its way, if the address is known; the code in it can be typed here."""
    if not asked(request).nonce:
        return HttpResponseRedirect(reverse("access:sign_in"))
    return code_typed(request) if request.method == "POST" else sent(request)


@require_safe
def sent(request: AgencyRequest) -> HttpResponse:
    """The page itself."""
    return card(request, "access/sent.html", ask=asked(request), form=bound(request, CodeForm))


def code_typed(request: AgencyRequest) -> HttpResponse:
    """The code stands for the link."""
    form, ask = CodeForm(request.POST), asked(request)
    if not form.is_valid():
        return refuse(request, sent, form=form)
    try:
        link = link_with_code(request, request.agency, ask.browser, form.cleaned_data["code"], ask.purpose)
    except TooMany:
        return too_many(request)
    if link is None:
        form.add_error("code", _("This code is not right, or no longer good."))
        return refuse(request, sent, form=form)
    if link.purpose != Purpose.SIGN_IN:
        page = "access:password_set" if link.purpose == Purpose.SET_PASSWORD else "access:link"
        response = HttpResponseRedirect(reverse(page))
        carry(response, link)
        return response
    if state_of(link) != "open" or not link.consume():
        return dead_link(request, link)
    log(request, link, LinkUse.What.USED)
    return welcome(
        request, link.user, how="code", member=link.member, next=link.next, remembers=form.cleaned_data["remember"]
    )
