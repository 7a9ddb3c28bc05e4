"""The talk between a candidate and the agency: one thread for each candidate."""

from datetime import timedelta
from typing import ClassVar, Self

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portico.agencies.doors import Owned, OwnedQuerySet
from portico.agencies.models import Member
from portico.agencies.roles import Side
from portico.candidates.models import Candidate
from portico.kit.rules import RuleBroken
from portico.kit.times import now
from portico.pipeline import candidate_mails
from portico.records.events import record

A_DAY = timedelta(days=1)
MOST_A_DAY = 30
"""Messages that one candidate may write in a day."""


class CandidateMessageQuerySet(OwnedQuerySet["CandidateMessage"]):
    """What candidates and the agency wrote each other."""

    def seen_by_staff(self, member: Member) -> Self:
        """All of their agency's; for roles limited to their own desk, those with the candidates of their desk."""
        from portico.pipeline.models import Application

        if not member.own_desk_only:
            return self
        theirs = Application.objects.visible_to(member).values("candidate")
        return self.filter(models.Q(candidate__owner=member) | models.Q(candidate__in=theirs))

    def seen_by_candidate(self, member: Member) -> Self:
        """Their own thread."""
        return self.filter(candidate__member=member)

    def unread_by(self, member: Member) -> Self:
        """Written by the other side since this one last read. The agency reads for all of its people."""
        looks = CandidateLook.objects.filter(candidate=models.OuterRef("candidate"), at__gte=models.OuterRef("at"))
        looks = looks.filter(member__side=Side.STAFF) if member.is_staff else looks.filter(member=member)
        return self.filter(from_agency=not member.is_staff).exclude(models.Exists(looks))


class CandidateMessage(Owned):
    """One thing a candidate wrote to the agency, or the agency to them."""

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="messages")
    by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=200)
    from_agency = models.BooleanField()
    text = models.TextField(max_length=4000)
    at = models.DateTimeField(default=now)

    objects: ClassVar[CandidateMessageQuerySet] = CandidateMessageQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = gettext_lazy("message with the candidate")
        verbose_name_plural = gettext_lazy("messages with the candidate")
        ordering: ClassVar = ["at", "id"]
        indexes: ClassVar = [models.Index(fields=["candidate", "at"]), models.Index(fields=["agency", "at"])]

    def __str__(self) -> str:
        return self.by_name

    @classmethod
    @transaction.atomic
    def send(cls, candidate: Candidate, *, text: str, by: Member) -> "CandidateMessage":
        """Write to the other side. They are told by mail that something was written, never what."""
        if not text.strip():
            raise RuleBroken(_("Write something first."))
        if by.is_staff:
            check_on_desk(candidate, by)
            check_reachable(candidate)
        else:
            check_daily(by)
        message = cls(
            agency_id=candidate.agency_id,
            candidate=candidate,
            by=by,
            by_name=by.name,
            from_agency=by.is_staff,
            text=text.strip(),
        )
        message.save()
        CandidateLook.note(candidate, by)
        record(candidate, "candidate.message_sent", by=by, candidate=candidate.name)
        candidate_mails.message_written(message)
        return message


def check_on_desk(candidate: Candidate, member: Member) -> None:
    """Who sees only their own desk neither goes on with a talk they cannot read, nor marks it as read for all."""
    from portico.pipeline.models import Application

    if not member.own_desk_only or candidate.owner_id == member.pk:
        return
    if not Application.objects.visible_to(member).filter(candidate=candidate).exists():
        raise RuleBroken(_("%s is not on your desk. Ask a colleague who looks after them.") % candidate.name)


def check_reachable(candidate: Candidate) -> None:
    """Nothing is written to somebody who cannot read it."""
    if candidate.member is None or not candidate.member.is_in:
        raise RuleBroken(_("%s is not on the candidate portal. Invite them first.") % candidate.name)


def check_daily(by: Member) -> None:
    """Somebody whose account was taken over does not fill the desk."""
    today = CandidateMessage.objects.filter(by=by, at__gt=now() - A_DAY).count()
    if today >= MOST_A_DAY:
        raise RuleBroken(_("That is a lot of messages for one day. Please go on tomorrow, or call your recruiter."))


class CandidateLookQuerySet(OwnedQuerySet["CandidateLook"]):
    """How far people have read."""

    def seen_by_candidate(self, member: Member) -> Self:
        """Their own."""
        return self.filter(member=member)


class CandidateLook(Owned):
    """How far somebody has read the thread with a candidate."""

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="message_looks")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=now)

    objects: ClassVar[CandidateLookQuerySet] = CandidateLookQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name_plural = gettext_lazy("messages with the candidate")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["candidate", "member"], name="one_look_per_candidate_and_person")
        ]

    @classmethod
    def note(cls, candidate: Candidate, member: Member) -> None:
        """They have read everything up to now."""
        cls.objects.update_or_create(
            candidate=candidate, member=member, defaults={"agency_id": candidate.agency_id, "at": now()}
        )
