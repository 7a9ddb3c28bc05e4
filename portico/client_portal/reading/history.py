"""What the client's people did with a submission, and what the agency chose to show them of its path."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portico.client_portal.reading.eyes import Eyes
from portico.jobs.stages import Stage
from portico.kit.prepared import prepared
from portico.kit.times import now
from portico.pipeline.history import said_by_client
from portico.pipeline.models import Submission
from portico.records.models import Event

if TYPE_CHECKING:
    from portico.client_portal.reading.submission import SubmissionPage

RECENT = timedelta(days=7)
WORDS = {
    "submission.approved": (gettext_lazy("Approved"), "thumbs-up", "ok"),
    "submission.kept_in_view": (gettext_lazy("Kept in view"), "bookmark", "info"),
    "submission.declined": (gettext_lazy("Declined"), "circle-x", ""),
    "submission.rated": (gettext_lazy("Gave %d of 5 stars"), "star", ""),
    "submission.remarked": (gettext_lazy("Remarked"), "message-square", ""),
    "submission.answer_undone": (gettext_lazy("Took the answer back"), "undo-2", ""),
    "submission.corrected": (gettext_lazy("Corrected the answer from “%(before)s” to “%(answer)s”"), "pencil", "warn"),
    "submission.advised": (gettext_lazy("Answered “%(answer)s”; somebody else decides"), "message-square", ""),
    "submission.forwarded": (gettext_lazy("Forwarded to %(to)s"), "forward", ""),
}


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the history."""

    title: str
    by: str
    at: datetime
    icon: str
    tone: str = ""
    text: str = ""


@prepared
def steps_of(eyes: Eyes, application: int) -> QuerySet[Any]:
    """The steps that the reader is told of."""
    return eyes.moves.filter(application=application).select_related("from_stage", "to_stage")


def read_history(eyes: Eyes, submission: Submission) -> list[Told]:
    """Newest first, down to the day the candidate was submitted."""
    agency = eyes.member.agency.name
    told = [answer(event, submission) for event in said_by_client(submission, eyes.member)]
    for step in steps_of(eyes, submission.application_id):
        told.append(
            Told(
                moved(step.from_stage, step.to_stage, eyes),
                step.by_name,
                step.at,
                "arrow-right",
                text=submission.masked(step.remark),
            )
        )
    by = submission.submitted_by.name if submission.submitted_by else agency
    told.append(Told(_("Submitted to you"), by, submission.submitted, "send", "brand"))
    if (submission.changed - submission.submitted).total_seconds() > 60:
        told.append(Told(_("Updated for you"), agency, submission.changed, "refresh-cw"))
    return sorted(told, key=lambda one: one.at, reverse=True)


def part_of_history(eyes: Eyes, it: "SubmissionPage", *, whole: bool) -> dict[str, Any]:
    """The last seven days, or all of it, with the address of the other."""
    recent = [one for one in it.history if now() - one.at < RECENT]
    return {
        "told": it.history if whole else recent,
        "whole": whole,
        "older": len(it.history) - len(recent),
        "url": eyes.address("submission", it.id, history="" if whole else "all") + "#history",
    }


def answer(event: Event, submission: Submission) -> Told:
    """Something one of the client's people said."""
    words, icon, tone = WORDS[event.verb]
    title = str(words)
    if "%d" in title:
        title %= int(event.details.get("rating") or 0)
    elif "%(" in title:
        title %= {name: event.details.get(name, "–") for name in ("before", "answer", "to")}
    said = [event.details.get("reason"), event.details.get("remark")]
    return Told(
        title, event.by_name, event.at, icon, tone, submission.masked("\n".join(str(text) for text in said if text))
    )


def moved(before: Stage | None, after: Stage, eyes: Eyes) -> str:
    """A step, with stages that clients do not see left unnamed."""
    to = eyes.stage_name(after) if after.clients_see else eyes.member.agency.name
    if before is None or not before.clients_see:
        return _("Moved to %s") % to
    return _("Moved from %(before)s to %(after)s") % {"before": eyes.stage_name(before), "after": to}
