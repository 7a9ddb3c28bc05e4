"""Placement: how an application ends well."""

from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy

from portico.agencies.doors import OwnedQuerySet
from portico.agencies.models import Member
from portico.kit.times import now
from portico.records.lifecycle import Lifecycle


class PlacementQuerySet(OwnedQuerySet["Placement"]):
    """People taken on."""

    def seen_by_staff(self, member: Member) -> Self:
        """All of their agency's; for roles limited to their own desk, those on the jobs they see."""
        from portico.pipeline.models import Application

        return self.filter(application__in=Application.objects.visible_to(member)) if member.own_desk_only else self

    def seen_by_candidate(self, member: Member) -> Self:
        """Their own."""
        return self.filter(application__candidate__member=member)


class Placement(Lifecycle):
    """A candidate taken on by an organization."""

    class Status(models.TextChoices):
        PENDING_START = "pending_start", gettext_lazy("Starts soon")
        ACTIVE = "active", gettext_lazy("Started")
        FELL_THROUGH = "fell_through", gettext_lazy("Fell through")

    MOVES: ClassVar[dict[str, set[str]]] = {Status.PENDING_START: {Status.ACTIVE, Status.FELL_THROUGH}}

    application = models.OneToOneField("pipeline.Application", on_delete=models.CASCADE, related_name="placement")
    status = models.CharField(max_length=15, choices=Status, default=Status.PENDING_START)
    start = models.DateField(gettext_lazy("first day"))
    made = models.DateTimeField(default=now)
    made_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")

    objects: ClassVar[PlacementQuerySet] = PlacementQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = gettext_lazy("placement")
        indexes: ClassVar = [models.Index(fields=["agency", "made"], name="placements_by_day")]
