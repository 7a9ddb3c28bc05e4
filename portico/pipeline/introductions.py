"""The mails about introductions, permissions and what is new on a portal. Clients are never told a name by mail."""

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from portico.agencies.models import Member
from portico.messaging.writing import write
from portico.pipeline.emails import recruiters_of

if TYPE_CHECKING:
    from portico.pipeline.permissions import Permission
    from portico.pipeline.submissions import Submission


def _to_recruiters(submission: "Submission", template: str, **context: Any) -> None:
    application = submission.application
    for reader in recruiters_of(application):
        write(
            submission.agency,
            to=reader.email,
            to_name=reader.name,
            template=f"pipeline/emails/{template}",
            context={"name": reader.name, **submission.words, **context},
            links={"main": submission.agency.address(reverse("backoffice:submission_edit", args=[submission.pk]))},
            about=[application, *application.about],
            member=reader,
        )


def _to_client(submission: "Submission", template: str, reader: Member, **context: Any) -> None:
    write(
        submission.agency,
        to=reader.email,
        to_name=reader.name,
        template=f"pipeline/emails/{template}",
        context={"name": reader.name, "job": submission.share.job.title, "reference": submission.reference, **context},
        links={"main": submission.agency.address(reverse("client_portal:submission", args=[submission.pk]))},
        about=[submission.application, *submission.application.about],
        member=reader,
    )


def asked_who(submission: "Submission", by: Member) -> None:
    """Tell the recruiters that the client asks who a blind profile is."""
    _to_recruiters(submission, "asked_who", who=by.name)


def revealed(submission: "Submission", reader: Member, by: Member) -> None:
    """Tell the client contact who asked that they can see now who it is."""
    _to_client(submission, "revealed", reader, recruiter=by.name)


def not_revealed(submission: "Submission", reader: Member, by: Member) -> None:
    """Tell the client contact who asked that the answer is no, or not yet; why, they read on the page."""
    _to_client(submission, "not_revealed", reader, recruiter=by.name)


def permission_asked(permission: "Permission", token: str) -> None:
    """Ask the candidate; client and pay stand only on the page behind the link."""
    application = permission.application
    candidate = application.candidate
    write(
        permission.agency,
        to=candidate.email,
        to_name=candidate.name,
        template="pipeline/emails/permission_asked",
        context={
            "name": candidate.first_name or candidate.name,
            "job": application.job.title,
            "recruiter": permission.asked_by.name if permission.asked_by else permission.agency.name,
            "due": permission.due,
        },
        links={"main": permission.agency.address(reverse("candidate_portal:permission", args=[token]))},
        about=[application, *application.about],
        member=candidate.member,
    )


def permission_answered(permission: "Permission") -> None:
    """Tell the recruiters what the candidate said."""
    application = permission.application
    asker = permission.asked_by
    readers = {member.pk: member for member in recruiters_of(application)}
    if asker is not None and asker.is_in:
        readers.setdefault(asker.pk, asker)
    for reader in readers.values():
        write(
            permission.agency,
            to=reader.email,
            to_name=reader.name,
            template="pipeline/emails/permission_answered",
            context={"name": reader.name, **application.words, "state": permission.status, "note": permission.note},
            links={"main": permission.agency.address(reverse("backoffice:application", args=[application.pk]))},
            about=[application, *application.about],
            member=reader,
        )


def news(member: Member, shares: list[dict[str, Any]], recruiter: str) -> None:
    """Tell a client contact what is new on their portal since they last looked: figures and jobs, no names."""
    only = shares[0]["share"] if len(shares) == 1 else None
    path = reverse("client_portal:job", args=[only]) if only else reverse("client_portal:start")
    write(
        member.agency,
        to=member.email,
        to_name=member.name,
        template="pipeline/emails/portal_news",
        context={"name": member.name, "jobs": shares, "recruiter": recruiter, "job": shares[0]["job"]},
        links={"main": member.agency.address(path)},
        member=member,
    )
