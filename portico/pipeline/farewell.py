"""The last mails: to the person, what was kept and why; to clients who looked, that they delete what they took."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from portico.agencies.models import Agency
from portico.candidates.models import Candidate
from portico.kit.times import day
from portico.messaging.models import Email
from portico.messaging.writing import write
from portico.pipeline.holding import Kept
from portico.pipeline.submissions import SubmissionView


@dataclass(frozen=True, slots=True)
class Told:
    """Whom the last mail goes to."""

    email: str
    name: str


def who(candidate: Candidate) -> Told:
    """The person as mail reaches them."""
    return Told(candidate.email, candidate.name)


def tell(agency: Agency, told: Told, kept: list[Kept]) -> None:
    """Everything is gone; this stays, and why. The mail itself is forgotten as soon as it is out."""
    if not told.email:
        return
    lines = [_("%(what)s. %(why)s") % {"what": one.what, "why": one.why} for one in kept]
    until = [_("until %s") % day(one.until) if one.until else "" for one in kept]
    email = write(
        agency,
        to=told.email,
        to_name=told.name,
        template="pipeline/emails/erased",
        context={
            "person": told.name,
            "lines": [f"{line} ({end})" if end else line for line, end in zip(lines, until, strict=True)],
        },
    )
    Email.objects.filter(pk=email.pk).update(forget=True)


def tell_clients(candidate: Candidate) -> int:
    """Clients who looked at them are asked to delete what they keep; nobody is named in the mail."""
    rows = SubmissionView.objects.filter(submission__application__candidate=candidate)
    rows = rows.select_related("member__user", "member__agency", "submission__application__job")
    for view in rows:
        if view.member.is_in:
            write(
                view.member.agency,
                to=view.member.email,
                to_name=view.member.name,
                member=view.member,
                template="pipeline/emails/erased_for_client",
                context={
                    "person": view.member.name,
                    "job": view.submission.application.job.title,
                    "day": view.first,
                },
                about=[view.submission.application.job],
            )
    return len(rows)
