"""Candidates of a share: whom one may pick, who is prepared, whom the client sees."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import NoReverseMatch, reverse

from portico.agencies.models import Member
from portico.backoffice.reading.job import Person
from portico.backoffice.reading.pipeline import Shown, shown_of
from portico.pipeline.models import Application, Submission
from portico.portals.models import JobShare


@dataclass(slots=True)
class Choice:
    """An open application of the job that can be picked."""

    pk: int
    name: str
    line: str
    stage: str
    kind: str
    since: datetime
    state: Shown | None
    picked: bool
    is_shown: bool
    """The client sees them already."""


@dataclass(slots=True)
class Prepared:
    """A submission as the share's pages list it."""

    pk: int
    application_pk: int
    name: str
    line: str
    stage: str
    kind: str
    status: str
    state: Shown
    submitted: datetime
    has_summary: bool
    documents: int
    preview: str


def read_choices(share: JobShare, member: Member) -> list[Choice]:
    """The job's open applications, in the order of the pipeline."""
    rows = Application.objects.visible_to(member).open().filter(job=share.job_id).select_related("candidate", "stage")
    states = {one.application_id: one for one in Submission.objects.visible_to(member).filter(share=share)}
    hidden = {Submission.Status.PROPOSED, Submission.Status.WITHDRAWN}
    found = []
    for row in rows.order_by("-stage__position", "-stage_since", "pk"):
        submission = states.get(row.pk)
        found.append(
            Choice(
                pk=row.pk,
                name=row.candidate.name,
                line=row.candidate.position,
                stage=row.stage.name,
                kind=row.stage.kind,
                since=row.stage_since,
                state=shown_of(submission) if submission is not None else None,
                picked=submission is not None and submission.status == Submission.Status.PROPOSED,
                is_shown=submission is not None and submission.status not in hidden,
            )
        )
    return found


def read_submissions(share: JobShare, member: Member, chosen: Person | None) -> list[Prepared]:
    """Everybody the client sees, has seen, or is prepared to see."""
    rows = Submission.objects.visible_to(member).filter(share=share)
    rows = rows.select_related("application__candidate", "application__stage").prefetch_related("shown_documents")
    return [prepared_of(row, chosen) for row in rows.order_by("-submitted", "-pk")]


def read_prepared(share: JobShare, member: Member, chosen: Person | None) -> list[Prepared]:
    """Those who are prepared, in the order they were picked."""
    found = [one for one in read_submissions(share, member, chosen) if one.status == Submission.Status.PROPOSED]
    return sorted(found, key=lambda one: one.pk)


def prepared_of(row: Submission, chosen: Person | None) -> Prepared:
    """One submission."""
    candidate, stage = row.application.candidate, row.application.stage
    return Prepared(
        pk=row.pk,
        application_pk=row.application_id,
        name=candidate.name,
        line=candidate.position,
        stage=stage.name,
        kind=stage.kind,
        status=row.status,
        state=shown_of(row),
        submitted=row.submitted,
        has_summary=bool(row.summary.strip()),
        documents=len(row.shown_documents.all()),
        preview=preview_address("submission", chosen, row.pk),
    )


def preview_address(what: str, chosen: Person | None, pk: int) -> str:
    """The client portal's own page as this contact sees it; nothing where nobody is in."""
    if chosen is None:
        return ""
    try:
        return reverse(f"client_portal:preview_{what}", args=[chosen.member_pk, pk])
    except NoReverseMatch:
        return ""
