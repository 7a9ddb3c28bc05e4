"""How an application came in through the careers pages, and what was answered on its form."""

from typing import Any, ClassVar, Self

from django.db import models, transaction
from django.utils.translation import gettext_lazy

from portico.agencies.doors import Owned, OwnedQuerySet
from portico.agencies.models import Member
from portico.jobs.models import Question
from portico.kit.times import now
from portico.records.events import record
from portico.records.models import Document


class ArrivalQuerySet(OwnedQuerySet["Arrival"]):
    """Applications that came in by themselves."""

    def seen_by_staff(self, member: Member) -> Self:
        """All of their agency's; for roles limited to their own desk, those of the applications they see."""
        from portico.pipeline.models import Application

        return self.filter(application__in=Application.objects.visible_to(member)) if member.own_desk_only else self

    def fresh(self) -> Self:
        """At which nobody of the agency has looked yet."""
        return self.filter(looked__isnull=True)


class Arrival(Owned):
    """An application that came in through the careers pages, and how sure we may be of who sent it."""

    application = models.OneToOneField("pipeline.Application", on_delete=models.CASCADE, related_name="arrival")
    signed_in = models.BooleanField(default=False)
    """It came from somebody who was signed in to the candidate portal."""
    confirmed = models.DateTimeField(null=True, blank=True)
    """When the address was proved by the link in the mail; signed in, it was proved before."""
    looked = models.DateTimeField(null=True, blank=True)
    """When somebody of the agency first looked at it."""
    times = models.PositiveSmallIntegerField(default=1)
    """How often they sent it."""
    at = models.DateTimeField(default=now)

    objects: ClassVar[ArrivalQuerySet] = ArrivalQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = gettext_lazy("arrival")
        indexes: ClassVar = [models.Index(fields=["agency", "looked"])]

    def __str__(self) -> str:
        return str(self.application)

    def was_looked_at(self) -> None:
        """Somebody of the agency has seen it: it is no longer new."""
        if self.looked is None:
            Arrival.objects.filter(pk=self.pk, looked=None).update(looked=now())

    @transaction.atomic
    def confirm(self) -> None:
        """The mailbox belongs to who applied."""
        if Arrival.objects.filter(pk=self.pk, confirmed=None).update(confirmed=now()):
            application = self.application
            record(application, "application.address_confirmed", by=None, about=application.about, **application.words)


class AnswerQuerySet(OwnedQuerySet["ApplicationAnswer"]):
    """Answers on application forms."""

    def seen_by_staff(self, member: Member) -> Self:
        """All of their agency's; for roles limited to their own desk, those of the applications they see."""
        from portico.pipeline.models import Application

        return self.filter(application__in=Application.objects.visible_to(member)) if member.own_desk_only else self

    def seen_by_candidate(self, member: Member) -> Self:
        """Those on their own applications."""
        from portico.pipeline.models import Application

        return self.filter(application__in=Application.objects.visible_to(member))


class ApplicationAnswer(Owned):
    """What a candidate answered to one question, in the words it was asked in, or a file they sent with it."""

    application = models.ForeignKey("pipeline.Application", on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.SET_NULL, null=True, related_name="answers")
    asked = models.CharField(max_length=300)
    """The question as it was asked."""
    kind = models.CharField(max_length=8)
    value = models.JSONField(null=True)
    words = models.TextField(blank=True)
    """The answer for people to read."""
    document = models.ForeignKey(Document, on_delete=models.SET_NULL, null=True, related_name="+")
    rules_out = models.BooleanField(default=False)
    """By this answer they are ruled out."""
    position = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(default=now)

    objects: ClassVar[AnswerQuerySet] = AnswerQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = gettext_lazy("answer")
        ordering: ClassVar = ["position", "id"]

    def __str__(self) -> str:
        return self.asked


def move_answers(kept: Any, other: Any) -> None:
    """Two applications became one: what was answered on either stays."""
    ApplicationAnswer.objects.filter(application=other).update(application=kept)
    if not Arrival.objects.filter(application=kept).exists():
        Arrival.objects.filter(application=other).update(application=kept)
