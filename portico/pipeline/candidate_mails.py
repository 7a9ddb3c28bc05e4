"""Mails between the agency and a candidate about applications and messages: where news stands, never what it says."""

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from portico.agencies.models import Member
from portico.agencies.roles import May, Side
from portico.candidates.models import Candidate
from portico.jobs.request_mails import news
from portico.messaging.choices import wants
from portico.messaging.writing import write
from portico.pipeline.emails import recruiters_of

if TYPE_CHECKING:
    from portico.pipeline.candidate_threads import CandidateMessage
    from portico.pipeline.models import Application

MESSAGES = "candidate_messages"
LABELS = "application_news"


def recruiters_for(candidate: Candidate) -> list[Member]:
    """Who hears of a candidate: their owner; else the owners of the jobs they are on; else who runs the agency."""
    if candidate.owner is not None and candidate.owner.is_in:
        return [candidate.owner]
    from portico.pipeline.models import Application

    runs = Application.objects.filter(candidate=candidate).open().select_related("job__owner__user", "job")
    found = {member.pk: member for run in runs[:20] for member in recruiters_of(run)}
    if found:
        return list(found.values())
    staff = Member.objects.filter(agency=candidate.agency_id, side=Side.STAFF).staff().select_related("user")
    return [member for member in staff if member.may(May.MANAGE_SETTINGS)][:3]


def to_candidate(application: "Application", *, subject: str, said: str, deed: str, path: str) -> None:
    """One sentence and one button, if we know where to send it."""
    candidate = application.candidate
    if not candidate.email:
        return
    write(
        application.agency,
        to=candidate.email,
        to_name=candidate.name,
        template="jobs/emails/news",
        context={"name": candidate.first_name or candidate.name, "subject": subject, "said": said, "deed": deed},
        links={"main": application.agency.address(path)},
        about=[application, *application.about],
        member=candidate.member,
    )


def page_of(application: "Application") -> str:
    """Where the candidate follows it."""
    return reverse("candidate_portal:application", args=[application.pk])


def label_changed(application: "Application") -> None:
    """Tell the candidate that something changed; what, they read in the portal."""
    to_candidate(
        application,
        subject=_("News about your application: %s") % application.job.title,
        said=_("Your application for %s has moved on. Where it stands now, you read in your portal.")
        % application.job.title,
        deed=_("See where it stands"),
        path=page_of(application),
    )


def job_closed(application: "Application") -> None:
    """Tell the candidate that the position was closed."""
    to_candidate(
        application,
        subject=_("The position was closed: %s") % application.job.title,
        said=_(
            "The position %s was closed, and your application with it. It had nothing to do with you; we keep you in "
            "mind for others."
        )
        % application.job.title,
        deed=_("See your applications"),
        path=reverse("candidate_portal:applications"),
    )


def stepped_back(application: "Application", by: Member) -> None:
    """Tell the recruiters that the candidate no longer wants the job."""
    for reader in recruiters_of(application, "team"):
        news(
            application.agency,
            reader,
            subject=_("%(candidate)s withdrew from %(job)s") % application.words,
            said=_(
                "%(candidate)s no longer wants the position %(job)s. The client no longer sees them. The reason they "
                "gave stands on the application."
            )
            % application.words,
            deed=_("Open the application"),
            path=reverse("backoffice:application", args=[application.pk]),
            about=[application, *application.about],
        )


def message_written(message: "CandidateMessage") -> None:
    """Tell the other side that something was written; what, they read after signing in."""
    candidate = message.candidate
    place = candidate.member
    readers = recruiters_for(candidate)
    path = reverse("backoffice:candidate", args=[candidate.pk]) + "#thread"
    if message.from_agency:
        readers, path = [place] if place is not None and place.is_in else [], reverse("candidate_portal:messages")
    for reader in readers:
        if not wants(reader, MESSAGES):
            continue
        news(
            message.agency,
            reader,
            subject=_("A message from %s") % message.by_name,
            said=_("%s wrote to you. What it says stands in the portal, not in this mail.") % message.by_name,
            deed=_("Read and answer"),
            path=path,
            about=[candidate],
        )
