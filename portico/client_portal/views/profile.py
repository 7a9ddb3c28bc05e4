"""A client contact's own page."""

from functools import partial
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portico.agencies.gate import ClientRequest, client
from portico.client_portal.forms.profile import ChoicesForm, OwnDetailsForm
from portico.client_portal.reading.eyes import own_eyes
from portico.client_portal.reading.profile import own_contact, present_choices, read_profile
from portico.client_portal.views.drawing import draw
from portico.kit.pages import bound, refuse, say
from portico.messaging.choices import NotificationChoice
from portico.portals.own_details import OWN, change_own_details
from portico.records.editing import shown


@client()
@require_safe
def profile(request: ClientRequest) -> HttpResponse:
    """Who they are, their organization, of what they hear, and where they are signed in."""
    return profile_page(request)


def profile_page(request: ClientRequest) -> HttpResponse:
    """The page itself."""
    contact = own_contact(request.member)
    details = None
    if contact is not None:
        initial = {"seen": shown(contact, OWN)}
        details = bound(request, OwnDetailsForm, instance=contact, initial=initial)
    return draw(
        request,
        "profile",
        own_eyes(request.member),
        "profile",
        it=read_profile(request.member, contact),
        details=details,
        choices=bound(request, ChoicesForm, initial=present_choices(request.member)),
    )


@client()
@require_POST
def profile_details(request: ClientRequest) -> HttpResponse:
    """Change one's own name, title or phone; the agency is told."""
    contact = own_contact(request.member)
    if contact is None:
        raise Http404
    form = OwnDetailsForm(request.POST, instance=own_contact(request.member))
    if not form.does(partial(save_details, contact), by=request.member):
        return refuse(request, profile_page, form=form)
    said = _("Saved. %s sees it in their records.") % request.agency.name if form.result else _("Nothing was changed.")
    say(request, said)
    return HttpResponseRedirect(reverse("client_portal:profile_page"))


def save_details(contact: Any, *, seen: str, by: Any, **changes: Any) -> list[str]:
    """As the verb takes it."""
    return change_own_details(contact, changes, seen=seen, by=by)


@client()
@require_POST
def profile_choices(request: ClientRequest) -> HttpResponse:
    """Choose of what one hears by mail."""
    form = ChoicesForm(request.POST)
    if not form.is_valid():
        return refuse(request, profile_page, form=form)
    chosen = {event: how for event, how in form.cleaned_data.items() if how}
    for event, how in chosen.items():
        NotificationChoice.choose(request.member, event, how)
    say(request, _("Saved."))
    return HttpResponseRedirect(reverse("client_portal:profile_page"))
