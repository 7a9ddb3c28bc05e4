"""What hangs on one submission that a reader sees, by queries compiled once (kit.prepared)."""

from typing import Any

from django.db.models import Avg, OuterRef, QuerySet, Subquery

from portico.kit.prepared import prepared
from portico.pipeline.submissions import Verdict
from portico.pipeline.threads import Message


def stars() -> Subquery:
    """The average of the reviewers' stars, beside each submission of a query."""
    rated = Verdict.objects.filter(submission=OuterRef("pk")).order_by().values("submission")
    return Subquery(rated.annotate(stars=Avg("rating")).values("stars"))


@prepared
def verdicts_on(submission: int) -> QuerySet[Any]:
    """What each reviewer said, the newest first."""
    return Verdict.objects.filter(submission=submission).select_related("member__user").order_by("-at", "-pk")


@prepared
def messages_on(submission: int) -> QuerySet[Any]:
    """What was written about it, the oldest first."""
    return Message.objects.filter(submission=submission).order_by("at", "pk")
