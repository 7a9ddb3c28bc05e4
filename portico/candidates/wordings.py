"""The words by which the agency asks for consent: drafted, published as a new version, never changed afterwards."""

from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from portico.agencies.models import Agency, Member
from portico.candidates.consents import ConsentText, Purpose
from portico.kit.rules import Conflict, RuleBroken
from portico.kit.times import now
from portico.records.events import record


def draft_of(agency: Agency | int, purpose: str, language: str = "en") -> ConsentText | None:
    """The next version, while it is being written."""
    return ConsentText.objects.filter(agency=agency, purpose=purpose, language=language, published=None).first()


@transaction.atomic
def write_draft(
    agency: Agency, purpose: str, *, text: str, months: int | None, by: Member, language: str = "en"
) -> ConsentText:
    """Write the next version down, or go on writing it; nobody is asked by it before it is published."""
    if purpose not in Purpose.values:
        raise RuleBroken(_("Choose a purpose."))
    if not text.strip():
        raise RuleBroken(_("Write the words first."))
    Agency.objects.select_for_update().get(pk=agency.pk)
    draft = draft_of(agency, purpose, language)
    if draft is None:
        rows = ConsentText.objects.filter(agency=agency, purpose=purpose, language=language)
        newest = rows.aggregate(newest=Max("version"))["newest"] or 0
        draft = ConsentText(agency=agency, purpose=purpose, language=language, version=newest + 1)
    draft.text, draft.months = text.strip(), months or None
    draft.save()
    record(agency, "consent_text.drafted", by=by, **_words(draft))
    return draft


@transaction.atomic
def publish(draft: ConsentText, *, by: Member) -> None:
    """From now on people are asked in these words. What they agreed to before keeps the words it was given to."""
    if not ConsentText.objects.filter(pk=draft.pk, published=None).update(published=now()):
        raise Conflict(_("This wording was published already."))
    draft.refresh_from_db()
    record(draft.agency, "consent_text.published", by=by, **_words(draft))


@transaction.atomic
def drop_draft(draft: ConsentText, *, by: Member) -> None:
    """Throw away what was not published."""
    if draft.published is not None:
        raise Conflict(_("This wording was published and is kept for good."))
    record(draft.agency, "consent_text.dropped", by=by, **_words(draft))
    draft.delete()


def _words(text: ConsentText) -> dict[str, Any]:
    return {"purpose": str(text.get_purpose_display()), "version": text.version}
