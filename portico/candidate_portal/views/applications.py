"""The candidate's applications: where each stands, stepping back, and answering an offer."""

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portico.agencies.gate import CandidateRequest, candidate
from portico.candidate_portal.forms.applications import OfferForm, StepBackForm
from portico.candidate_portal.forms.permissions import PermissionForm
from portico.candidate_portal.reading.applications import read_application, read_runs
from portico.kit.pages import bound, page, refuse, say
from portico.pipeline.following import step_back
from portico.pipeline.models import Application, Offer
from portico.records.files import serve

RELATED = ("candidate__member", "job__owner__user", "job__organization", "stage", "agency")


def own_application(request: CandidateRequest, pk: int) -> Application:
    """One of theirs, as far as the agency shows it."""
    return get_object_or_404(Application.objects.visible_to(request.member).select_related(*RELATED), pk=pk)


@candidate()
@require_safe
def applications(request: CandidateRequest) -> HttpResponse:
    """All of them, with where each stands."""
    runs = read_runs(request.member)
    return page(
        request,
        "candidate_portal/applications.html",
        running=[one for one in runs if one.is_open],
        ended=[one for one in runs if not one.is_open],
    )


@candidate()
@require_safe
def application(request: CandidateRequest, pk: int) -> HttpResponse:
    """One of them: label, what happens next, interviews, offer, permission, and what happened so far."""
    row = own_application(request, pk)
    offer = Offer.objects.visible_to(request.member).filter(application=row, status=Offer.Status.SENT).first()
    if offer is not None:
        offer.was_read(by=request.member)
    it = read_application(row, request.member)
    if it is None:
        raise Http404
    return page(
        request,
        "candidate_portal/application.html",
        it=it,
        step_back_form=bound(request, StepBackForm),
        offer_form=bound(request, OfferForm),
        asked=bound(request, PermissionForm),
    )


@candidate()
@require_POST
def application_withdraw(request: CandidateRequest, pk: int) -> HttpResponse:
    """Step back from it, with the reason."""
    row = own_application(request, pk)
    form = StepBackForm(request.POST)
    if not form.does(lambda **_words: step_back(row, by=request.member, reason=form.reason)):
        return refuse(request, application, pk, form=form)
    say(request, _("You have withdrawn. Your recruiter knows, and the company no longer sees your profile."))
    return HttpResponseRedirect(reverse("candidate_portal:application", args=[pk]))


def own_offer(request: CandidateRequest, pk: int) -> Offer:
    """One that was sent to them."""
    rows = Offer.objects.visible_to(request.member)
    return get_object_or_404(
        rows.select_related("agency", "document", "application__candidate", "application__job__owner__user"), pk=pk
    )


@candidate()
@require_POST
def offer_answer(request: CandidateRequest, pk: int) -> HttpResponse:
    """Accept or decline an offer."""
    offer = own_offer(request, pk)
    form = OfferForm(request.POST)
    if not form.does(lambda said, note: offer.answer(yes=said == "yes", note=note, by=request.member)):
        return refuse(request, application, offer.application_id, form=form)
    yes = offer.status == Offer.Status.ACCEPTED
    say(request, _("Congratulations! Your recruiter knows.") if yes else _("You declined. Your recruiter knows."))
    return HttpResponseRedirect(reverse("candidate_portal:application", args=[offer.application_id]))


@candidate()
@require_safe
def offer_file(request: CandidateRequest, pk: int) -> HttpResponseBase:
    """The document beside the offer."""
    offer = own_offer(request, pk)
    if offer.document is None or offer.status == Offer.Status.WITHDRAWN:
        raise Http404
    return serve(offer.document, download=True, request=request)
