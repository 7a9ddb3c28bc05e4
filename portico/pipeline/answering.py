"""What becomes of a reviewer's answer: a decision, a correction of one, or a voice beside the one that counts."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from portico.agencies.models import Member
from portico.kit.rules import Conflict, RuleBroken
from portico.kit.times import now
from portico.portals.deciding import decider_of
from portico.records.events import record

if TYPE_CHECKING:
    from portico.pipeline.submissions import Submission

FREELY = timedelta(minutes=10)
"""How long one may change one's own answer without a word; as long as it can be undone."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a reviewer answers, the verb of its event, and what they say beside it."""

    decision: str
    verb: str
    remark: str = ""
    rating: int | None = None
    private: bool = False
    reason: str = ""


def take(submission: "Submission", said: Answer, *, by: Member, seen: str) -> str:
    """Make the answer count, or note it as a voice. Returns the answer that it corrects, in words, if it does.

    `seen` is the decision the page showed: where somebody answered since, that is said instead.
    """
    decider = decider_of(submission.share)
    if decider is not None and decider.pk != by.pk:
        note_voice(submission, said, by=by)
        return ""
    before = submission.get_decision_display() if is_correction(submission, said, by) else ""
    claim(submission, said, by=by, seen=seen)
    if before and submission.share.settings.feedback and not said.remark.strip():
        raise RuleBroken(_("You change an answer that was given already. Say why in the remark."))
    words = {"reason": said.reason, "remark": said.remark, "private": said.private, **submission.words}
    if before:
        answer = submission.get_decision_display()
        about = submission.about
        record(submission, "submission.corrected", by=by, about=about, before=before, answer=answer, **words)
    else:
        record(submission, said.verb, by=by, about=submission.about, **words)
    return before


def is_correction(submission: "Submission", said: Answer, by: Member) -> bool:
    """Whether it changes somebody else's answer, or one's own after the minutes in which it can be undone."""
    if submission.decision in {submission.Decision.NEW, said.decision}:
        return False
    mine = submission.decided_by_id == by.pk
    return not mine or submission.decided is None or now() - submission.decided > FREELY


def claim(submission: "Submission", said: Answer, *, by: Member, seen: str) -> None:
    """Set the decision in one UPDATE that must find what the page showed: two people cannot both decide."""
    at, kind = now(), type(submission)
    rows = kind.objects.filter(pk=submission.pk, decision=seen or submission.decision).shown()
    fresh = {"decision": said.decision, "decided": at, "decided_by": by, "reason": said.reason, "answer_seen": None}
    if not rows.update(status=kind.Status.DECIDED, status_since=at, **fresh):
        there = kind.objects.select_related("decided_by__user").get(pk=submission.pk)
        raise Conflict(
            _("%(person)s answered meanwhile: %(answer)s. Your answer was not saved.")
            % {"person": there.decided_by or _("Somebody"), "answer": there.get_decision_display()}
        )
    for field, value in {**fresh, "status": kind.Status.DECIDED}.items():
        setattr(submission, field, value)


def note_voice(submission: "Submission", said: Answer, *, by: Member) -> None:
    """Somebody else decides: what this reviewer answers stands beside it."""
    if not type(submission).objects.filter(pk=submission.pk).shown().exists():
        raise RuleBroken(_("This candidate is no longer in process."))
    words = {"reason": said.reason, "remark": said.remark, "private": said.private, **submission.words}
    answer = str(submission.Decision(said.decision).label)
    record(submission, "submission.advised", by=by, about=submission.about, answer=answer, **words)
