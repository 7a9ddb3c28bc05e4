"""Offers to candidates: write, send, take back."""

from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portico.agencies.gate import DeskRequest, staff
from portico.agencies.models import Member
from portico.agencies.roles import May
from portico.backoffice.editing import edits, seen_of
from portico.backoffice.forms.following import OfferForm
from portico.backoffice.forms.jobs import NoWords
from portico.backoffice.views import applications
from portico.candidates.models import Candidate
from portico.kit.pages import page, refuse, say
from portico.kit.times import now
from portico.kit.workdays import working_days_after
from portico.pipeline.models import Application, Offer
from portico.pipeline.offers import make_offer
from portico.records.files import take_in
from portico.records.models import Document

RELATED = (
    "application__candidate__member",
    "application__job__organization",
    "application__job__owner__user",
    "agency",
)


def offer_of(request: DeskRequest, pk: int) -> Offer:
    """One of those the reader sees."""
    return get_object_or_404(Offer.objects.visible_to(request.member).select_related(*RELATED, "document"), pk=pk)


def keep_file(offer: Offer, upload: Any, by: Member) -> None:
    """Put the uploaded document beside the offer."""
    if upload:
        offer.document = take_in(upload, on=offer.application, by=by, kind=Document.Kind.OTHER)
        offer.save(update_fields=["document"])


def draw(request: DeskRequest, form: OfferForm, found: Application, offer: Offer | None) -> HttpResponse:
    """The form on a page of its own."""
    return page(
        request,
        "backoffice/offer_form.html",
        status=form.status if form.errors else 200,
        form=form,
        application=found,
        candidate=found.candidate,
        job=found.job,
        offer=offer,
    )


@staff(May.WORK_DESK, May.SEE_MONEY)
def offer_add(request: DeskRequest, pk: int) -> HttpResponse:
    """Write an offer, as a draft."""
    found = applications.application_of(request, pk)
    if request.method != "POST":
        job = found.job
        usual = {"type": job.type, "start": job.target, "pay_currency": job.pay_currency or request.agency.currency}
        per = job.pay_per or Candidate.Per.YEAR
        until = working_days_after(now(), 5, request.agency.zone).date()
        return draw(request, OfferForm(initial={**usual, "pay_per": per, "until": until}), found, None)
    form = OfferForm(request.POST, request.FILES, instance=Offer(agency=request.agency, application=found))

    @transaction.atomic
    def make(upload: Any, seen: str, **terms: Any) -> Offer:
        offer = make_offer(found, by=request.member, **terms)
        keep_file(offer, upload, request.member)
        return offer

    if not form.does(make):
        return draw(request, form, found, None)
    say(request, _("The offer is a draft. Have another look, then send it."))
    return redirect(reverse("backoffice:application", args=[pk]) + "#offer")


@staff(May.WORK_DESK, May.SEE_MONEY)
def offer_edit(request: DeskRequest, pk: int) -> HttpResponse:
    """Change a draft."""
    offer = offer_of(request, pk)
    found = offer.application
    if request.method != "POST":
        return draw(request, OfferForm(instance=offer, initial=seen_of(OfferForm, offer)), found, offer)
    form, fresh = OfferForm(request.POST, request.FILES, instance=offer), offer_of(request, pk)

    def change(row: Offer, changes: dict[str, Any], *, seen: str, by: Member) -> None:
        row.change(changes, seen=seen, by=by)
        keep_file(row, form.cleaned_data["upload"], by)

    if not edits(form, fresh, request.member, save=change):
        return draw(request, form, found, fresh)
    say(request, _("Saved."))
    return redirect(reverse("backoffice:application", args=[found.pk]) + "#offer")


def deed(request: DeskRequest, offer: Offer, verb: Any, said: str) -> HttpResponse:
    """Do one thing with an offer."""
    form = NoWords(request.POST)
    if not form.does(verb, by=request.member):
        return refuse(request, applications.application, offer.application_id, form=form)
    say(request, said % offer.application.candidate.name)
    return redirect(reverse("backoffice:application", args=[offer.application_id]) + "#offer")


@staff(May.WORK_DESK, May.SEE_MONEY)
@require_POST
def offer_send(request: DeskRequest, pk: int) -> HttpResponse:
    """Put it before the candidate."""
    offer = offer_of(request, pk)
    return deed(request, offer, offer.send, _("Sent. %s is told by mail that there is an offer, not what is in it."))


@staff(May.WORK_DESK, May.SEE_MONEY)
@require_POST
def offer_withdraw(request: DeskRequest, pk: int) -> HttpResponse:
    """Take it back."""
    offer = offer_of(request, pk)
    return deed(request, offer, offer.withdraw, _("The offer to %s is taken back."))
