"""An offer as the candidate reads it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portico.agencies.models import Member
from portico.pipeline.models import Offer

STATES = {
    Offer.Status.SENT: (gettext_lazy("Waiting for your answer"), "brand"),
    Offer.Status.VIEWED: (gettext_lazy("Waiting for your answer"), "brand"),
    Offer.Status.ACCEPTED: (gettext_lazy("You accepted"), "ok"),
    Offer.Status.DECLINED: (gettext_lazy("You declined"), "neutral"),
    Offer.Status.EXPIRED: (gettext_lazy("Run out"), "neutral"),
    Offer.Status.WITHDRAWN: (gettext_lazy("Taken back"), "neutral"),
}


@dataclass(frozen=True, slots=True)
class OfferView:
    """What is offered, and how it stands."""

    state: str
    tone: str
    start: date | None
    type: str
    pay: str
    conditions: str
    until: date
    document: str
    document_url: str
    note: str
    answered: datetime | None
    may_answer: bool
    answer_url: str


@dataclass(frozen=True, slots=True)
class OfferLine:
    """An offer that waits, on the start page."""

    title: str
    until: date
    url: str


def read_offer(offer: Offer) -> OfferView:
    """All of it: it is theirs."""
    state, tone = STATES[Offer.Status(offer.status)]
    over = offer.status in Offer.ASKED and offer.is_over
    has_file = offer.document is not None and offer.document.is_safe
    has_file = has_file and not over and offer.status != Offer.Status.WITHDRAWN
    return OfferView(
        state=_("Run out") if over else str(state),
        tone="neutral" if over else tone,
        start=offer.start,
        type=str(offer.get_type_display()),
        pay=offer.pay_words,
        conditions=offer.conditions,
        until=offer.until,
        document=offer.document.name if has_file and offer.document else "",
        document_url=reverse("candidate_portal:offer_file", args=[offer.pk]) if has_file else "",
        note=offer.note,
        answered=offer.answered,
        may_answer=offer.is_asked,
        answer_url=reverse("candidate_portal:offer_answer", args=[offer.pk]),
    )


def read_offers_waiting(member: Member) -> list[OfferLine]:
    """Those still to be answered, the most urgent first."""
    rows = Offer.objects.visible_to(member).waiting().select_related("application__job", "agency").order_by("until")
    return [
        OfferLine(
            one.application.job.title,
            one.until,
            reverse("candidate_portal:application", args=[one.application_id]) + "#offer",
        )
        for one in rows
        if one.is_asked
    ]
