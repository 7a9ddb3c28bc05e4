"""Settings of client portals: the agency's defaults for all of them, and those of one portal."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from portico.agencies.gate import DeskRequest, staff
from portico.agencies.roles import May
from portico.backoffice.forms.jobs import NoWords
from portico.backoffice.forms.portal_settings import SettingsForm
from portico.backoffice.reading.portal_settings import read_parts
from portico.backoffice.views.portals import portal_of, portal_page
from portico.jobs.stages import Stage
from portico.kit.pages import page, say
from portico.portals.changing import stage_words
from portico.portals.look import look_of
from portico.portals.models import Portal, PortalDefaults
from portico.portals.settings import PortalSettings
from portico.portals.words import GUARDED, SETTINGS


def form_of(request: DeskRequest, settings: PortalSettings, color: str) -> SettingsForm:
    """The form with what this person may change, bound to what was sent."""
    names = set(SETTINGS) if request.member.may(May.MANAGE_SETTINGS) else set(SETTINGS) - GUARDED
    stages = list(Stage.objects.visible_to(request.member).active().filter(clients_see=True))
    goals = list(Stage.objects.visible_to(request.member).active())
    sent: tuple[Any, Any] = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    return SettingsForm(*sent, settings=settings, stages=stages, goals=goals, color=color, names=names)


def save(request: DeskRequest, form: SettingsForm, verb: Any) -> bool:
    """Run the verb with the form's changes, and say how much was changed."""
    if not form.is_valid() or not form.does(
        lambda **words: verb(form.changes(), seen=words["seen"], by=request.member)
    ):
        return False
    count = len(form.result)
    words = ngettext("Saved: %d setting changed.", "Saved: %d settings changed.", count) % count
    say(request, words if count else _("Nothing was changed."))
    return True


@staff(May.MANAGE_SETTINGS)
def settings_portals(request: DeskRequest) -> HttpResponse:
    """The agency's settings for all client portals."""
    settings, sources = PortalDefaults.sources(request.agency.pk)
    form = form_of(request, settings, request.agency.brand_color)
    if request.method == "POST" and save(request, form, PortalDefaults.change):
        return redirect("backoffice:settings_portals")
    stages = stage_words(request.agency.pk)
    return page(
        request,
        "backoffice/settings_portals.html",
        status=form.status if form.errors else 200,
        form=form,
        parts=read_parts(form, sources, PortalSettings(), stages, at="agency"),
        logo=look_of(settings, request.agency)["look"]["logo"] if settings.logo else "",
        own=Portal.objects.visible_to(request.member).filter(custom=True).select_related("organization")[:50],
    )


@staff(May.MANAGE_SETTINGS)
@require_POST
def settings_portals_reset(request: DeskRequest) -> HttpResponse:
    """One setting back to the built-in value."""
    PortalDefaults.reset(name := request.POST.get("setting", ""), by=request.member)
    if name in SETTINGS:
        say(request, _("“%s” is as built in again.") % SETTINGS[name].label)
    return redirect("backoffice:settings_portals")


@staff(May.SHARE)
def portal_customize(request: DeskRequest, pk: int) -> HttpResponse:
    """The settings of one portal: its own where it has some, else the agency's to look at."""
    found = portal_of(request, pk)
    settings, sources = found.sources()
    above = PortalDefaults.sources(found.agency_id)[0]
    form = form_of(request, settings, above.color or request.agency.brand_color) if found.custom else None
    if form is not None and request.method == "POST" and save(request, form, found.customize):
        return redirect("backoffice:portal_customize", pk)
    return portal_page(
        request,
        found,
        "portal_customize",
        status=form.status if form is not None and form.errors else 200,
        form=form,
        parts=read_parts(form, sources, above, stage_words(found.agency_id), at="portal"),
        logo=look_of(settings, request.agency)["look"]["logo"] if settings.logo else "",
        kept=len(found.values),
    )


def deed(request: DeskRequest, pk: int, verb: Any, said: str) -> HttpResponse:
    """Do one thing with a portal's settings; a refusal is said on the next page."""
    form = NoWords(request.POST)
    done = form.does(verb, by=request.member)
    say(
        request,
        said if done else " ".join(str(one) for one in form.non_field_errors()),
        tone="ok" if done else "danger",
    )
    return redirect("backoffice:portal_customize", pk)


@staff(May.SHARE)
@require_POST
def portal_custom(request: DeskRequest, pk: int) -> HttpResponse:
    """“Use Custom Settings”: on, or off again."""
    found, on = portal_of(request, pk), "on" in request.POST
    words = (
        _("%s has settings of its own now.") if on else _("%s follows the agency’s settings again. Its own are kept.")
    )
    return deed(request, pk, partial(found.use_custom, on=on), words % found)


@staff(May.SHARE)
@require_POST
def portal_reset(request: DeskRequest, pk: int) -> HttpResponse:
    """One setting back to the agency's."""
    found, name = portal_of(request, pk), request.POST.get("setting", "")
    words = (
        _("“%s” follows the agency again.") % SETTINGS[name].label if name in SETTINGS else _("Nothing was changed.")
    )
    return deed(request, pk, partial(found.reset, name), words)
