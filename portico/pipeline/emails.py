"""The mails of the pipeline."""

from typing import TYPE_CHECKING

from django.urls import reverse

from portico.agencies.models import Member
from portico.messaging.writing import write
from portico.portals.models import Portal
from portico.portals.settings import Hearer

if TYPE_CHECKING:
    from portico.jobs.stages import Stage
    from portico.pipeline.looking import News
    from portico.pipeline.models import Application
    from portico.pipeline.submissions import Submission
    from portico.portals.models import JobShare


def recruiters_of(application: "Application", hears: Hearer = "owner") -> list[Member]:
    """Who hears what a client did: the job's owner (without one, its team), owner and team, or nobody."""
    owner = application.job.owner
    found = [owner] if owner is not None and owner.is_in else []
    if hears == "nobody":
        return []
    if hears == "owner" and found:
        return found
    team = application.job.team.select_related("user")
    return [*found, *(member for member in team if member.is_in and member not in found)]


def known_by_name(application: "Application") -> bool:
    """Whether a mail may carry the name: not one that a stranger typed beside an address nobody has proved."""
    arrival = getattr(application, "arrival", None)
    return arrival is None or arrival.signed_in or arrival.confirmed is not None


def application_rejected(application: "Application", words: str) -> None:
    """Tell the candidate that it did not work out, in the agency's words; the reason stays in the house."""
    candidate = application.candidate
    known = known_by_name(application)
    if candidate.email:
        paragraphs = [part.strip() for part in words.replace("\r\n", "\n").split("\n\n") if part.strip()]
        write(
            application.agency,
            to=candidate.email,
            to_name=candidate.name if known else "",
            template="pipeline/emails/application_rejected",
            context={
                "name": (candidate.first_name or candidate.name) if known else "",
                "job": application.job.title,
                "paragraphs": paragraphs,
            },
            about=[application, *application.about],
            member=candidate.member,
        )


def candidates_submitted(
    share: "JobShare", submissions: list["Submission"], reader: Member, by: Member, news: "News"
) -> None:
    """Tell a client contact what is new since they last looked. Nothing personal goes into the mail."""
    address = share.agency.address(reverse("client_portal:job", args=[share.pk]))
    write(
        share.agency,
        to=reader.email,
        to_name=reader.name,
        template="pipeline/emails/candidates_submitted",
        context={
            "name": reader.name,
            "job": share.job.title,
            "count": news.new,
            "updated": news.updated,
            "recruiter": by.name,
        },
        links={"main": address},
        about=[share.job, *(submission.application for submission in submissions)],
        member=reader,
    )


def client_moved(application: "Application", before: "Stage", to: "Stage", by: Member, remark: str) -> None:
    """Tell the recruiter that the client moved somebody."""
    portal = Portal.objects.filter(seats__member=by).first()
    for reader in recruiters_of(application, portal.settings.hears_moves if portal else "owner"):
        write(
            application.agency,
            to=reader.email,
            to_name=reader.name,
            template="pipeline/emails/client_moved",
            context={**application.words, "who": by.name, "before": before.name, "stage": to.name, "remark": remark},
            links={"main": application.agency.address(reverse("backoffice:job", args=[application.job_id]))},
            about=[application, *application.about],
            member=reader,
        )


def client_answered(submission: "Submission", by: Member, *, before: str = "") -> None:
    """Tell the recruiter what the client thinks of somebody."""
    application = submission.application
    verdict = submission.verdicts.filter(member=by).first()
    for reader in recruiters_of(application, submission.share.settings.hears_answers):
        write(
            submission.agency,
            to=reader.email,
            to_name=reader.name,
            template="pipeline/emails/client_answered",
            context={
                **submission.words,
                "who": by.name,
                "rating": verdict.rating if verdict else None,
                "answer": verdict.get_answer_display() if verdict and verdict.answer else "",
                "before": before,
                "reason": verdict.reason if verdict else "",
                "remark": verdict.remark if verdict else "",
            },
            links={"main": submission.agency.address(reverse("backoffice:job", args=[application.job_id]))},
            about=[application, *application.about],
            member=reader,
        )


def client_undid(submission: "Submission", by: Member) -> None:
    """Tell the recruiter that the client took back an answer they were mailed about."""
    application = submission.application
    for reader in recruiters_of(application, submission.share.settings.hears_answers):
        write(
            submission.agency,
            to=reader.email,
            to_name=reader.name,
            template="pipeline/emails/client_undid",
            context={**submission.words, "who": by.name},
            links={"main": submission.agency.address(reverse("backoffice:job", args=[application.job_id]))},
            about=[application, *application.about],
            member=reader,
        )


def client_viewed(submission: "Submission", by: Member) -> None:
    """Tell those who want to hear of it that a client looked at somebody for the first time."""
    application = submission.application
    for reader in recruiters_of(application, submission.share.settings.hears_views):
        write(
            submission.agency,
            to=reader.email,
            to_name=reader.name,
            template="pipeline/emails/client_viewed",
            context={**submission.words, "who": by.name},
            links={"main": submission.agency.address(reverse("backoffice:job", args=[application.job_id]))},
            about=[application, *application.about],
            member=reader,
        )
