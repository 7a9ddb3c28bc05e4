"""What hangs on one submission that a reader sees, by queries compiled once (kit.prepared)."""

from typing import Any

from django.db.models import Avg, OuterRef, QuerySet, StringAgg, Subquery, Value

from portico.candidates.models import Candidate
from portico.kit.prepared import prepared
from portico.pipeline.submissions import Verdict
from portico.pipeline.threads import Message


def stars() -> Subquery:
    """The average of the reviewers' stars, beside each submission of a query."""
    rated = Verdict.objects.filter(submission=OuterRef("pk")).order_by().values("submission")
    return Subquery(rated.annotate(stars=Avg("rating")).values("stars"))


def skills_now() -> Subquery:
    """The skills of each candidate beside their submission, a name a line: a query of their own took three times as
    long."""
    brought: QuerySet[Any] = Candidate.skills.through.objects.filter(candidate=OuterRef("application__candidate"))
    named = brought.order_by().values("candidate").annotate(said=StringAgg("skill__name", Value("\n")))
    return Subquery(named.values("said"))


@prepared
def verdicts_on(submission: int) -> QuerySet[Any]:
    """What each reviewer said, the newest first."""
    return Verdict.objects.filter(submission=submission).select_related("member__user").order_by("-at", "-pk")


@prepared
def messages_on(submission: int) -> QuerySet[Any]:
    """What was written about it, the oldest first."""
    return Message.objects.filter(submission=submission).order_by("at", "pk")
