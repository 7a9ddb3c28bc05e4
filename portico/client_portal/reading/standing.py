"""How submissions stand, in words for the client."""

from datetime import datetime, time
from functools import cache

from django.utils import timezone
from django.utils.translation import gettext as _

from portico.client_portal.reading.eyes import Eyes
from portico.jobs.stages import Stage
from portico.kit.quick_locals import language
from portico.kit.times import now
from portico.kit.workdays import first_day_within
from portico.pipeline.models import Application, Submission
from portico.pipeline.submissions import AWAITED, SubmissionQuerySet
from portico.pipeline.submitting import BEFORE_THE_CLIENT

TONES: dict[str, str] = {
    Submission.Decision.NEW: "brand",
    Submission.Decision.APPROVED: "ok",
    Submission.Decision.KEPT_IN_VIEW: "info",
    Submission.Decision.DECLINED: "neutral",
}


def is_open(application: Application) -> bool:
    """Whether the candidate is still in process."""
    return application.status == Application.Status.OPEN


def is_waiting(decision: str, application: Application) -> bool:
    """Whether it waits for the client's first answer (as SubmissionQuerySet.waiting says of rows)."""
    return is_open(application) and decision == Submission.Decision.NEW and application.stage.kind in AWAITED


def late_before(days: int) -> datetime | None:
    """Of what came earlier, more than so many business days have gone by since; 0 days: nobody counts them."""
    if not days:
        return None
    first = first_day_within(days, timezone.localdate(now()))
    return datetime.combine(first, time.min, timezone.get_current_timezone())


def as_published(rows: list[Submission], eyes: Eyes) -> list[Submission]:
    """In a preview, who is only prepared stands where publishing will bring them: in the first submitted stage."""
    moved = [row for row in rows if row.status == Submission.Status.PROPOSED and is_before_the_client(row)]
    if eyes.preview and moved:
        stages = Stage.objects.visible_to(eyes.member).active()
        there = stages.filter(kind=Stage.Kind.SUBMITTED).first()
        for row in moved:
            row.application.stage = there or row.application.stage
    return rows


def is_before_the_client(submission: Submission) -> bool:
    """Whether publishing moves the candidate on."""
    return submission.application.stage.kind in BEFORE_THE_CLIENT


def closed_words(status: str) -> str:
    """How an ended application is called before the client: never why it ended inside the agency."""
    words = ended(language())
    return words.get(status, words[""])


@cache
def ended(_language: str | None) -> dict[str, str]:
    """The same for each way to end, and for all others, in the reader's language."""
    return {
        Application.Status.PLACED: _("Placed"),
        Application.Status.WITHDRAWN: _("Withdrawn"),
        Application.Status.JOB_CLOSED: _("Job closed"),
        "": _("No longer in process"),
    }


@cache
def marks(_language: str | None) -> tuple[str, str]:
    """The two marks in the reader's language: boards say them dozens of times."""
    return _("New"), _("Updated")


def mark_of(submission: Submission, looks: dict[int, datetime], *, in_full: bool = False) -> str:
    """New: never looked at by this reader; Updated: changed since they last looked, `in_full` with what."""
    last = looks.get(submission.pk)
    if last is None:
        return marks(language())[0]
    if submission.changed <= last:
        return ""
    if not in_full:
        return marks(language())[1]
    parts = {
        _("name"): submission.revealed,
        _("summary"): submission.summary_changed,
        _("profile"): submission.fields_changed,
        _("documents"): submission.papers_changed,
    }
    changed = [str(word) for word, at in parts.items() if at is not None and at > last]
    return _("Updated: %s") % ", ".join(changed) if changed else _("Updated")


def in_turn(rows: SubmissionQuerySet) -> SubmissionQuerySet:
    """The order in which submissions are worked through: longest waiting first. Answers do not change it."""
    return rows.order_by("submitted", "pk")
