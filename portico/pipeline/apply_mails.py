"""The mails about applications that come in through the careers pages. Nothing of what was sent stands in them."""

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from portico.access.mail_budget import time_for_mail
from portico.candidates.settings import settings_of
from portico.jobs.models import Advert
from portico.messaging.choices import wants
from portico.messaging.writing import write
from portico.pipeline.emails import recruiters_of

if TYPE_CHECKING:
    from portico.pipeline.models import Application

APPLICATIONS = "applications"
"""The event by which recruiters choose whether they are mailed of applications."""


def public_title(application: "Application") -> str:
    """What the job is called on the careers pages."""
    title = Advert.objects.filter(job=application.job_id).values_list("title", flat=True).first()
    return title or application.job.title


def tell(application: "Application", *, token: str) -> None:
    """Tell who applied that it arrived, and the job's recruiters that somebody applied."""
    application_received(application, token=token)
    hears = settings_of(application.agency_id).apply_tells
    for reader in recruiters_of(application, hears):  # type: ignore[arg-type]
        if not wants(reader, APPLICATIONS):
            continue
        write(
            application.agency,
            to=reader.email,
            to_name=reader.name,
            template="pipeline/emails/application_arrived",
            context={"name": reader.name, **application.words, "source": application.source},
            links={"main": application.agency.address(reverse("backoffice:application", args=[application.pk]))},
            about=[application, *application.about],
            member=reader,
        )


def application_received(application: "Application", *, token: str) -> None:
    """Confirm that it arrived. To an address that nobody has proved yet goes no word that a stranger typed."""
    candidate = application.candidate
    path = (
        reverse("careers:apply_link", args=[token])
        if token
        else reverse("candidate_portal:application", args=[application.pk])
    )
    write(
        application.agency,
        to=candidate.email,
        to_name="" if token else candidate.name,
        template="pipeline/emails/application_received",
        context={
            "greeting": _("Hello") if token else _("Hello %s") % (candidate.first_name or candidate.name),
            "job": (title := public_title(application)),
            "unproved": bool(token),
            "days": settings_of(application.agency_id).apply_draft_days,
        },
        links={"main": application.agency.address(path)},
        about=[application, *application.about],
        member=candidate.member,
        not_before=time_for_mail(application.agency_id, candidate.email) if token else None,
    )
    if token:
        from portico.candidates.registering import offer_account

        offer_account(candidate, job=title)


def application_again(application: "Application", token: str) -> None:
    """Tell the owner of the mailbox that somebody applied with it a second time."""
    write(
        application.agency,
        to=application.candidate.email,
        template="pipeline/emails/application_again",
        context={"job": public_title(application), "days": settings_of(application.agency_id).apply_draft_days},
        links={"main": application.agency.address(reverse("careers:apply_link", args=[token]))},
        about=[application, *application.about],
        not_before=time_for_mail(application.agency_id, application.candidate.email),
    )
