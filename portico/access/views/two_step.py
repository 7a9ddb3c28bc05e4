"""Two-step sign-in in one's own account: the app, passkeys, recovery codes."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portico.access import factor_apps, fresh, passkeys, second_step, signing_in
from portico.access.forms import AppForm, PasskeyForm
from portico.access.fresh import fresh_sign_in, fresh_to_look
from portico.access.models import Passkey
from portico.access.set_up_first import while_setting_up
from portico.access.views.arriving import brand_of
from portico.agencies.gate import MemberRequest, member
from portico.kit.forms import Form
from portico.kit.pages import bound, page, refuse, say


@member
@while_setting_up
@require_safe
def two_step(request: MemberRequest) -> HttpResponse:
    """What there is, and what can be added."""
    return overview(request)


def overview(request: MemberRequest, *, codes: list[str] | None = None) -> HttpResponse:
    """The page itself; `codes`: recovery codes that were just made, shown this once."""
    user = request.member.user
    refused = getattr(request, "refused_form", None)
    return page(
        request,
        "access/two_step.html",
        brand=brand_of(request.agency),
        start=signing_in.start_page(request.member),
        steps=second_step.steps_of(user),
        app=factor_apps.app_of(user),
        keys=list(Passkey.objects.visible_to(request.member)),
        key_form=bound(request, PasskeyForm),
        must=second_step.must_have(request.member),
        codes=codes or [],
        no=refused if type(refused) is Form else None,
    )


@member
@while_setting_up
@fresh_sign_in
@require_POST
def app_start(request: MemberRequest) -> HttpResponse:
    """Begin to set up an authenticator app."""
    factor_apps.start(request.member.user)
    return HttpResponseRedirect(reverse("access:app"))


@member
@while_setting_up
@fresh_to_look
def app(request: MemberRequest) -> HttpResponse:
    """The picture to scan, and the code that proves it was."""
    return app_confirm(request) if request.method == "POST" else app_page(request)


@require_safe
def app_page(request: MemberRequest) -> HttpResponse:
    """The page itself."""
    started = factor_apps.started(request.member.user)
    if started is None:
        return HttpResponseRedirect(reverse("access:two_step"))
    return page(
        request,
        "access/two_step_app.html",
        brand=brand_of(request.agency),
        start=signing_in.start_page(request.member),
        form=bound(request, AppForm),
        picture=factor_apps.picture_of(factor_apps.address_of(started, request.agency.name)),
        secret=factor_apps.in_groups(started.secret),
    )


def app_confirm(request: MemberRequest) -> HttpResponse:
    """The app counts from now on."""
    user, form = request.member.user, AppForm(request.POST)
    secret = signing_in.browser_secret(request)
    if not form.does(lambda code: second_step.turn_app_on(user, code, browser_secret=secret)):
        return refuse(request, app_page, form=form)
    went_on(request)
    return show_codes(request, form.result, _("Two-step sign-in with your app is on."))


@member
@fresh_sign_in
@require_POST
def app_remove(request: MemberRequest) -> HttpResponse:
    """Use the app no longer."""
    user, form = request.member.user, Form(request.POST)
    if not form.does(lambda: second_step.remove_app(user, browser_secret=signing_in.browser_secret(request))):
        return refuse(request, overview, form=form)
    signing_in.keep_session(request, user)
    return done(request, _("The app is removed. All other browsers are signed out."))


@member
@while_setting_up
@fresh_sign_in
@require_POST
def passkey_add(request: MemberRequest) -> HttpResponse:
    """Keep the passkey that the browser has just made."""
    user, form = request.member.user, PasskeyForm(request.POST)
    challenge = str(request.session.pop(fresh.PASSKEY, ""))
    secret = signing_in.browser_secret(request)

    def keep(name: str, answer: str) -> list[str]:
        key = passkeys.add(request, user, name, challenge, answer)
        return second_step.keep_passkey(user, key, browser_secret=secret)

    if not form.does(keep):
        return refuse(request, overview, form=form)
    went_on(request)
    return show_codes(request, form.result, _("The passkey is added."))


@member
@fresh_sign_in
@require_POST
def passkey_remove(request: MemberRequest, pk: int) -> HttpResponse:
    """Use one passkey no longer."""
    key = get_object_or_404(Passkey.objects.visible_to(request.member).select_related("user__agency"), pk=pk)
    form = Form(request.POST)
    if not form.does(lambda: second_step.remove_passkey(key, browser_secret=signing_in.browser_secret(request))):
        return refuse(request, overview, form=form)
    request.member.user.refresh_from_db(fields=["stamp"])
    signing_in.keep_session(request, request.member.user)
    return done(request, _("The passkey is removed. All other browsers are signed out."))


@member
@while_setting_up
@fresh_sign_in
@require_POST
def recovery_codes(request: MemberRequest) -> HttpResponse:
    """Ten new recovery codes, shown once."""
    user, form = request.member.user, Form(request.POST)
    secret = signing_in.browser_secret(request)
    if not form.does(lambda: second_step.new_recovery_codes(user, browser_secret=secret)):
        return refuse(request, overview, form=form)
    signing_in.keep_session(request, user)
    return show_codes(request, form.result, _("These are your new recovery codes."))


def went_on(request: MemberRequest) -> None:
    """A second step was just proved here: this session has it, and stays while all others end."""
    request.session["stepped"] = True
    signing_in.keep_session(request, request.member.user)


def show_codes(request: MemberRequest, codes: list[str], said: str) -> HttpResponse:
    """The codes, this once; where there are none to show, back to the page."""
    if not codes:
        return done(request, said)
    say(request, said)
    return overview(request, codes=codes)


def done(request: MemberRequest, said: str) -> HttpResponse:
    """Back to the page with a short message."""
    say(request, said)
    return HttpResponseRedirect(reverse("access:two_step"))
