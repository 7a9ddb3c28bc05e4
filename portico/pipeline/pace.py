"""How many candidates a client's contact may open in an hour: a person reads a few dozen, a program takes all."""

from datetime import timedelta
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from portico.agencies.models import Member
from portico.kit.prepared import figures, prepared
from portico.kit.rules import TooFast
from portico.kit.times import now
from portico.messaging.alerting import tell_owners
from portico.pipeline.submissions import Submission, SubmissionView

HOUR = timedelta(hours=1)
CANDIDATES_AN_HOUR = 150
TOLD_AGAIN = timedelta(days=1)


@prepared
def opened_lately(member: int, other: int) -> QuerySet[Any]:
    """How many candidates somebody opened within the hour, beside this one."""
    lately = SubmissionView.objects.filter(member=member, last__gt=now() - HOUR).exclude(submission=other)
    return figures(lately, n=Count("pk"))


def keep_pace(submission: Submission, *, by: Member) -> None:
    """Refuse one more candidate to somebody who opened very many within the hour, and tell the agency's owners.

    What they have opened already stays open to them.
    """
    if opened_lately.first(by.pk, submission.pk)[0] < CANDIDATES_AN_HOUR:
        return
    tell_owners(
        submission.agency,
        "pipeline/emails/reads_much",
        {"who": by.name, "count": str(CANDIDATES_AN_HOUR)},
        at_most_every=TOLD_AGAIN,
        links={
            "main": submission.agency.address(reverse("backoffice:portal_users", args=[submission.share.portal_id]))
        },
        about=by,
    )
    raise TooFast(
        _("You have opened very many candidates within an hour. Have another go later, or ask us for a list.")
    )


def looked(submission: Submission, *, by: Member) -> None:
    """Somebody opens a candidate's papers without the page around them: that counts as a look at the candidate."""
    if not SubmissionView.objects.filter(submission=submission, member=by, last__gt=now() - HOUR).exists():
        keep_pace(submission, by=by)
        submission.was_viewed(by=by)
