"""What people sent with their applications, in the copy of their data, and when they are erased."""

from typing import Any

from django.db.models import Q

from portico.candidates.models import Candidate
from portico.pipeline.apply_drafts import ApplyDraft
from portico.pipeline.arrivals import ApplicationAnswer


def answers_of(candidate: Candidate) -> list[dict[str, Any]]:
    """Their answers on application forms, in the words they were asked in."""
    rows = ApplicationAnswer.objects.filter(application__candidate=candidate, application__shown_to_candidate=True)
    related = rows.select_related("application__job").order_by("application", "position", "pk")
    return [{"job": row.application.job.title, "asked": row.asked, "answer": row.words} for row in related]


def forget_drafts(candidate: Candidate) -> None:
    """Applications they have begun, or sent a second time, go with their files."""
    theirs = Q(application__candidate=candidate)
    if candidate.member_id is not None:
        theirs |= Q(member=candidate.member_id)
    for draft in ApplyDraft.objects.filter(theirs, agency=candidate.agency_id):
        draft.discard()


def take_part() -> None:
    """Called once, when the application starts."""
    from portico.candidates.copying import COPY_PARTS
    from portico.candidates.erasing import ON_ERASE

    COPY_PARTS["answers"] = answers_of
    ON_ERASE.append(forget_drafts)
