"""What the settings of a portal let its people do with a candidate, and what an answer brings with it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from portico.agencies.models import Member
from portico.jobs.stages import Stage
from portico.kit.rules import RuleBroken
from portico.portals.settings import PortalSettings

if TYPE_CHECKING:
    from portico.pipeline.submissions import Submission


def check_said(settings: PortalSettings, *, remark: str, rating: int | None) -> None:
    """Refuse stars or remarks where the portal does not ask for them."""
    if rating is not None and not settings.rating:
        raise RuleBroken(_("Stars are not given here."))
    if remark.strip() and not settings.feedback:
        raise RuleBroken(_("Remarks are not written here. Ask your consultant."))


def check_answer(settings: PortalSettings) -> None:
    """Refuse answers where the portal is only for looking."""
    if not settings.judging:
        raise RuleBroken(_("Candidates are not approved or declined here. Ask your consultant."))


def check_reason(settings: PortalSettings, reason: str) -> None:
    """Refuse a no without a reason, where one is asked for."""
    if not reason.strip() and settings.reason_required:
        raise RuleBroken(_("Please say why."))


def stage_set_for(submission: "Submission") -> int:
    """The stage that the settings name for the present answer; 0: none."""
    settings = submission.share.settings
    goals = {submission.Decision.APPROVED: settings.approve_stage, submission.Decision.DECLINED: settings.decline_stage}
    return goals.get(submission.Decision(submission.decision), 0)


def goal_of(submission: "Submission") -> Stage | None:
    """The stage that the present answer brings the candidate to; None: it stays where it is."""
    decision, pk = submission.decision, stage_set_for(submission)
    stages = Stage.objects.filter(agency=submission.agency_id).active().exclude(kind=Stage.Kind.PLACED)
    goal = stages.filter(pk=pk).first() if pk else None
    here = submission.application.stage
    if goal is None or goal.pk == here.pk:
        return None
    passed = decision == submission.Decision.APPROVED and here.position > goal.position
    return None if passed else goal


def move_along(submission: "Submission", *, by: Member) -> None:
    """Bring the candidate to the stage that belongs to the answer; who hears of the answer is told there."""
    goal = goal_of(submission)
    if goal is not None:
        submission.application.move(to=goal, by=by, tell=False)


@contextmanager
def in_clients_words(submission: "Submission") -> Iterator[None]:
    """Let a rule call the present stage as the client does; one that clients do not see is the agency."""
    try:
        yield
    except RuleBroken as no:
        stage = Stage.objects.get(applications=submission.application_id)
        settings = submission.share.settings
        word = settings.stage_name(stage.pk, stage.name) if stage.clients_see else submission.agency.name
        raise type(no)(str(no).replace(stage.name, word)) from None
