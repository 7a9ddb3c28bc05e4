"""Company sign-in: the agency's own sign-in provider, and whose account there is whose."""

from copy import copy
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portico.access import provider_settings as verbs
from portico.access.fresh import fresh_sign_in
from portico.access.models import ProviderAccount, SignInProvider
from portico.agencies.gate import DeskRequest, staff
from portico.agencies.roles import May, Role
from portico.backoffice.editing import edits, seen_of
from portico.backoffice.forms.provider import ProviderForm, UntieForm
from portico.kit.forms import Form
from portico.kit.pages import page, say


@staff(May.MANAGE_SETTINGS)
@fresh_sign_in
def settings_provider(request: DeskRequest) -> HttpResponse:
    """The form; saving it asks the provider whether it is there."""
    if request.member.role != Role.OWNER:
        raise PermissionDenied
    provider = verbs.of(request.agency)
    shown: dict[str, Any] = {"agency": request.agency, "instance": copy(provider)}
    if request.method != "POST":
        return provider_page(request, ProviderForm(initial=seen_of(ProviderForm, provider), **shown))
    form = ProviderForm(request.POST, **shown)

    def save(_row: SignInProvider, changes: dict[str, Any], *, seen: str, by: Any) -> list[str]:
        if changes["on"]:
            verbs.check_answers(changes["issuer"])
        return verbs.change(request.agency, changes, secret=form.cleaned_data["secret"], seen=seen, by=by)

    if not edits(form, provider, request.member, save=save):
        return provider_page(request, form)
    say(request, _("Saved.") if form.result else _("Nothing was changed."))
    return redirect("backoffice:settings_provider")


def provider_page(request: DeskRequest, form: Any = None) -> HttpResponse:
    """The form, what to register at the provider, and who came in with it."""
    provider = verbs.of(request.agency)
    if form is None:
        form = ProviderForm(initial=seen_of(ProviderForm, provider), agency=request.agency, instance=copy(provider))
    return page(
        request,
        "backoffice/settings_provider.html",
        status=form.status if form.errors else None,
        form=form,
        there=provider.pk is not None,
        has_secret=bool(provider.sealed),
        proved=provider.proved_at,
        back_address=request.agency.address(reverse("access:provider_back")),
        accounts=ProviderAccount.objects.visible_to(request.member).select_related("user")[:200],
    )


@staff(May.MANAGE_SETTINGS)
@fresh_sign_in
@require_POST
def settings_provider_remove(request: DeskRequest) -> HttpResponse:
    """No provider any more."""
    form: Any = Form(request.POST)
    if not form.does(lambda: verbs.remove(request.agency, by=request.member)):
        raise PermissionDenied
    say(request, _("The sign-in provider is gone. Your teammates sign in with a password or a mailed link."))
    return redirect("backoffice:settings_provider")


@staff(May.MANAGE_SETTINGS)
@fresh_sign_in
@require_POST
def settings_provider_untie(request: DeskRequest) -> HttpResponse:
    """Forget whose account this is; the next time its mail address decides."""
    form = UntieForm(request.POST, member=request.member)
    if not form.is_valid():
        raise Http404
    if not form.does(verbs.forget_account, by=request.member):
        raise PermissionDenied
    say(request, _("The account is untied."))
    return redirect("backoffice:settings_provider")
