"""How submissions stand, in words for the client."""

from datetime import datetime

from django.utils.translation import gettext as _

from portico.pipeline.models import Application, Submission
from portico.pipeline.submissions import AWAITED, SubmissionQuerySet

TONES = {
    Submission.Decision.NEW: "brand",
    Submission.Decision.APPROVED: "ok",
    Submission.Decision.KEPT_IN_VIEW: "info",
    Submission.Decision.DECLINED: "neutral",
}


def is_open(submission: Submission) -> bool:
    """Whether the candidate is still in process."""
    return submission.application.status == Application.Status.OPEN


def is_waiting(submission: Submission) -> bool:
    """Whether it waits for the client's first answer (as SubmissionQuerySet.waiting says of rows)."""
    stage = submission.application.stage
    return is_open(submission) and submission.decision == Submission.Decision.NEW and stage.kind in AWAITED


def closed_words(status: str) -> str:
    """How an ended application is called before the client: never why it ended inside the agency."""
    words = {
        Application.Status.PLACED: _("Placed"),
        Application.Status.WITHDRAWN: _("Withdrawn"),
        Application.Status.JOB_CLOSED: _("Job closed"),
    }
    return words.get(Application.Status(status), _("No longer in process"))


def mark_of(submission: Submission, looks: dict[int, datetime]) -> str:
    """New: never looked at by this reader; Updated: changed since they last looked."""
    last = looks.get(submission.pk)
    if last is None:
        return _("New")
    return _("Updated") if submission.changed > last else ""


def in_turn(rows: SubmissionQuerySet) -> SubmissionQuerySet:
    """The order in which submissions are worked through: longest waiting first. Answers do not change it."""
    return rows.order_by("submitted", "pk")
