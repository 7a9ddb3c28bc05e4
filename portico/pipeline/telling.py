"""The mails about messages, corrected answers and forwarded candidates. No names of candidates, no quoted words."""

from typing import TYPE_CHECKING

from django.urls import reverse

from portico.agencies.models import Member
from portico.agencies.roles import May
from portico.messaging.choices import wants
from portico.messaging.writing import write
from portico.pipeline.emails import recruiters_of
from portico.portals.deciding import judges_of

if TYPE_CHECKING:
    from portico.pipeline.guests import GuestLink
    from portico.pipeline.submissions import Submission

MESSAGES = "messages"
"""The event by which people choose whether they are mailed of messages."""


def talkers_of(submission: "Submission") -> list[Member]:
    """Whom of the client a message of the agency is for: who took part; else everybody who judges there."""
    seats = judges_of(submission.share).select_related("member__user", "member__staff_role", "member__agency")
    people = [seat.member for seat in seats if seat.member.may(May.JUDGE)]
    took_part = set(submission.messages.filter(from_agency=False).values_list("by", flat=True))
    took_part |= set(submission.verdicts.values_list("member", flat=True))
    return [person for person in people if person.pk in took_part] or people


def message_sent(submission: "Submission", by: Member) -> None:
    """Tell the other side that something was written; what, they read after signing in."""
    staff_page = reverse("backoffice:application", args=[submission.application_id])
    client_page = reverse("client_portal:submission", args=[submission.pk])
    readers = (
        talkers_of(submission)
        if by.is_staff
        else recruiters_of(submission.application, submission.share.settings.hears_messages)
    )
    for reader in readers:
        if reader.pk == by.pk or not wants(reader, MESSAGES):
            continue
        path = staff_page if reader.is_staff else client_page
        write(
            submission.agency,
            to=reader.email,
            to_name=reader.name,
            template="pipeline/emails/message_sent",
            context={"name": reader.name, "who": by.name, "job": submission.share.job.title},
            links={"main": submission.agency.address(f"{path}#messages")},
            about=[submission.application, submission.share.job],
            member=reader,
        )


def candidate_forwarded(link: "GuestLink", token: str) -> None:
    """Mail the guest their link."""
    submission = link.submission
    write(
        link.agency,
        to=link.email,
        template="pipeline/emails/candidate_forwarded",
        context={
            "who": link.sent_by.name,
            "organization": submission.share.portal.organization.name,
            "expires": link.expires,
        },
        links={"main": link.agency.address(reverse("client_portal:guest_link", args=[token]))},
        about=[submission.application, submission.share.job],
    )


def guest_remarked(link: "GuestLink") -> None:
    """Tell the sender, and the recruiter, that the guest said something."""
    submission = link.submission
    hears = submission.share.settings.hears_answers
    for reader in [link.sent_by, *recruiters_of(submission.application, hears)]:
        page = "backoffice:application" if reader.is_staff else "client_portal:submission"
        row = submission.application_id if reader.is_staff else submission.pk
        write(
            link.agency,
            to=reader.email,
            to_name=reader.name,
            template="pipeline/emails/guest_remarked",
            context={"name": reader.name, "guest": link.email, "job": submission.share.job.title},
            links={"main": link.agency.address(f"{reverse(page, args=[row])}#guests")},
            about=[submission.application, submission.share.job],
            member=reader,
        )
