"""Taking back, within minutes, what a client contact just did by mistake. Later they correct it with a new answer."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from portico.agencies.models import Member
from portico.kit.rules import Conflict, RuleBroken
from portico.kit.times import now
from portico.pipeline import allowed, emails
from portico.pipeline.models import Application, Move, Submission, Verdict
from portico.records.events import record

UNDO = timedelta(minutes=10)


def too_late(since: datetime | None) -> bool:
    """Whether a deed is too old to be undone."""
    return since is None or now() - since > UNDO


def moved_with_answer(submission: Submission) -> Move | None:
    """The step that came with the present answer, if nobody has moved the candidate since."""
    steps = Move.objects.filter(application=submission.application_id).select_related("from_stage")
    last = steps.order_by("-at", "-pk").first()
    if last is None or submission.decided is None or last.by_id != submission.decided_by_id:
        return None
    goal = allowed.stage_set_for(submission)
    return last if goal == last.to_stage_id and last.at >= submission.decided else None


@transaction.atomic
def undo_answer(submission: Submission, *, by: Member) -> None:
    """Take back one's own answer: the candidate waits again, as if nothing had been said. Remark and stars stay."""
    submission.check_judge(by)
    if submission.decided_by_id != by.pk or too_late(submission.decided):
        raise RuleBroken(_("This can no longer be undone. Give another answer instead."))
    brought_by = moved_with_answer(submission)
    mine = Submission.objects.filter(pk=submission.pk, decision=submission.decision, decided_by=by)
    fresh = {
        "decision": Submission.Decision.NEW,
        "decided": None,
        "decided_by": None,
        "reason": "",
        "answer_seen": None,
    }
    if not mine.update(status=Submission.Status.VIEWED, status_since=now(), **fresh):
        raise Conflict(_("Somebody answered meanwhile. Have another look."))
    submission.refresh_from_db()
    if brought_by is not None and brought_by.from_stage is not None:
        goal = str(brought_by.to_stage_id)
        with submission.unnamed(), allowed.in_clients_words(submission):
            submission.application.move(to=brought_by.from_stage, by=by, remark=_("Undone"), seen=goal, tell=False)
    Verdict.objects.filter(submission=submission, member=by).update(answer="", reason="", answered=None, at=now())
    record(submission, "submission.answer_undone", by=by, about=submission.about, **submission.words)
    emails.client_undid(submission, by)


@transaction.atomic
def take_back_move(application: Application, *, by: Member) -> None:
    """Bring a candidate back to the stage from which one has just moved them; both steps stay in the history."""
    last = Move.objects.filter(application=application).select_related("from_stage").order_by("-at", "-pk").first()
    if last is None or last.by_id != by.pk or last.from_stage is None or too_late(last.at):
        raise RuleBroken(_("This can no longer be undone. Move the candidate instead."))
    application.move(to=last.from_stage, by=by, remark=_("Undone"), seen=str(last.to_stage_id))


@transaction.atomic
def undo_move(submission: Submission, *, by: Member) -> None:
    """Bring a candidate back to the stage from which one has just moved them."""
    submission.check_judge(by)
    application = submission.application
    last = Move.objects.filter(application=application).select_related("from_stage").order_by("-at", "-pk").first()
    if last is None or last.by_id != by.pk or last.from_stage is None or too_late(last.at):
        raise RuleBroken(_("This can no longer be undone. Move the candidate instead."))
    if not last.from_stage.clients_see:
        raise RuleBroken(_("This candidate is with the agency now. Ask your consultant."))
    with submission.unnamed(), allowed.in_clients_words(submission):
        application.move(to=last.from_stage, by=by, remark=_("Undone"), seen=str(last.to_stage_id))
