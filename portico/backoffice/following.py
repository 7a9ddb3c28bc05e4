"""What an application's page says of the candidate's side: what they read, the no that waits, the offer."""

from typing import Any

from portico.agencies.gate import DeskRequest
from portico.agencies.roles import May
from portico.backoffice.forms.following import RejectForm
from portico.backoffice.forms.pipeline import PlaceForm
from portico.kit.pages import bound
from portico.pipeline.following import is_followed, standings
from portico.pipeline.models import Application, Offer, RejectionLetter, RejectionText
from portico.pipeline.offers import accepted_start
from portico.pipeline.rejections import filled, usual_words


def following_of(request: DeskRequest, found: Application) -> dict[str, Any]:
    """For the parts of the page that are about the candidate's side."""
    member = request.member
    letters = RejectionLetter.objects.visible_to(member).filter(application=found)
    offers = Offer.objects.visible_to(member).filter(application=found).select_related("document", "made_by__user")
    money = member.may(May.SEE_MONEY)
    return {
        "standing": standings([found]).get(found.pk),
        "is_followed": is_followed(found),
        "letter": letters.exclude(status=RejectionLetter.Status.STOPPED).first(),
        "offers": [
            {"row": one, "pay": one.pay_words if money else "", "file": one.document if money else None}
            for one in offers[:10]
        ],
        "offer_open": offers.filter(status__in=["draft", "sent", "viewed"]).exists(),
        "may_offer": money and member.may(May.WORK_DESK),
    }


def ending_forms(request: DeskRequest, found: Application) -> dict[str, Any]:
    """The forms to reject and to place, filled in with what is known: chosen words, the accepted first day."""
    texts = list(RejectionText.objects.visible_to(request.member))
    asked = request.GET.get("text", "")
    chosen = next((one for one in texts if str(one.pk) == asked), None)
    words = chosen.words if chosen else usual_words(found.agency)
    seen = {"seen": found.stage_id}
    start = accepted_start(found)
    return {
        "rejection_texts": texts,
        "chosen_text": chosen.pk if chosen else 0,
        "reject_form": bound(request, RejectForm, key=found.pk, initial={**seen, "words": filled(words, found)}),
        "place_form": bound(request, PlaceForm, key=found.pk, initial={**seen, "start": start}),
    }
