"""People's data on the desk: requests with their month, consents with their proof, holds."""

from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portico.agencies.gate import DeskRequest, staff
from portico.agencies.roles import May
from portico.backoffice.forms.privacy import (
    AskForm,
    ConsentForm,
    EndConsentForm,
    HoldForm,
    IdentityForm,
    RefuseForm,
)
from portico.backoffice.reading import privacy as reading
from portico.candidates import consents
from portico.candidates.consents import current_texts
from portico.candidates.models import Candidate, Consent, KeptRecord, PrivacyHold, PrivacyRequest
from portico.kit.forms import Form
from portico.kit.pages import bound, page, refuse, say
from portico.kit.rules import RuleBroken
from portico.pipeline import data_copy, erasure, holding, privacy_requests
from portico.records import files
from portico.records.timeline import timeline

RELATED = ("candidate__member__user", "candidate__agency", "agency", "taken_by__user", "decided_by__user")


@staff()
@require_safe
def privacy_list(request: DeskRequest) -> HttpResponse:
    """Who asked for what, and until when it must be answered."""
    rows = PrivacyRequest.objects.visible_to(request.member).select_related("candidate")
    return page(
        request,
        "backoffice/privacy_list.html",
        waiting=reading.rows_of(rows.waiting().order_by("due", "pk")[:200]),
        done=reading.rows_of(rows.exclude(pk__in=rows.waiting().values("pk")).order_by("-status_since", "-pk")[:50]),
        kept=list(KeptRecord.objects.visible_to(request.member)[:100]),
    )


def one_request(request: DeskRequest, pk: int) -> PrivacyRequest:
    """One of the agency's."""
    return get_object_or_404(PrivacyRequest.objects.visible_to(request.member).select_related(*RELATED), pk=pk)


@staff()
@require_safe
def privacy_request(request: DeskRequest, pk: int) -> HttpResponse:
    """One request: what would go, what stays, what stands in the way, and the deeds."""
    found = one_request(request, pk)
    erases = found.kind == PrivacyRequest.Kind.ERASURE
    return page(
        request,
        "backoffice/privacy_request.html",
        it=found,
        countdown=reading.countdown(found),
        tone=reading.TONES.get(found.status, "neutral"),
        preview=erasure.preview(found.candidate) if erases and found.is_open else None,
        identity_form=bound(request, IdentityForm),
        refuse_form=bound(request, RefuseForm),
        start_form=bound(request, Form),
        timeline=timeline(found, request.member, limit=30),
    )


@staff(May.WORK_DESK)
@require_POST
def privacy_identity(request: DeskRequest, pk: int) -> HttpResponse:
    """It is really them."""
    found = one_request(request, pk)
    form = IdentityForm(request.POST)
    if not form.does(lambda identity: privacy_requests.check_identity(found, identity=identity, by=request.member)):
        return refuse(request, privacy_request, pk, form=form)
    say(request, _("Noted."))
    return redirect("backoffice:privacy_request", pk)


@staff(May.DELETE)
@require_POST
def privacy_start(request: DeskRequest, pk: int) -> HttpResponse:
    """Carry it out."""
    found = one_request(request, pk)
    form = Form(request.POST)
    if not form.does(lambda: privacy_requests.start(found, by=request.member)):
        return refuse(request, privacy_request, pk, form=form)
    say(request, _("It is being done. The person is mailed when it is over."))
    return redirect("backoffice:privacy_request", pk)


@staff(May.DELETE)
@require_POST
def privacy_refuse(request: DeskRequest, pk: int) -> HttpResponse:
    """Say no, with the reason."""
    found = one_request(request, pk)
    form = RefuseForm(request.POST)
    if not form.does(lambda reason: privacy_requests.refuse(found, reason=reason, by=request.member)):
        return refuse(request, privacy_request, pk, form=form)
    say(request, _("Refused. The person is told why."))
    return redirect("backoffice:privacy_request", pk)


@staff(May.EXPORT, May.SEE_MONEY)
@require_safe
def privacy_copy(request: DeskRequest, pk: int) -> HttpResponseBase:
    """The copy, to be handed over in person."""
    found = one_request(request, pk)
    if not found.can_be_fetched:
        raise Http404
    name = f"data-{found.candidate_id}.zip"
    answer = files.answer(found.key, "application/zip", name=name, attachment=True, request=request)
    data_copy.was_fetched(found, by=request.member)
    return answer


def one_candidate(request: DeskRequest, pk: int) -> Candidate:
    """One of the agency's, not merged away."""
    rows = Candidate.objects.visible_to(request.member).select_related("member__user", "agency")
    return get_object_or_404(rows, pk=pk, merged_into=None)


@staff()
@require_safe
def candidate_privacy(request: DeskRequest, pk: int) -> HttpResponse:
    """A candidate's consents with their proof, holds and requests."""
    found = one_candidate(request, pk)
    purposes = reading.purposes_of(request.agency)
    requests = PrivacyRequest.objects.visible_to(request.member).filter(candidate=found).select_related("candidate")
    return page(
        request,
        "backoffice/candidate_privacy.html",
        candidate=found,
        proofs=reading.proofs_of(found, request.member),
        requests=reading.rows_of(requests.order_by("-received", "-pk")[:20]),
        holds=list(PrivacyHold.objects.visible_to(request.member).filter(candidate=found, lifted=None)),
        consent_form=bound(request, ConsentForm, purposes=purposes) if purposes else None,
        end_form=bound(request, EndConsentForm),
        ask_form=bound(request, AskForm),
        hold_form=bound(request, HoldForm),
    )


@staff(May.WORK_DESK)
@require_POST
def consent_record(request: DeskRequest, pk: int) -> HttpResponse:
    """Note what they said by phone."""
    found = one_candidate(request, pk)
    form = ConsentForm(request.POST, purposes=reading.purposes_of(request.agency))

    def verb(purpose: str, said: str, note: str) -> None:
        texts = current_texts(request.agency, [purpose])
        if not texts:
            raise RuleBroken(_("There is no published wording for this purpose."))
        give_or_refuse: Any = consents.give if said == "yes" else consents.refuse
        give_or_refuse(found, texts[0], way="desk", by=request.member, note=note)

    if not form.does(verb):
        return refuse(request, candidate_privacy, pk, form=form)
    say(request, _("Noted."))
    return redirect("backoffice:candidate_privacy", pk)


@staff(May.WORK_DESK)
@require_POST
def consent_end(request: DeskRequest, pk: int) -> HttpResponse:
    """They took it back, as the recruiter heard."""
    rows = Consent.objects.visible_to(request.member).select_related("candidate__member")
    consent = get_object_or_404(rows, pk=pk)
    form = EndConsentForm(request.POST)
    if not form.does(lambda note: consents.withdraw(consent, by=request.member, note=note)):
        return refuse(request, candidate_privacy, consent.candidate_id, form=form)
    say(request, _("The consent has ended; it counts from now on."))
    return redirect("backoffice:candidate_privacy", consent.candidate_id)


@staff(May.WORK_DESK)
@require_POST
def privacy_ask(request: DeskRequest, pk: int) -> HttpResponse:
    """Somebody asked by phone, mail or in person."""
    found = one_candidate(request, pk)
    form = AskForm(request.POST)
    if not form.does(lambda **words: privacy_requests.ask(found, by=request.member, **words)):
        return refuse(request, candidate_privacy, pk, form=form)
    say(request, _("The request is noted. It must be answered within a month."))
    return redirect("backoffice:privacy_request", form.result.pk)


@staff(May.DELETE)
@require_POST
def hold_add(request: DeskRequest, pk: int) -> HttpResponse:
    """Nothing may be removed for now."""
    found = one_candidate(request, pk)
    form = HoldForm(request.POST)
    if not form.does(lambda **words: holding.hold(found, by=request.member, **words)):
        return refuse(request, candidate_privacy, pk, form=form)
    say(request, _("Nothing of this person is removed until the hold is over."))
    return redirect("backoffice:candidate_privacy", pk)


@staff(May.DELETE)
@require_POST
def hold_lift(request: DeskRequest, pk: int) -> HttpResponse:
    """The reason is over."""
    hold = get_object_or_404(PrivacyHold.objects.visible_to(request.member).select_related("candidate"), pk=pk)
    form = Form(request.POST)
    if not form.does(lambda: holding.lift(hold, by=request.member)):
        return refuse(request, candidate_privacy, hold.candidate_id, form=form)
    say(request, _("The hold is lifted."))
    return redirect("backoffice:candidate_privacy", hold.candidate_id)
