"""The mails about update requests: asking, reminding, and what became of an answer. They hold no values."""

from typing import TYPE_CHECKING

from django.urls import reverse

from portico.agencies.models import Member
from portico.candidates.profile_fields import label_of
from portico.messaging.unsubscribing import way_out
from portico.messaging.writing import write

if TYPE_CHECKING:
    from portico.candidates.models import Candidate
    from portico.candidates.profile import ProfileChange
    from portico.candidates.update_requests import UpdateRequest

TOPIC = "profile_update"
"""What goes to many, or by the clock, is bulk mail; each of them can be ended by the button of the mail program."""


def asked(request: "UpdateRequest", *, again: bool = False) -> None:
    """Ask the candidate, or ask once more, with a link of its own."""
    candidate = request.candidate
    link, token = request.new_link()
    link.email = write(
        request.agency,
        to=candidate.email,
        to_name=candidate.name,
        template="candidates/emails/update_reminded" if again else "candidates/emails/update_asked",
        context={
            "name": candidate.first_name or candidate.name,
            "recruiter": request.asked_by.name if request.asked_by else request.agency.name,
            "message": request.message,
            "fields": [label_of(key) for key in request.still_asked()],
            "due": request.expires,
        },
        links={
            "main": request.agency.address(reverse("candidate_portal:update_link", args=[token])),
            **way_out(request.agency, candidate.email, TOPIC, candidate.pk),
        },
        about=[candidate],
        member=candidate.member,
        topic="" if request.way == request.Way.SINGLE else TOPIC,
        number=candidate.pk,
    )
    link.save(update_fields=["email"])


def not_taken_over(candidate: "Candidate", changes: "list[ProfileChange]", reason: str, by: Member) -> None:
    """Tell the candidate in the recruiter's words why some of their changes were left out."""
    write(
        candidate.agency,
        to=candidate.email,
        to_name=candidate.name,
        template="candidates/emails/changes_declined",
        context={
            "name": candidate.first_name or candidate.name,
            "recruiter": by.name,
            "fields": [label_of(change.field) for change in changes],
            "reason": reason,
        },
        links={"main": candidate.agency.address(reverse("candidate_portal:start"))},
        about=[candidate],
        member=candidate.member,
    )
