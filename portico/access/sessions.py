"""Session: where somebody is signed in, shown to them and to the agency, so that a single one can be ended."""

from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from portico.agencies.doors import Owned, OwnedQuerySet
from portico.agencies.models import Member, User
from portico.kit.times import now
from portico.records.events import record

LONGEST = timedelta(days=7)
"""No session lasts longer than this, on any side."""
IDLE = timedelta(hours=12)
"""Nor does it outlive a pause this long."""
NOTED_EVERY = timedelta(minutes=5)


class SessionQuerySet(OwnedQuerySet["Session"]):
    """Signed-in browsers; staff see all of the agency's, everybody sees their own."""

    def seen_by_client(self, member: Member) -> Self:
        """Their own."""
        return self.filter(user=member.user_id)

    def seen_by_candidate(self, member: Member) -> Self:
        """Their own."""
        return self.filter(user=member.user_id)

    def alive(self, user: User) -> Self:
        """Those of this person that still hold, the one used last first."""
        at = now()
        held = self.filter(user=user, proof__in=user.session_proofs, ended_at=None)
        return held.filter(began__gt=at - LONGEST, last_used__gt=at - IDLE).order_by("-last_used", "-pk")

    def end(self, *, by: Member | None) -> int:
        """They are dead at their next request."""
        return self.filter(ended_at=None).update(ended_at=now(), ended_by=by)


class Session(Owned):
    """A browser in which a person is signed in: since when, how they came in, and from where."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    link = models.ForeignKey("access.AccessLink", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    """The direct link it came in by: it ends with it."""
    proof = models.CharField(max_length=64)
    how = models.CharField(max_length=40, blank=True)
    began = models.DateTimeField(default=now)
    last_used = models.DateTimeField(default=now)
    ip = models.CharField(max_length=45, blank=True)
    agent = models.CharField(max_length=200, blank=True)
    device = models.CharField(max_length=64, blank=True)
    """Hash of what the browser keeps for a year, so that we know it again; it lets nobody in."""
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects: ClassVar[SessionQuerySet] = SessionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("session")
        indexes: ClassVar = [models.Index(fields=["user", "-last_used"])]

    def __str__(self) -> str:
        return self.agent

    def was_used(self, at: datetime, ip: str, agent: str) -> None:
        """Note the last use, at most once in five minutes."""
        if at - self.last_used > NOTED_EVERY:
            Session.objects.filter(pk=self.pk).update(last_used=at, ip=ip, agent=agent)

    @transaction.atomic
    def finish(self, *, by: Member | None) -> None:
        """Sign this one browser out."""
        if Session.objects.filter(pk=self.pk).end(by=by):
            self.refresh_from_db()
            record(self, "session.ended", by=by, about=[self.member], person=str(self.user))
