"""Submitting: showing candidates to the client of a shared job, in the words and with the papers chosen for them."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from portico.agencies.models import Member
from portico.candidates.models import Candidate
from portico.jobs.models import Job
from portico.jobs.stages import Stage
from portico.kit.rules import RuleBroken
from portico.kit.times import now
from portico.messaging.choices import choices_of
from portico.pipeline import candidate_mails, emails, following
from portico.pipeline.consent_effects import check_sharing
from portico.pipeline.digests import put_into_digest
from portico.pipeline.looking import news_for
from portico.pipeline.models import Application
from portico.pipeline.representing import check_permission, lacks_permission
from portico.pipeline.submissions import Submission, SubmissionDocument
from portico.portals.fields import chosen
from portico.portals.models import JobShare, Seat
from portico.portals.sharing import check
from portico.records.editing import save_changes
from portico.records.events import record
from portico.records.models import Document
from portico.records.subjects import kind_of

CANDIDATES = "candidates"
"""The event by which people choose whether they are mailed of candidates."""
MARKS = {
    "summary": "summary_changed",
    "fields": "fields_changed",
    "documents": "papers_changed",
    "with_profile": "papers_changed",
}
"""Which mark a change leaves for those who looked before."""
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
    submission = propose(application, share, by=by)
    shown = submission.fields if fields is None else fields
    change_submission(submission, by=by, summary=summary, fields=shown, documents=documents)
    if submission.status == Submission.Status.PROPOSED:
        _show(submission, by=by)
    return submission


@transaction.atomic
def propose(application: Application, share: JobShare, *, by: Member) -> Submission:
    """Prepare a candidate for the client, who sees nothing of it before it is published."""
    if application.job_id != share.job_id:
        raise RuleBroken(_("The candidate is not on this job."))
    if application.status != Application.Status.OPEN:
        raise RuleBroken(_("%s is no longer in process for this job.") % application.candidate.name)
    JobShare.objects.select_for_update().get(pk=share.pk)
    submission = Submission.objects.filter(share=share, application=application).first()
    if submission is None:
        submission = Submission(
            agency_id=application.agency_id,
            application=application,
            share=share,
            status=Submission.Status.PROPOSED,
            fields=share.chosen_fields,
            submitted_by=by,
        )
        submission.save()
    elif submission.status == Submission.Status.WITHDRAWN:
        submission.become(Submission.Status.PROPOSED, by=by, about=submission.about, **submission.words)
    return submission


@transaction.atomic
def choose(share: JobShare, applications: Iterable[Application], *, by: Member) -> list[Submission]:
    """Exactly these candidates are prepared for the client; who was prepared and is not among them is dropped."""
    wanted = list(applications)
    for submission in Submission.objects.filter(share=share).proposed().exclude(application__in=wanted):
        submission.discard(by=by)
    return [propose(application, share, by=by) for application in wanted]


@transaction.atomic
def change_submission(
    submission: Submission,
    *,
    by: Member,
    summary: str,
    fields: list[str],
    documents: Iterable[Document] = (),
    seen: str = "",
    **looks: Any,
) -> None:
    """Choose the words, fields and papers the client sees of a candidate; a published one changes at once.

    `looks`: blind, hidden_words, with_profile, where they are chosen too.
    """
    papers = {row.document_id for row in SubmissionDocument.objects.filter(submission=submission)}
    wanted = list(documents)
    changes = {"summary": summary, "fields": chosen(fields, before=submission.fields, by=by), **looks}
    changed = save_changes(submission, changes, seen=seen, by=by, quiet=True)
    show_documents(submission, wanted)
    if papers != {document.pk for document in wanted}:
        changed.append("documents")
    if not changed:
        return
    at = now()
    marks = {"changed", *(mark for field, mark in MARKS.items() if field in changed)}
    for mark in marks:
        setattr(submission, mark, at)
    submission.save(update_fields=list(marks))
    draw_later(submission)
    if submission.status != Submission.Status.PROPOSED:
        record(submission, "submission.changed", by=by, about=submission.about, **submission.words)


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
def add_document(submission: Submission, document: Document, *, by: Member) -> None:
    """Show the client one more paper of the candidate."""
    rows = SubmissionDocument.objects.filter(submission=submission, document__archived__isnull=True)
    papers = [row.document for row in rows.select_related("document")]
    if document not in papers:
        words: dict[str, Any] = {"summary": submission.summary, "fields": submission.fields}
        change_submission(submission, by=by, documents=[*papers, document], **words)


@transaction.atomic
def publish(share: JobShare, *, by: Member, notify: bool = True, how: str = "now") -> list[Submission]:
    """Show the client the job and everybody prepared for it, and mail them where the recruiter wants that.

    Who has not said yes, where that is needed, stays prepared and waits.
    """
    check(share.job)
    rows = JobShare.objects.select_related("job", "portal__organization")
    share = rows.select_for_update(of=("self",), no_key=True).get(pk=share.pk)
    if share.is_over:
        raise RuleBroken(_("The share ended on its own. Choose a new last day first."))
    opens = share.status != JobShare.Status.LIVE
    if opens:
        share.publish(by=by)
    prepared = Submission.objects.filter(share=share).proposed().order_by("pk")
    ready = prepared.select_related(
        "application__candidate", "application__job", "application__stage", "share__portal__organization"
    )
    waiting = lacks_permission(ready)
    submissions = [row for row in ready if row.pk not in waiting]
    if waiting and not submissions and not opens:
        raise RuleBroken(" ".join(waiting.values()))
    for submission in submissions:
        _show(submission, by=by)
    if notify and (opens or submissions):  # A second press of the button brings no second mail.
        notify_clients(share, submissions, by=by, how=how)
    return submissions


def _show(submission: Submission, *, by: Member) -> None:
    """Open a prepared candidate to the client, as a new one to answer on."""
    application = submission.application
    if application.status != Application.Status.OPEN:
        raise RuleBroken(_("%s is no longer in process for this job.") % application.candidate.name)
    check_sharing(submission)
    check_permission(submission)
    submission.become(Submission.Status.SUBMITTED, by=by, about=submission.about, **submission.words)
    fresh = {
        "decision": Submission.Decision.NEW,
        "decided": None,
        "decided_by": None,
        "reason": "",
        "answer_seen": None,
    }
    at = now()
    shown = {"submitted": at, "submitted_by": by, "first_submitted": submission.first_submitted or at}
    for field, value in {**fresh, **shown}.items():
        setattr(submission, field, value)
    submission.save(update_fields=[*fresh, *shown])
    if application.stage.kind in BEFORE_THE_CLIENT:
        application.move(to=Stage.first(application.agency_id, Stage.Kind.SUBMITTED), by=by)
    draw_later(submission)


def draw_later(submission: Submission) -> None:
    """Have the PDF profile drawn, where one is shown."""
    from portico.pipeline.tasks import draw_profile

    if submission.with_profile or submission.is_blind:
        draw_profile.enqueue(submission.pk)


@transaction.atomic
def notify_clients(share: JobShare, submissions: list[Submission], *, by: Member, how: str = "now") -> int:
    """Tell everybody who sees the share what is new for them, at once or in their morning mail; returns how many.

    Who has seen everything already is left in peace, unless the job itself is the news (no `submissions`).
    """
    if not share.is_live:
        raise RuleBroken(_("The job is not shared with the client now."))
    readers = [seat.member for seat in seats_seeing(share)]
    news = {reader.pk: news_for(reader, share) for reader in readers}
    hearing = [reader for reader in readers if news[reader.pk].any or not submissions]
    wish = choices_of(hearing, CANDIDATES)
    later = [reader for reader in hearing if how == "digest" or wish[reader.pk] == "digest"]
    at_once = [reader for reader in hearing if reader not in later and wish[reader.pk] != "off"]
    for reader in at_once:
        emails.candidates_submitted(share, submissions, reader, by, news[reader.pk])
    put_into_digest(share, [reader for reader in later if wish[reader.pk] != "off"], by=by)
    return sum(wish[reader.pk] != "off" for reader in hearing)


def seats_seeing(share: JobShare) -> list[Seat]:
    """The contacts who see this share now."""
    seats = (
        Seat.objects.filter(portal=share.portal).in_force().select_related("member__user", "contact", "member__agency")
    )
    return list(seats.filter(Q(all_jobs=True) | Q(shares=share)).distinct())


@transaction.atomic
def close_job(job: Job, *, by: Member, filled: bool = False) -> int:
    """End the work on a job; its open applications end with it. Returns how many."""
    job.become(Job.Status.FILLED if filled else Job.Status.CLOSED, by=by, about=[job.organization])
    still_open = list(
        Application.objects.filter(job=job).open().select_related("candidate__member__user", "job", "stage")
    )
    knew = following.known_to_candidates(still_open)
    for application in still_open:
        application.become(Application.Status.JOB_CLOSED, by=by, about=application.about, **application.words)
        application.wind_up(by=by)
        if application.pk in knew:
            candidate_mails.job_closed(application)
    return len(still_open)
