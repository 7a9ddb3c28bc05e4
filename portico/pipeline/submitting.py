"""Submitting: showing candidates to the client of a shared job, in the words and with the papers chosen for them."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from portico.agencies.models import Member
from portico.candidates.models import Candidate
from portico.jobs.models import Job
from portico.jobs.stages import Stage
from portico.kit.rules import RuleBroken
from portico.kit.times import now
from portico.pipeline import emails
from portico.pipeline.models import Application
from portico.pipeline.submissions import Submission, SubmissionDocument
from portico.portals.fields import known
from portico.portals.models import JobShare, Seat
from portico.records.events import record
from portico.records.models import Document
from portico.records.subjects import kind_of

BEFORE_THE_CLIENT = {Stage.Kind.SOURCED, Stage.Kind.APPLIED, Stage.Kind.SCREENING, Stage.Kind.INTERNAL_REVIEW}


@transaction.atomic
def submit(
    application: Application,
    share: JobShare,
    *,
    by: Member,
    summary: str,
    documents: Iterable[Document] = (),
    fields: list[str] | None = None,
) -> Submission:
    """Show the candidate to the client. Where that was done before, what the client sees is changed.

    An application that has not reached the client's side of the pipeline moves to the first stage of kind "submitted".
    """
    if not share.is_live:
        raise RuleBroken(_("The job is not shared with the client now."))
    if application.job_id != share.job_id:
        raise RuleBroken(_("The candidate is not on this job."))
    if application.status != Application.Status.OPEN:
        raise RuleBroken(_("%s is no longer in process for this job.") % application.candidate.name)
    submission = Submission.objects.select_for_update().filter(share=share, application=application).first()
    is_new = submission is None or submission.status == Submission.Status.WITHDRAWN
    if submission is None:
        submission = Submission(agency_id=application.agency_id, application=application, share=share, submitted_by=by)
        submission.summary, submission.fields = summary, known(fields if fields is not None else share.chosen_fields)
        submission.save()
    else:
        submission.summary, submission.fields = summary, known(fields if fields is not None else submission.fields)
        submission.changed = now()
        submission.save(update_fields=["summary", "fields", "changed"])
        if is_new:
            submission.become(Submission.Status.SUBMITTED, by=by, about=submission.about, **submission.words)
            Submission.objects.filter(pk=submission.pk).update(
                decision=Submission.Decision.NEW, decided=None, decided_by=None, reason="", submitted=now()
            )
            submission.refresh_from_db()
    show_documents(submission, documents)
    verb = "submission.submitted" if is_new else "submission.changed"
    record(submission, verb, by=by, about=submission.about, **submission.words)
    if application.stage.kind in BEFORE_THE_CLIENT:
        application.move(to=Stage.first(application.agency_id, Stage.Kind.SUBMITTED), by=by)
    return submission


def show_documents(submission: Submission, documents: Iterable[Document]) -> None:
    """Exactly these papers, all of which must be the candidate's own."""
    candidate = submission.application.candidate
    wanted = list(documents)
    if any((one.kind, one.object_id) != (kind_of(Candidate), candidate.pk) for one in wanted):
        raise RuleBroken(_("Choose documents of %s.") % candidate.name)
    SubmissionDocument.objects.filter(submission=submission).exclude(document__in=wanted).delete()
    for position, document in enumerate(wanted):
        SubmissionDocument.objects.update_or_create(
            submission=submission, document=document, defaults={"agency_id": submission.agency_id, "position": position}
        )


@transaction.atomic
def notify_clients(share: JobShare, submissions: list[Submission], *, by: Member) -> int:
    """Mail everybody who sees the share that there is something to look at; returns how many were told."""
    told = 0
    for seat in seats_seeing(share):
        emails.candidates_submitted(share, submissions, seat.member, by)
        told += 1
    return told


def seats_seeing(share: JobShare) -> list[Seat]:
    """The contacts who see this share now."""
    seats = (
        Seat.objects.filter(portal=share.portal).in_force().select_related("member__user", "contact", "member__agency")
    )
    return [seat for seat in seats if seat.all_jobs or seat.shares.filter(pk=share.pk).exists()]


@transaction.atomic
def close_job(job: Job, *, by: Member, filled: bool = False) -> int:
    """End the work on a job; its open applications end with it. Returns how many."""
    job.become(Job.Status.FILLED if filled else Job.Status.CLOSED, by=by, about=[job.organization])
    still_open = list(Application.objects.filter(job=job).open().select_related("candidate", "job"))
    for application in still_open:
        application.become(Application.Status.JOB_CLOSED, by=by, about=application.about, **application.words)
    return len(still_open)
