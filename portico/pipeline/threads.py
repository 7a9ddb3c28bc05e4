"""The talk between a client's people and the agency about one submitted candidate."""

from typing import ClassVar, Self

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portico.agencies.doors import Owned, OwnedQuerySet
from portico.agencies.models import Member
from portico.agencies.roles import May, Side
from portico.kit.rules import RuleBroken
from portico.kit.times import now
from portico.pipeline import telling
from portico.pipeline.submissions import Submission
from portico.records.events import record


class MessageQuerySet(OwnedQuerySet["Message"]):
    """What was written about submissions."""

    def seen_by_staff(self, member: Member) -> Self:
        """All of their agency's; for roles limited to their own desk, those about the submissions they see."""
        return self.filter(submission__in=Submission.objects.visible_to(member)) if member.own_desk_only else self

    def seen_by_client(self, member: Member) -> Self:
        """Those about the submissions they see, their colleagues' too."""
        return self.filter(submission__in=Submission.objects.visible_to(member))

    def unread_by(self, member: Member) -> Self:
        """Written by others since this person last read there. The agency reads for all of its people."""
        looks = MessageLook.objects.filter(submission=models.OuterRef("submission"))
        looks = looks.filter(member__side=Side.STAFF) if member.is_staff else looks.filter(member=member)
        others = self.exclude(by__side=Side.STAFF) if member.is_staff else self.exclude(by=member)
        return others.exclude(models.Exists(looks.filter(at__gte=models.OuterRef("at"))))


class Message(Owned):
    """One thing somebody of the client or of the agency wrote to the others about a submitted candidate."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="messages")
    by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=200)
    from_agency = models.BooleanField()
    text = models.TextField(max_length=4000)
    at = models.DateTimeField(default=now)

    objects: ClassVar[MessageQuerySet] = MessageQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = gettext_lazy("message")
        ordering: ClassVar = ["at", "id"]
        indexes: ClassVar = [models.Index(fields=["submission", "at"])]

    def __str__(self) -> str:
        return self.by_name

    @classmethod
    @transaction.atomic
    def send(cls, submission: Submission, *, text: str, by: Member) -> "Message":
        """Write to the other side. They are told by mail that something was written, never what."""
        if not text.strip():
            raise RuleBroken(_("Write something first."))
        if submission.status in {Submission.Status.PROPOSED, Submission.Status.WITHDRAWN}:
            raise RuleBroken(_("The client does not see this candidate now."))
        if not by.is_staff:
            check_writer(submission, by)
        message = cls(
            agency_id=submission.agency_id,
            submission=submission,
            by=by,
            by_name=by.name,
            from_agency=by.is_staff,
            text=text.strip(),
        )
        message.save()
        MessageLook.note(submission, by)
        record(submission, "submission.message_sent", by=by, about=submission.about, **submission.words)
        telling.message_sent(submission, by)
        return message


def check_writer(submission: Submission, by: Member) -> None:
    """A client contact writes where they may judge and the agency asks for written feedback."""
    if not by.may(May.JUDGE):
        raise RuleBroken(_("Your access lets you look, not write. Ask your consultant."))
    if not submission.share.settings.feedback:
        raise RuleBroken(_("Written feedback is switched off. Ask your consultant."))


class MessageLookQuerySet(OwnedQuerySet["MessageLook"]):
    """How far people have read."""

    def seen_by_client(self, member: Member) -> Self:
        """Their own."""
        return self.filter(member=member)


class MessageLook(Owned):
    """How far somebody has read what was written about a submission."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="message_looks")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=now)

    objects: ClassVar[MessageLookQuerySet] = MessageLookQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["submission", "member"], name="one_message_look_per_person")
        ]

    @classmethod
    def note(cls, submission: Submission, member: Member) -> None:
        """They have read everything up to now."""
        cls.objects.update_or_create(
            submission=submission, member=member, defaults={"agency_id": submission.agency_id, "at": now()}
        )
