"""The page of one submitted candidate: what was chosen to be shown, what the client's people said, and the way on."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from portico.client_portal.reading import cards, people, standing
from portico.client_portal.reading.consultant import Consultant, consultant_of, from_member
from portico.client_portal.reading.eyes import Eyes
from portico.client_portal.reading.history import Told, read_history, steps_of
from portico.client_portal.reading.interviews import rounds_of
from portico.client_portal.reading.papers import Paper, read_papers
from portico.client_portal.reading.people import Shown
from portico.client_portal.reading.revealing import Who, read_who
from portico.client_portal.reading.talk import Talk, links_of, read_talk
from portico.kit.prepared import prepared
from portico.kit.together import only_what_there_is
from portico.pipeline.beside import messages_on, verdicts_on
from portico.pipeline.blindness import reference_of
from portico.pipeline.history import said_about
from portico.pipeline.models import Submission
from portico.pipeline.submissions import AWAITED
from portico.portals.deciding import deciders
from portico.portals.settings import PortalSettings


@dataclass(frozen=True, slots=True)
class Neighbor:
    """The candidate before or after this one."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Said:
    """One reviewer's answer."""

    name: str
    mine: bool
    rating: int
    answer: str
    tone: str
    reason: str
    remark: str
    private: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Turn:
    """Where this candidate stands in the reader's stack."""

    number: int
    of: int
    previous: Neighbor | None
    next: Neighbor | None
    next_waiting: Neighbor | None
    still_waiting: int


@dataclass(slots=True)
class SubmissionPage:
    """One submitted candidate."""

    id: int
    name: str
    line: str
    mark: str
    summary: str
    submitted: datetime
    submitted_by: str
    fields: list[Shown]
    papers: list[Paper]
    who: Who
    job: str
    job_url: str
    start_url: str
    stage: str
    stage_kind: str
    closed: str
    waiting: bool
    decision: str
    answer: str
    answer_tone: str
    answered_by: str
    answered: datetime | None
    reason: str
    said: list[Said]
    my_rating: int
    history: list[Told]
    talk: Talk
    turn: Turn
    consultant: Consultant
    move: dict[str, Any]
    may_judge: bool
    rates: bool
    answers: bool
    remarks: bool
    reasons: list[str]
    reason_required: bool
    preview: bool
    desk_url: str


def submission_row(eyes: Eyes, pk: int) -> Submission:
    """The submission, if these eyes see it; else a 404."""
    found: Submission | None = one_submission.first(eyes, pk)
    if found is None:
        raise Http404
    found.share.settings = eyes.settings_of(found.share)
    return standing.as_published([found], eyes)[0]


READ = ["decided", "reason", "with_profile", "summary_changed", "fields_changed", "papers_changed", "application__job"]
READ += ["share__agency", "share__portal", "share__status", "share__downloads", "share__values", "share__show_pay"]
READ += ["share__job__agency", "share__job__title", "share__job__status"]
READ += [f"application__stage__{name}" for name in ("agency", "candidates_see", "public_label")]
"""What the page and its deeds need beside who it is: all neighbors in full are two hundred columns."""
PEOPLE = ("share__job__owner", "submitted_by", "decided_by")


@prepared
def one_submission(eyes: Eyes, pk: int) -> QuerySet[Any]:
    """A submission with all that its page says of it."""
    read = (*READ, *(f"{who}__{name}" for who in PEOPLE for name in people.COLLEAGUE))
    rows = people.with_person(eyes.submissions.filter(pk=pk), people.ON_PAGES, *read)
    return cards.with_marks(rows.select_related("share__job", *(f"{who}__user" for who in PEOPLE)), eyes)


@prepared
def stack(eyes: Eyes, share: int) -> QuerySet[Any]:
    """The candidates of a job who are in process, in turn, with what tells whether they wait."""
    rows = standing.in_turn(eyes.submissions.filter(share=share, application__status="open"))
    return rows.values_list("pk", "decision", "application__stage__kind")


@prepared
def people_at(eyes: Eyes, submissions: list[int]) -> QuerySet[Any]:
    """Who is behind these submissions."""
    rows = eyes.submissions.filter(pk__in=submissions).with_blind()
    person = ("application__candidate__first_name", "application__candidate__last_name")
    return rows.values_list("pk", *person, "blind_now")


def what_there_is(eyes: Eyes, row: Submission) -> AbstractContextManager[None]:
    """To read and draw the page in: what few submissions have any of is asked about at once."""
    return only_what_there_is(
        (verdicts_on, row.pk),
        (said_about, row.agency_id, row.pk),
        (steps_of, eyes, row.application_id),
        (deciders, row.share_id, row.share.portal_id),
        (messages_on, row.pk),
        (links_of, eyes.member, row.pk),
        (rounds_of, eyes, row.pk),
    )


def read_submission(eyes: Eyes, row: Submission) -> SubmissionPage:
    """The page for these eyes."""
    row = people.covered(row)
    application, stage = row.application, row.application.stage
    context = cards.context_of([row], eyes)
    settings = eyes.settings_of(row.share)
    goals = cards.may_move_into(eyes.stages()) if eyes.may_judge and settings.moving else []
    said = read_said(row, eyes)
    return SubmissionPage(
        id=row.pk,
        name=people.name_of(application.candidate),
        line=people.line_of(application.candidate, eyes.fields_of(row)),
        mark=standing.mark_of(row, context.looks, in_full=True),
        summary=row.summary,
        submitted=row.submitted,
        submitted_by=row.submitted_by.name if row.submitted_by else eyes.member.agency.name,
        fields=people.shown_fields(row, [row.masked(tag) for tag in context.skills.get(row.pk, [])], eyes),
        papers=read_papers(eyes, row),
        who=read_who(eyes, row),
        job=row.share.job.title,
        job_url=eyes.address("job", row.share_id),
        start_url=eyes.address("start", view=""),
        stage=eyes.stage_name(stage) if stage.clients_see else _("With %s") % eyes.member.agency.name,
        stage_kind=stage.kind if stage.clients_see else "sourced",
        closed="" if standing.is_open(application) else standing.closed_words(application.status),
        **answer_of(row, settings),
        said=said,
        my_rating=next((one.rating for one in said if one.mine), 0),
        history=read_history(eyes, row),
        talk=read_talk(eyes, row),
        turn=read_turn(eyes, row),
        consultant=from_member(row.share.job.owner, row.submitted_by) or consultant_of(eyes.member),
        move=move_of(row, goals, eyes),
        may_judge=eyes.may_judge,
        preview=eyes.preview,
        desk_url=reverse("backoffice:job", args=[row.share.job_id]) if eyes.preview else "",
    )


def move_of(row: Submission, goals: list[dict[str, Any]], eyes: Eyes) -> dict[str, Any]:
    """The form that moves them on, or nothing where this reader may not."""
    if not cards.may_be_moved(row.application, goals):
        return {}
    return cards.move_form(row.application.stage_id, goals, eyes.address("submission_move", row.pk))


def answer_of(row: Submission, settings: PortalSettings) -> dict[str, Any]:
    """The answer as it stands, and what the portal asks its people for."""
    return {
        "waiting": standing.is_waiting(row.decision, row.application) and settings.judging,
        "decision": row.decision,
        "answer": row.get_decision_display() if row.decision != Submission.Decision.NEW else "",
        "answer_tone": standing.TONES[Submission.Decision(row.decision)],
        "answered_by": row.decided_by.name if row.decided_by else "",
        "answered": row.decided,
        "reason": row.reason,
        "rates": settings.rating,
        "answers": settings.judging,
        "remarks": settings.feedback,
        "reasons": list(settings.reasons),
        "reason_required": settings.reason_required,
    }


def read_said(row: Submission, eyes: Eyes) -> list[Said]:
    """What each reviewer said, one's own first."""
    said = [
        Said(
            name=one.member.name,
            mine=one.member_id == eyes.member.pk,
            rating=one.rating or 0,
            answer=one.get_answer_display() if one.answer else "",
            tone=standing.TONES[Submission.Decision(one.answer)] if one.answer else "",
            reason=row.masked(one.reason),
            remark=row.masked(one.remark_for(eyes.member)),
            private=one.private and bool(one.remark_for(eyes.member)),
            at=one.at,
        )
        for one in verdicts_on(row.pk)
    ]
    return sorted(said, key=lambda one: not one.mine)


def read_turn(eyes: Eyes, row: Submission) -> Turn:
    """The way through the candidates of this job that are in process."""
    in_process = stack(eyes, row.share_id)
    order = [pk for pk, _decision, _kind in in_process]
    judging = eyes.settings_of(row.share).judging
    waiting = {pk for pk, said, kind in in_process if judging and said == Submission.Decision.NEW and kind in AWAITED}
    at = order.index(row.pk) if row.pk in order else -1
    previous = order[at - 1] if at > 0 else 0
    following = order[at + 1] if 0 <= at < len(order) - 1 else 0
    next_waiting = next((pk for pk in [*order[at + 1 :], *order[: max(at, 0)]] if pk in waiting), 0)
    wanted = sorted({previous, following, next_waiting} - {0})
    neighbors = {
        pk: Neighbor(reference_of(pk) if blind else f"{first} {last}".strip(), eyes.address("submission", pk))
        for pk, first, last, blind in (people_at(eyes, wanted) if wanted else [])
    }
    return Turn(
        number=at + 1,
        of=len(order),
        previous=neighbors.get(previous),
        next=neighbors.get(following),
        next_waiting=neighbors.get(next_waiting),
        still_waiting=len(waiting - {row.pk}),
    )
