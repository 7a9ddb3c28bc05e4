"""One's own login: name, password, mail address, remembered browsers."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portico.access import account as verbs
from portico.access import links, second_step, signing_in
from portico.access.asking import TooMany, ask_to_change_email
from portico.access.carrying import carry_ask, new_ask
from portico.access.devices import NEW_DEVICE
from portico.access.forms import ChangeEmailForm, ChangePasswordForm, NameForm, NewDeviceForm
from portico.access.fresh import fresh_sign_in
from portico.access.models import Purpose, RememberedBrowser, Session
from portico.access.views.arriving import brand_of, too_many
from portico.access.visits import browser_name, place
from portico.agencies.gate import DeskRequest, MemberRequest, member, staff
from portico.agencies.mailbox import mail_key
from portico.agencies.models import User
from portico.kit.local_time import known_zone
from portico.kit.pages import bound, page, refuse, say
from portico.kit.rules import RuleBroken
from portico.kit.times import now
from portico.kit.timing import ZoneForm
from portico.messaging.choices import NotificationChoice, wants


@member
@require_safe
def account(request: MemberRequest) -> HttpResponse:
    """Everything about one's own login on one page."""
    return own_login(request)


def own_login(request: MemberRequest, *, feed_token: str = "") -> HttpResponse:
    """The page itself; `feed_token`: of the calendar feed that was just made."""
    from portico.access.views.calendar import calendar_panel

    user = request.member.user
    here = signing_in.remembered(request, user)
    spared = signing_in.may_remember(user)
    browsers = RememberedBrowser.objects.visible_to(request.member).filter(user=user).alive(now())
    return page(
        request,
        "access/account.html",
        brand=brand_of(request.agency),
        start=signing_in.start_page(request.member),
        steps=second_step.steps_of(user),
        has_password=user.has_usable_password(),
        several=len(links.places(user)) > 1,
        name_form=bound(request, NameForm, initial={"name": user.name}),
        password_form=bound(request, ChangePasswordForm, user=user),
        email_form=bound(request, ChangeEmailForm, user=user),
        zone_form=bound(request, ZoneForm, initial={"zone": known_zone(user.zone, request.agency.zone)}),
        calendar=calendar_panel(request.member, feed_token),
        spared=spared,
        device_form=NewDeviceForm(initial={"new_device": wants(request.member, NEW_DEVICE)})
        if request.member.is_staff
        else None,
        sessions=[session_line(request, row) for row in Session.objects.visible_to(request.member).alive(user)[:30]],
        browsers=[
            {
                "id": row.pk,
                "agent": browser_name(row.agent),
                "ip": place(row.ip),
                "last_used": row.last_used,
                "here": here is not None and row.pk == here.pk,
            }
            for row in browsers
            if spared
        ],
    )


def session_line(request: MemberRequest, row: Session) -> dict[str, Any]:
    """One browser in which they are signed in."""
    here = request.session.get("row") == row.pk
    agent = browser_name(row.agent)
    times = {"began": row.began, "last_used": row.last_used}
    return {"id": row.pk, "agent": agent, "ip": place(row.ip), "here": here, **times}


def proved_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """What outlives a session needs one that proved who it is, however long ago."""
    return only_if(signing_in.is_proved, view)


def only_if(check: Callable[[MemberRequest], bool], view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view for sessions that pass; others are asked to sign in again."""

    def checked(request: MemberRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if check(request):
            return view(request, *args, **kwargs)
        say(request, _("Please sign in again first; then you can change this."), tone="info")
        again = urlencode({"again": "1", "next": reverse("access:account")})
        return HttpResponseRedirect(f"{reverse('access:sign_in')}?{again}")

    return checked


@member
@require_POST
def account_name(request: MemberRequest) -> HttpResponse:
    """Be called something else."""
    form = NameForm(request.POST)
    if not form.does(lambda name: verbs.change_name(request.member.user, name)):
        return refuse(request, own_login, form=form)
    return saved(request, _("Your name is saved."))


@member
@fresh_sign_in
@require_POST
def account_password(request: MemberRequest) -> HttpResponse:
    """Set or change the password."""
    user = request.member.user
    form = ChangePasswordForm(request.POST, user=user)
    if not form.is_valid() or not knows_password(form, "old", user):
        return refuse(request, own_login, form=form)
    verbs.change_password(user, form.cleaned_data["new"], browser_secret=signing_in.browser_secret(request))
    signing_in.keep_session(request, user)
    return saved(request, _("Your password is changed. All other browsers are signed out."))


@member
@fresh_sign_in
@require_POST
def account_email(request: MemberRequest) -> HttpResponse:
    """Have the confirmation mailed to the new address; what comes of it is told only there."""
    user = request.member.user
    form = ChangeEmailForm(request.POST, user=user)
    if not form.is_valid() or not knows_password(form, "password", user):
        return refuse(request, own_login, form=form)
    new = form.cleaned_data["email"]
    try:
        verbs.check_new_address(user, new)
    except RuleBroken as no:
        form.add_error("email", str(no))
    if mail_key(new) == user.email_key:
        form.add_error("email", _("This is your mail address already."))
    if form.errors:
        return refuse(request, own_login, form=form)
    ask = new_ask(request, new, Purpose.CHANGE_EMAIL)
    try:
        ask_to_change_email(request, request.agency, user, new, browser=ask.browser)
    except TooMany:
        return too_many(request)
    response = HttpResponseRedirect(reverse("access:sign_in_sent"))
    carry_ask(response, ask)
    return response


def knows_password(form: Any, field: str, user: User) -> bool:
    """Whether the current password was right; true where there is none."""
    if field not in form.fields or user.check_password(form.cleaned_data[field]):
        return True
    form.add_error(field, _("This is not your password."))
    return False


@member
@require_POST
def browser_forget(request: MemberRequest, pk: int) -> HttpResponse:
    """Forget one of one's own remembered browsers."""
    mine = RememberedBrowser.objects.visible_to(request.member).filter(user=request.member.user)
    get_object_or_404(mine, pk=pk).forget(by=request.member)
    return saved(request, _("This browser is forgotten."))


@member
@require_POST
def session_end(request: MemberRequest, pk: int) -> HttpResponse:
    """Sign out one of one's own browsers."""
    mine = Session.objects.visible_to(request.member).filter(user=request.member.user)
    get_object_or_404(mine, pk=pk).finish(by=request.member)
    return saved(request, _("This browser is signed out."))


@member
@require_POST
def sessions_end_others(request: MemberRequest) -> HttpResponse:
    """Sign out all browsers but this one, and forget them."""
    user = request.member.user
    here = signing_in.remembered(request, user)
    verbs.sign_out_others(user, keep=here)
    signing_in.keep_session(request, user)
    return saved(request, _("All other browsers are signed out."))


@staff()
@require_POST
def account_new_device(request: DeskRequest) -> HttpResponse:
    """Whether a teammate is mailed of sign-ins in new browsers."""
    form = NewDeviceForm(request.POST)
    on = form.is_valid() and form.cleaned_data["new_device"]
    how = NotificationChoice.How.ON if on else NotificationChoice.How.OFF
    NotificationChoice.choose(request.member, NEW_DEVICE, how)
    return saved(request, _("Saved."))


@member
@require_POST
def account_sign_out_everywhere(request: MemberRequest) -> HttpResponse:
    """End all of one's sessions, this one too."""
    verbs.sign_out_everywhere(request.member.user)
    signing_in.sign_out(request)
    say(request, _("You are signed out everywhere."))
    return HttpResponseRedirect(reverse("access:sign_in"))


def saved(request: MemberRequest, text: str) -> HttpResponse:
    """Back to the account with a short message."""
    say(request, text)
    return HttpResponseRedirect(reverse("access:account"))
