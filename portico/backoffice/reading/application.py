"""One application's story: its steps with remarks, and what the client said."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from portico.agencies.models import Member
from portico.backoffice.reading.pipeline import Shown, shown_of
from portico.backoffice.reading.talk import Words
from portico.pipeline.models import Application, Move, Submission, SubmissionView, Verdict


@dataclass(slots=True)
class Step:
    """One move from stage to stage."""

    before: str
    stage: str
    kind: str
    who: str
    at: datetime
    remark: str
    imported: bool


@dataclass(slots=True)
class Answer:
    """What one reviewer of the client said."""

    who: str
    rating: int
    answer: str
    reason: str
    remark: str
    private: bool
    at: datetime


@dataclass(slots=True)
class Presented:
    """What the client is shown, and has said."""

    pk: int
    share_pk: int
    organization: str
    state: Shown
    summary: str
    submitted: datetime
    is_proposed: bool
    is_shown: bool
    decided_by: str = ""
    documents: list[str] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    views: list[tuple[str, datetime]] = field(default_factory=list)
    messages: list[Words] = field(default_factory=list)
    message_form: Any = None


def read_steps(application: Application, member: Member) -> list[Step]:
    """The steps, newest first."""
    moves = Move.objects.visible_to(member).filter(application=application).select_related("from_stage", "to_stage")
    return [
        Step(
            before=move.from_stage.name if move.from_stage else "",
            stage=move.to_stage.name,
            kind=move.to_stage.kind,
            who=move.by_name,
            at=move.at,
            remark=move.remark,
            imported=move.imported,
        )
        for move in moves.order_by("-at", "-pk")
    ]


def read_presented(application: Application, member: Member) -> list[Presented]:
    """The submissions, newest first, with everything the client's people said of them."""
    rows = Submission.objects.visible_to(member).filter(application=application)
    rows = rows.select_related("share__portal__organization", "decided_by__user").order_by("-submitted", "-pk")
    found = [presented_of(submission) for submission in rows]
    by_pk = {one.pk: one for one in found}
    verdicts = Verdict.objects.visible_to(member).filter(submission__in=by_pk).select_related("member__user")
    for verdict in verdicts.order_by("-at"):
        by_pk[verdict.submission_id].answers.append(answer_of(verdict))
    views = SubmissionView.objects.visible_to(member).filter(submission__in=by_pk).select_related("member__user")
    for view in views.order_by("-last"):
        by_pk[view.submission_id].views.append((view.member.name, view.last))
    return found


def presented_of(submission: Submission) -> Presented:
    """One submission."""
    return Presented(
        pk=submission.pk,
        share_pk=submission.share_id,
        organization=submission.share.portal.organization.name,
        state=shown_of(submission),
        summary=submission.summary,
        submitted=submission.submitted,
        is_proposed=submission.status == Submission.Status.PROPOSED,
        is_shown=submission.status not in {Submission.Status.PROPOSED, Submission.Status.WITHDRAWN},
        decided_by=submission.decided_by.name if submission.decided_by else "",
        documents=[row.document.name for row in submission.shown_documents.select_related("document")],
    )


def answer_of(verdict: Verdict) -> Answer:
    """One reviewer's answer."""
    return Answer(
        who=verdict.member.name,
        rating=verdict.rating or 0,
        answer=str(verdict.get_answer_display()) if verdict.answer else "",
        reason=verdict.reason,
        remark=verdict.remark,
        private=verdict.private,
        at=verdict.at,
    )
