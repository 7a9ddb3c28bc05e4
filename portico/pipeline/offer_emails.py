"""Mails about offers: no pay, no conditions; those stand in the portal."""

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from portico.jobs.request_mails import news
from portico.kit.times import day
from portico.pipeline.candidate_mails import page_of, to_candidate
from portico.pipeline.emails import recruiters_of

if TYPE_CHECKING:
    from portico.pipeline.offers import Offer


def offer_made(offer: "Offer") -> None:
    """Tell the candidate that an offer waits for their answer."""
    application = offer.application
    to_candidate(
        application,
        subject=_("You have an offer: %s") % application.job.title,
        said=_("We have an offer for you for the position %(job)s. Please read it and answer by %(day)s.")
        % {"job": application.job.title, "day": day(offer.until)},
        deed=_("Read the offer"),
        path=f"{page_of(application)}#offer",
    )


def offer_withdrawn(offer: "Offer") -> None:
    """Tell the candidate that the offer no longer stands."""
    application = offer.application
    to_candidate(
        application,
        subject=_("About your offer: %s") % application.job.title,
        said=_("The offer for the position %s was taken back. Your recruiter gets in touch with you.")
        % application.job.title,
        deed=_("See where it stands"),
        path=page_of(application),
    )


def offer_answered(offer: "Offer") -> None:
    """Tell the recruiters what became of the offer; a note stands on the application's page."""
    application = offer.application
    said = {
        "accepted": _("%(candidate)s accepted the offer for %(job)s. You can place them now."),
        "declined": _("%(candidate)s declined the offer for %(job)s."),
        "expired": _("%(candidate)s did not answer the offer for %(job)s in time."),
    }[offer.status]
    for reader in recruiters_of(application, "team"):
        news(
            application.agency,
            reader,
            subject=_("The offer to %(candidate)s: %(answer)s")
            % {"candidate": application.candidate.name, "answer": offer.get_status_display().lower()},
            said=said % application.words,
            deed=_("Open the application"),
            path=reverse("backoffice:application", args=[application.pk]) + "#offer",
            about=[application, *application.about],
        )
