"""What was proposed to a recruiter for a job, as it was shown: the log of the ranking."""

from datetime import timedelta
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from portico.agencies.doors import Owned, OwnedQuerySet
from portico.agencies.models import Member
from portico.candidates.models import Candidate
from portico.jobs.models import Job
from portico.kit.times import now

KEPT = timedelta(days=730)
"""How long the log is kept: rules ask for half a year to two years."""


class SuggestionListQuerySet(OwnedQuerySet["SuggestionList"]):
    """Lists of candidates that were proposed."""

    def seen_by_staff(self, member: Member) -> Self:
        """All of their agency's; for roles limited to their own desk, those for the jobs they see."""
        return self.filter(job__in=Job.objects.visible_to(member)) if member.own_desk_only else self


class SuggestionList(Owned):
    """A ranked list of candidates as it was shown to somebody for a job, with what the ranking went by."""

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="+")
    shown_to = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    shown_to_name = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=now)
    considered = models.PositiveIntegerField(default=0)
    """How many candidates were looked at word by word."""
    method = models.CharField(max_length=20)
    """Which version of the points it was made with."""
    wanted = models.JSONField(default=dict)
    """What of the job was looked for: words of the title, skills, place."""
    mark = models.CharField(max_length=64, blank=True)
    """The same mark, the same list: looking at it again within the hour is no second entry."""

    objects: ClassVar[SuggestionListQuerySet] = SuggestionListQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("list of suggestions")
        ordering: ClassVar = ["-at", "-id"]
        indexes: ClassVar = [models.Index(fields=["job", "-at"]), models.Index(fields=["at"])]

    def __str__(self) -> str:
        return f"{self.job}: {self.at:%Y-%m-%d %H:%M}"


class SuggestionQuerySet(OwnedQuerySet["Suggestion"]):
    """Candidates who were proposed."""

    def seen_by_staff(self, member: Member) -> Self:
        """Those of the lists they see."""
        if member.own_desk_only:
            return self.filter(shown_in__in=SuggestionList.objects.visible_to(member))
        return self


class Suggestion(Owned):
    """One candidate's place in such a list, with points and reasons, and whether a human took them up."""

    shown_in = models.ForeignKey(SuggestionList, on_delete=models.CASCADE, related_name="suggestions")
    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="+")
    place = models.PositiveIntegerField()
    points = models.IntegerField()
    reasons = models.JSONField(default=list)
    """Kind, words and points of each reason, as they were shown."""
    added = models.DateTimeField(null=True, blank=True)
    """When a human put them on the job."""

    objects: ClassVar[SuggestionQuerySet] = SuggestionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("suggestion")
        ordering: ClassVar = ["place"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["shown_in", "candidate"], name="one_place_in_a_list_of_suggestions")
        ]


def forget_suggestions() -> int:
    """What is older than the log is kept goes. Returns how many lists."""
    return SuggestionList.objects.filter(at__lt=now() - KEPT).delete()[1].get("pipeline.SuggestionList", 0)
