"""Reminder: that a client was asked again for the answer they owe."""

from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from portico.agencies.doors import Owned, OwnedQuerySet
from portico.agencies.models import Member
from portico.kit.times import now
from portico.pipeline.submissions import Submission


class Reminder(Owned):
    """That a client contact was reminded of a candidate who waits for an answer, with the number of the reminder."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="reminders")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()
    """When the wait began: a candidate submitted again begins a new one."""
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField(default=now)

    objects: ClassVar[OwnedQuerySet[Self]] = OwnedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("reminder")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["submission", "member", "since", "number"], name="each_reminder_once")
        ]
