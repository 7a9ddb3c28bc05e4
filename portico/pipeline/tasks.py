"""Work of the pipeline that the task worker does."""

from django.tasks import task

from portico.kit.storing import or_later
from portico.kit.times import now
from portico.pipeline import (
    apply_drafts,
    apply_resume,
    applying,
    digests,
    label_news,
    offers,
    permissions,
    profile_drawing,
    rejections,
    suggestions,
)
from portico.pipeline.reminding import remind_all
from portico.pipeline.submissions import Submission


@task
def draw_profile(submission_id: int) -> None:
    """Draw the PDF profile of a submission, as it must look now."""
    related = ["share__portal", "share__job", "application__candidate", "agency"]
    submission = Submission.objects.select_related(*related).filter(pk=submission_id).first()
    if submission is not None and profile_drawing.is_shown(submission):
        with or_later(draw_profile, submission_id):
            profile_drawing.draw(submission)


@task
def read_handed_in(file_id: int) -> None:
    """Read the résumé of somebody who applies: they look at the screen meanwhile."""
    with or_later(read_handed_in, file_id):
        apply_resume.read_now(file_id)


@task(priority=30)
def tell_of_arrival(draft_id: int) -> None:
    """Mail who applied, and the recruiters, that an application arrived."""
    applying.tell_once(draft_id)


@task
def send_digests() -> None:
    """By the clock: each client contact's morning mail."""
    digests.send_due(now())


@task
def remind_clients() -> None:
    """By the clock: clients who owe a first answer."""
    remind_all()


@task
def forget_suggestions() -> None:
    """By the clock: what was proposed for jobs so long ago that the log of it ends."""
    suggestions.forget_suggestions()


@task
def end_permissions() -> None:
    """By the clock: questions and permissions whose time is over."""
    permissions.run_out(now())


@task
def tell_candidates() -> None:
    """By the clock: a no that has waited long enough, changed labels, offers that have run out."""
    at = now()
    rejections.send_due(at)
    label_news.tell_due(at)
    offers.run_out(at)


@task
def forget_drafts() -> None:
    """By the clock: applications that were begun, never sent, and have grown old."""
    apply_drafts.sweep_drafts(now())
