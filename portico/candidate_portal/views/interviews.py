"""A candidate's interview, for somebody who is signed in."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portico.access.account import keep_zone
from portico.agencies.gate import CandidateRequest, candidate
from portico.candidate_portal.forms.interviews import PickForm, ProposeForm, TellForm
from portico.candidate_portal.reading.interviews import RELATED, read_interview
from portico.kit.forms import Form
from portico.kit.pages import bound, page, refuse, say
from portico.pipeline.interview_people import tell
from portico.pipeline.interviews import Interview


def own_interview(request: CandidateRequest, pk: int) -> Interview:
    """One of theirs."""
    rows = Interview.objects.visible_to(request.member).select_related("agency", "submission__share", *RELATED)
    return get_object_or_404(rows, pk=pk)


def draw(request: HttpRequest, template: str, found: Interview, **context: Any) -> HttpResponse:
    """The page with its three forms."""
    it = read_interview(found, context.pop("reader", None), request.GET.get("zone", "")[:64])
    return page(
        request,
        template,
        it=it,
        pick_form=bound(request, PickForm),
        propose_form=bound(request, ProposeForm, initial={"proposal": it.proposal}),
        tell_form=bound(request, TellForm, initial={"rating": it.rating, "questions": it.questions}),
        **context,
    )


@candidate()
@require_safe
def interview(request: CandidateRequest, pk: int) -> HttpResponse:
    """When, where, what to prepare; and the times to pick from."""
    return draw(request, "candidate_portal/interview.html", own_interview(request, pk), reader=request.member)


def answered(request: CandidateRequest, pk: int, form: Form, verb: Callable[..., Any], said: str) -> HttpResponse:
    """Do what was answered, and go back to the page."""
    if not form.does(verb):
        return refuse(request, interview, pk, form=form)
    say(request, said)
    return HttpResponseRedirect(reverse("candidate_portal:interview", args=[pk]))


@candidate()
@require_POST
def interview_pick(request: CandidateRequest, pk: int) -> HttpResponse:
    """Take one of the offered times."""
    found = own_interview(request, pk)

    def verb(slot: int, zone: str) -> None:
        found.pick_number(slot, by=request.member)
        if zone and zone != found.agency.zone:
            keep_zone(request.member.user, zone)

    return answered(request, pk, PickForm(request.POST), verb, _("Booked. We have mailed you the invitation."))


@candidate()
@require_POST
def interview_propose(request: CandidateRequest, pk: int) -> HttpResponse:
    """Say when they could instead."""
    found = own_interview(request, pk)
    said = _("Your recruiter has your proposal and gets back to you.")
    return answered(
        request, pk, ProposeForm(request.POST), lambda proposal: found.propose(proposal, by=request.member), said
    )


@candidate()
@require_POST
def interview_tell(request: CandidateRequest, pk: int) -> HttpResponse:
    """Say how it was."""
    found = own_interview(request, pk)
    said = _("Thank you. Your recruiter reads it.")
    return answered(request, pk, TellForm(request.POST), lambda **words: tell(found, by=request.member, **words), said)
