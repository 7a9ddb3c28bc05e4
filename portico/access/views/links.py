"""Behind an emailed link: looking changes nothing, pressing the button does."""

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portico.access import account, links
from portico.access.asking import (
    TooMany,
    ask_for_invitation,
    ask_for_password,
    ask_for_way_back,
    ask_to_sign_in,
    is_code,
    user_with_password,
)
from portico.access.carrying import Carried, carried, carry, carry_ask, new_ask, silent
from portico.access.forms import CodeForm, EnterForm, OwnPasswordForm
from portico.access.models import LinkUse, Purpose
from portico.access.policies import policy_of
from portico.access.signing_in import keep_session, remembered, start_page
from portico.access.views.arriving import RENEWABLE, card, dead_link, log, no_link, too_many, welcome
from portico.agencies.gate import AgencyRequest
from portico.agencies.mailbox import masked
from portico.kit.pages import bound, refuse, say
from portico.kit.rules import RuleBroken

HERE = (Purpose.SIGN_IN, Purpose.LASTING, Purpose.DIRECT, Purpose.CHANGE_EMAIL, Purpose.UNDO_EMAIL)
PAGES = {Purpose.INVITATION: "access:join", Purpose.SET_PASSWORD: "access:password_set"}


@silent
@require_safe
def link_open(request: AgencyRequest, token: str) -> HttpResponse:
    """The first hop: the browser carries the link from here on, and the address is clean. Scanners may come at will."""
    link = links.find(request.agency, token, *HERE, *PAGES)
    if link is None:
        return no_link(request)
    log(request, link, LinkUse.What.OPENED)
    response = HttpResponseRedirect(reverse(PAGES.get(Purpose(link.purpose), "access:link")))
    carry(response, link)
    return response


@silent
def link_page(request: AgencyRequest) -> HttpResponse:
    """The page of a link; POST is the deed."""
    found = carried(request, *HERE)
    if found is None:
        return no_link(request)
    if links.state_of(found.link) != "open":
        return dead_link(request, found.link)
    if found.link.member is not None and links.lets_in(found.link, policy_of(found.link.member)):
        return direct_deed(request, found) if request.method == "POST" else direct_page(request, found)
    if found.link.purpose in links.WAYS_BACK:
        return lasting_deed(request, found) if request.method == "POST" else lasting_page(request, found)
    return link_deed(request, found) if request.method == "POST" else show_link(request, found)


@require_safe
def show_link(request: AgencyRequest, found: Carried) -> HttpResponse:
    """Whom the link is for, masked, and one button; in another browser also a field for the code."""
    link = found.link
    form = bound(request, EnterForm) if found.bound else bound(request, CodeForm)
    other = request.maybe_member if request.maybe_member and request.maybe_member.user_id != link.user_id else None
    return card(
        request,
        "access/link.html",
        form=form,
        purpose=link.purpose,
        needs_code=not found.bound,
        address=masked(link.user.email),
        new_address=masked(str(link.data.get("email", ""))),
        other=other.name if other else "",
    )


def link_deed(request: AgencyRequest, found: Carried) -> HttpResponse:
    """Use the link up and do what it is for."""
    link = found.link
    form = EnterForm(request.POST) if found.bound else CodeForm(request.POST)
    if not form.is_valid():
        return refuse(request, show_link, found, form=form)
    try:
        if not found.bound and not is_code(request, link, form.cleaned_data["code"]):
            form.add_error("code", _("This code is not right, or no longer good."))
            return refuse(request, show_link, found, form=form)
    except TooMany:
        return too_many(request)
    if link.purpose == Purpose.SIGN_IN:
        if not link.consume():
            return dead_link(request, link)
        log(request, link, LinkUse.What.USED)
        return welcome(
            request, link.user, how="link", member=link.member, next=link.next, remembers=form.cleaned_data["remember"]
        )
    return address_deed(request, found)


def address_deed(request: AgencyRequest, found: Carried) -> HttpResponse:
    """Confirm a changed address, or take the change back."""
    link = found.link
    confirming = link.purpose == Purpose.CHANGE_EMAIL
    try:
        user = account.confirm_email(link) if confirming else account.undo_email(link)
    except RuleBroken:
        link.refresh_from_db()
        return dead_link(request, link)
    log(request, link, LinkUse.What.USED)
    member = request.maybe_member
    if confirming and member is not None and member.user_id == user.pk:
        keep_session(request, user)
        say(request, _("Your mail address is changed."))
        return HttpResponseRedirect(reverse("access:account"))
    return card(request, "access/address_done.html", confirmed=confirming, address=masked(user.email))


@require_safe
def direct_page(request: AgencyRequest, found: Carried) -> HttpResponse:
    """Who is coming and where to, and one button. Looking lets nobody in, however often a scanner comes by."""
    link, here = found.link, request.maybe_member
    if here is not None and here.pk == link.member_id:
        return HttpResponseRedirect(links.safe_next(link.next) or start_page(here))
    other = here.name if here is not None and here.user_id != link.user_id else ""
    name, address = link.user.name, masked(link.user.email)
    return card(request, "access/direct.html", name=name, address=address, other=other, expires=link.expires)


def direct_deed(request: AgencyRequest, found: Carried) -> HttpResponse:
    """Let them in, to this one place and for no longer than the link lives."""
    link = found.link
    log(request, link, LinkUse.What.USED)
    return welcome(request, link.user, how="direct link", member=link.member, next=link.next, weak=True, link=link)


@require_safe
def lasting_page(request: AgencyRequest, found: Carried) -> HttpResponse:
    """Who is coming and where to; then the password or a fresh code, or one press in a remembered browser."""
    user, member = found.link.user, found.link.member
    return card(
        request,
        "access/lasting.html",
        form=bound(request, OwnPasswordForm),
        name=user.name,
        address=masked(user.email),
        side=member.side if member else "",
        has_password=user.has_usable_password(),
        remembered=remembered(request, user) is not None,
    )


def lasting_deed(request: AgencyRequest, found: Carried) -> HttpResponse:
    """Come in by one of the ways the page offers."""
    link, way = found.link, request.POST.get("way")
    try:
        if way == "code":
            return mail_code(request, found)
        if way == "remembered" and remembered(request, link.user) is not None:
            log(request, link, LinkUse.What.USED)
            return welcome(
                request,
                link.user,
                how="remembered browser",
                member=link.member,
                next=link.next,
                remembers=True,
                weak=True,
            )
        form = OwnPasswordForm(request.POST)
        if not form.is_valid():
            return refuse(request, lasting_page, found, form=form)
        user = user_with_password(request, request.agency, link.user.email, form.cleaned_data["password"])
    except TooMany:
        return too_many(request)
    if user is None:
        form.add_error("password", _("This is not the right password."))
        return refuse(request, lasting_page, found, form=form)
    log(request, link, LinkUse.What.USED)
    return welcome(
        request, user, how="password", member=link.member, next=link.next, remembers=form.cleaned_data["remember"]
    )


def mail_code(request: AgencyRequest, found: Carried) -> HttpResponse:
    """Mail a fresh link and code to the person of this link, for this browser."""
    link = found.link
    ask = new_ask(request, masked(link.user.email), Purpose.SIGN_IN)
    ask_to_sign_in(request, request.agency, link.user.email, browser=ask.browser, next=link.next, member=link.member)
    response = HttpResponseRedirect(reverse("access:sign_in_sent"))
    carry_ask(response, ask)
    return response


@silent
@require_POST
def link_again(request: AgencyRequest) -> HttpResponse:
    """A link that is over: mail a new one to the address it went to."""
    found = carried(request, *RENEWABLE)
    if found is None:
        return no_link(request)
    link = found.link
    if links.state_of(link) == "revoked":
        return dead_link(request, link)
    try:
        if link.purpose == Purpose.INVITATION and link.member is not None and not link.member.is_in:
            ask_for_invitation(request, request.agency, link.member)
            return card(request, "access/invited_again.html", address=masked(link.user.email))
        if link.purpose in links.WAYS_BACK and link.member is not None:
            ask_for_way_back(request, request.agency, link.member)
            return card(request, "access/link_again.html", address=masked(link.user.email))
        if link.purpose == Purpose.SET_PASSWORD:
            ask = new_ask(request, masked(link.user.email), Purpose.SET_PASSWORD)
            ask_for_password(request, request.agency, link.user.email, browser=ask.browser)
            response = HttpResponseRedirect(reverse("access:sign_in_sent"))
            carry_ask(response, ask)
            return response
        return mail_code(request, found)
    except TooMany:
        return too_many(request)
