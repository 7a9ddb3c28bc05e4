"""A forwarded candidate, for a guest: a landing page with a button, then this one candidate and nothing else."""

from datetime import datetime, timedelta
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portico.access.carrying import silent
from portico.access.views.arriving import card
from portico.access.visits import agent_of, ip_of
from portico.agencies.gate import AgencyRequest
from portico.client_portal.forms.talk import GuestSaysForm
from portico.client_portal.forms.typed import typed
from portico.client_portal.reading.eyes import guest_eyes
from portico.client_portal.reading.submission import read_submission, submission_row
from portico.client_portal.views.documents import answer_profile_sheet, answer_sheet
from portico.client_portal.views.drawing import refused
from portico.kit.pages import page, refuse, say
from portico.kit.times import now
from portico.pipeline.models import GuestLink, GuestUse
from portico.portals.look import look_of

KEY = "guest"
LONGEST = timedelta(hours=12)
"""After so long a guest has to come in by the link again."""


def log(request: AgencyRequest, link: GuestLink, what: str) -> None:
    """Write down what a guest did, and from where."""
    link.was(what, ip=ip_of(request), agent=agent_of(request))


def over(request: AgencyRequest, link: GuestLink | None) -> HttpResponse:
    """There is no such link (404), or it is over (410); why is for the sender to say."""
    if link is not None:
        log(request, link, GuestUse.What.REFUSED)
    return card(request, "client_portal/guest_over.html", status=404 if link is None else 410)


@silent
def guest_link(request: AgencyRequest, token: str) -> HttpResponse:
    """Behind the link in the mail: who sent it and one button. Scanners may look; only pressing lets in."""
    link = GuestLink.find(request.agency, token)
    if link is None or not link.lets_in():
        return over(request, link)
    if request.method == "POST":
        request.session.cycle_key()
        request.session[KEY] = {"link": link.pk, "began": now().isoformat()}
        log(request, link, GuestUse.What.ENTERED)
        return HttpResponseRedirect(reverse("client_portal:guest"))
    log(request, link, GuestUse.What.OPENED)
    return card(
        request,
        "client_portal/guest_link.html",
        who=link.sent_by.name,
        note=link.note,
        expires=link.expires,
        here=request.path,
    )


def guest_of(request: AgencyRequest) -> GuestLink | None:
    """The link by which this browser came in, if it still holds."""
    found: Any = request.session.get(KEY)
    if not isinstance(found, dict) or now() - datetime.fromisoformat(found["began"]) > LONGEST:
        return None
    return GuestLink.again(request.agency, found["link"])


@silent
@require_safe
def guest(request: AgencyRequest) -> HttpResponse:
    """The one candidate."""
    return guest_page(request)


def guest_page(request: AgencyRequest) -> HttpResponse:
    """The page itself, read as the sender reads it, without what their people say."""
    link = guest_of(request)
    if link is None or not link.lets_in():
        return over(request, link)
    eyes = guest_eyes(link.sent_by, link.submission_id, link.email)
    it = read_submission(eyes, submission_row(eyes, link.submission_id))
    log(request, link, GuestUse.What.READ)
    return page(
        request,
        "client_portal/guest.html",
        it=it,
        who=link.sent_by.name,
        email=link.email,
        note=link.note,
        said=link.said,
        expires=link.expires,
        typed=typed(refused(request, GuestSaysForm)),
        **look_of(eyes.settings, request.agency),
    )


@silent
@require_POST
def guest_remark(request: AgencyRequest) -> HttpResponse:
    """The one thing a guest says."""
    link = guest_of(request)
    if link is None or not link.lets_in():
        return over(request, link)
    form = GuestSaysForm(request.POST)
    if not form.does(link.say):
        return refuse(request, guest_page, form=form)
    log(request, link, GuestUse.What.SAID)
    say(request, _("Thank you. %s reads it.") % link.sent_by.name)
    return HttpResponseRedirect(reverse("client_portal:guest"))


@silent
@require_safe
def guest_sheet(request: AgencyRequest, pk: int, n: int) -> HttpResponse:
    """A page of a document as a picture."""
    return sheet_for_guest(request, pk, n, profile=False)


@silent
@require_safe
def guest_profile_sheet(request: AgencyRequest, pk: int, n: int) -> HttpResponse:
    """A page of the agency's profile as a picture."""
    return sheet_for_guest(request, pk, n, profile=True)


def sheet_for_guest(request: AgencyRequest, pk: int, n: int, *, profile: bool) -> HttpResponse:
    """A page of what belongs to the one candidate."""
    link = guest_of(request)
    if link is None or not link.lets_in():
        raise Http404
    eyes = guest_eyes(link.sent_by, link.submission_id, link.email)
    answer = answer_profile_sheet(eyes, pk, n) if profile else answer_sheet(eyes, pk, n)
    log(request, link, GuestUse.What.SHEET)
    return answer
