"""Behind the link in a mail about an interview, without signing in: looking changes nothing, pressing a button does."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portico.access.carrying import silent
from portico.access.signing_in import cookie_name, set_cookie
from portico.access.views.arriving import brand_of
from portico.access.visits import agent_of, ip_of
from portico.agencies.gate import AgencyRequest
from portico.candidate_portal.forms.interviews import PickForm, ProposeForm, TellForm
from portico.candidate_portal.views.interviews import draw
from portico.kit.forms import Form
from portico.kit.pages import page, refuse, say
from portico.pipeline.interview_people import InterviewLink, tell
from portico.pipeline.interviews import Interview

CARRIED = "interview"
SALT = "portico.candidate_portal.interview"
LONG_ENOUGH = timedelta(hours=2)


@silent
@require_safe
def interview_link(request: AgencyRequest, token: str) -> HttpResponse:
    """The first hop: the browser carries the link from here on, and the address is clean. Scanners may come at will."""
    link = InterviewLink.find(request.agency, token)
    if link is None:
        return over(request, 404)
    link.was_opened(ip=ip_of(request), agent=agent_of(request))
    response = HttpResponseRedirect(reverse("candidate_portal:answer"))
    value = signing.dumps({"link": link.pk, "agency": request.agency.pk}, salt=SALT)
    set_cookie(response, CARRIED, value, LONG_ENOUGH)
    return response


def carried(request: AgencyRequest) -> InterviewLink | None:
    """The link that this browser opened."""
    try:
        value: Any = signing.loads(request.COOKIES.get(cookie_name(CARRIED), ""), salt=SALT, max_age=LONG_ENOUGH)
    except signing.BadSignature:
        return None
    return InterviewLink.of(request.agency, value.get("link")) if isinstance(value, dict) else None


def over(request: HttpRequest, status: int) -> HttpResponse:
    """No such link, or no longer."""
    return page(request, "candidate_portal/answer_over.html", status=status, brand=brand_of(request.agency))  # type: ignore[attr-defined]


@silent
@require_safe
def answer(request: AgencyRequest) -> HttpResponse:
    """The interview, without the way to anything else."""
    return answer_page(request)


def answer_page(request: AgencyRequest) -> HttpResponse:
    """The page itself."""
    link = carried(request)
    if link is None or not link.is_good:
        return over(request, 404 if link is None else 410)
    return draw(request, "candidate_portal/answer.html", link.interview, brand=brand_of(request.agency))


def answered(request: AgencyRequest, form: Form, verb: Callable[..., Any], said: str) -> HttpResponse:
    """Do what was answered through the link, note that it was used, and go back to the page."""
    link = carried(request)
    if link is None or not link.is_good:
        return over(request, 404 if link is None else 410)
    if not form.does(lambda **words: verb(link.interview, **words)):
        return refuse(request, answer_page, form=form)
    link.was_used(ip=ip_of(request), agent=agent_of(request))
    say(request, said)
    return HttpResponseRedirect(reverse("candidate_portal:answer"))


@silent
@require_POST
def answer_pick(request: AgencyRequest) -> HttpResponse:
    """Take one of the offered times."""

    def verb(interview: Interview, slot: int, zone: str) -> None:
        interview.pick_number(slot, by=None, zone=zone)

    return answered(request, PickForm(request.POST), verb, _("Booked. We have mailed you the invitation."))


@silent
@require_POST
def answer_propose(request: AgencyRequest) -> HttpResponse:
    """Say when they could instead."""

    def verb(interview: Interview, proposal: str) -> None:
        interview.propose(proposal, by=None)

    said = _("Your recruiter has your proposal and gets back to you.")
    return answered(request, ProposeForm(request.POST), verb, said)


@silent
@require_POST
def answer_tell(request: AgencyRequest) -> HttpResponse:
    """Say how it was."""

    def verb(interview: Interview, **words: Any) -> None:
        tell(interview, by=None, **words)

    return answered(request, TellForm(request.POST), verb, _("Thank you. Your recruiter reads it."))
