"""Settings: what there is to set, and the agency's own facts, look and mail."""

from copy import copy
from typing import Any

from django.conf import settings as config
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portico.access import settings as verbs
from portico.agencies import brand
from portico.agencies.gate import DeskRequest, staff
from portico.agencies.roles import May, Role
from portico.backoffice.editing import edits, seen_of
from portico.backoffice.forms.settings import AgencyForm, LogoForm
from portico.backoffice.reading.settings import sections, test_mail_of
from portico.kit.forms import Form
from portico.kit.pages import bound, page, refuse, say
from portico.messaging.trial import send_test_mail
from portico.records.quotas import MB, Room, room_of
from portico.records.timeline import timeline


@staff()
@require_safe
def settings(request: DeskRequest) -> HttpResponse:
    """Everything there is to set that this person may look at."""
    return page(request, "backoffice/settings.html", sections=sections(request.member))


@staff(May.MANAGE_SETTINGS)
def settings_agency(request: DeskRequest) -> HttpResponse:
    """The agency's name, zone, currency, color, logo, sender, and idle limit."""
    agency = request.agency
    if request.method != "POST":
        form = bound(request, AgencyForm, instance=copy(agency), initial=seen_of(AgencyForm, agency))
        return agency_page(request, form)
    form = AgencyForm(request.POST, instance=copy(agency))
    if not edits(form, agency, request.member, save=verbs.change_settings):
        return agency_page(request, form)
    said = color_words(agency.brand_color) if "brand_color" in form.result else ""
    say(request, f"{_('Saved.')} {said}".strip())
    return redirect("backoffice:settings_agency")


def agency_page(request: DeskRequest, form: AgencyForm) -> HttpResponse:
    """The form, the logo, the test mail, and for owners what was changed when."""
    owner = request.member.role == Role.OWNER
    return page(
        request,
        "backoffice/settings_agency.html",
        status=form.status if form.errors else None,
        form=form,
        logo_form=bound(request, LogoForm),
        trial=test_mail_of(request.member),
        mail_leaves=bool(config.SMTP_URL or config.DEMO),
        timeline=timeline(request.agency, request.member, limit=40) if owner else [],
        site=request.agency.site,
        host=request.agency.host,
        room_words=room_words(room_of(request.agency)),
        color_words=color_words(request.agency.brand_color),
        ink=brand.ink_on(request.agency.brand_color),
    )


def room_words(room: Room) -> str:
    """How much the agency's files take."""
    words = {"used": f"{room.used / MB:,.1f}", "quota": f"{room.quota // MB:,}", "share": f"{room.share:.0%}"}
    return (_("%(used)s MB of %(quota)s MB (%(share)s)") if room.quota else _("%(used)s MB, no limit")) % words


def color_words(color: str) -> str:
    """How well the brand color can be read, in plain words."""
    words = {"ratio": f"{brand.legibility(color):.1f}"}
    if brand.contrast(color, "#ffffff") < 1.5:
        return _("Black text reads well on your color (%(ratio)s to 1), but on white paper it hardly shows.") % words
    if brand.ink_on(color) == "#ffffff":
        return _("White text reads well on your color (%(ratio)s to 1).") % words
    return _("Black text reads well on your color (%(ratio)s to 1).") % words


@staff(May.MANAGE_SETTINGS)
@require_POST
def settings_logo(request: DeskRequest) -> HttpResponse:
    """Take a new logo."""
    form = LogoForm(request.POST, request.FILES)
    if not form.does(lambda logo: verbs.take_logo(request.agency, logo, by=request.member)):
        return refuse(request, settings_agency, form=form)
    say(request, _("The logo is in place."))
    return redirect("backoffice:settings_agency")


@staff(May.MANAGE_SETTINGS)
@require_POST
def settings_logo_remove(request: DeskRequest) -> HttpResponse:
    """Show the agency's name instead of a logo."""
    verbs.remove_logo(request.agency, by=request.member)
    say(request, _("The logo is gone; the agency’s name stands in its place."))
    return redirect("backoffice:settings_agency")


@staff(May.MANAGE_SETTINGS)
@require_POST
def settings_test_mail(request: DeskRequest) -> HttpResponse:
    """Send a mail to oneself, to see whether mail works."""
    form: Any = Form(request.POST)
    if not form.does(lambda: send_test_mail(request.agency, request.member.email, by=request.member)):
        return refuse(request, settings_agency, form=form)
    return redirect(f"{reverse('backoffice:settings_agency')}#test-mail")
