"""Email: the outbox."""

from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.db import models, transaction
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from portico.agencies.doors import Owned, OwnedQuerySet
from portico.agencies.models import Member
from portico.kit.failpoints import fail_point
from portico.kit.rules import Conflict, RuleBroken
from portico.kit.times import now
from portico.messaging import sealing
from portico.messaging.choices import NotificationChoice
from portico.messaging.hook_events import HookEvent
from portico.messaging.opt_outs import OptOut, UnsubscribeLink
from portico.messaging.quiet import Quiet
from portico.messaging.unreachable import Unreachable, came_back
from portico.records.events import record
from portico.records.subjects import model_of

LEASE = timedelta(minutes=3)
"""How long one delivery may take before another worker may try; longer than all timeouts of one SMTP talk."""

DELAYS = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 480, 960, 1440)]
"""The wait after each try that failed for now; after the last one the mail is parked."""


class EmailQuerySet(OwnedQuerySet["Email"]):
    """Mails of one agency; only its staff see them."""

    def waiting(self) -> Self:
        """Not sent yet."""
        return self.filter(status__in=[Email.Status.PENDING, Email.Status.SENDING])

    def late(self) -> Self:
        """Not sent yet, though at least one try has failed."""
        return self.waiting().filter(attempts__gt=0)

    def parked(self) -> Self:
        """Given up: a person has to look."""
        return self.filter(status=Email.Status.PARKED)

    def held_for(self, agency_id: int, address: str) -> Self:
        """Kept back, as mail to this address comes back."""
        return self.filter(agency=agency_id, status=Email.Status.HELD, to__iexact=address)

    def due(self, at: datetime) -> Self:
        """May be sent now, also those whose delivery was cut off."""
        pending = models.Q(status=Email.Status.PENDING, next_try__lte=at)
        return self.filter(pending | models.Q(status=Email.Status.SENDING, lease_until__lt=at))

    def forgotten(self, at: datetime) -> Self:
        """Due, and no worker was asked to send them for a while."""
        cut_off = models.Q(status=Email.Status.SENDING, asked__lt=at - LEASE)
        return self.due(at).filter(models.Q(asked=None) | models.Q(asked__lt=at - timedelta(minutes=15)) | cut_off)


class Email(Owned):
    """One mail to one person: written with the deed that caused it, sent by the worker, kept for the timeline."""

    class Status(models.TextChoices):
        PENDING = "pending", _("Waiting")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        PARKED = "parked", _("Could not be sent")
        HELD = "held", _("Held back")
        BOUNCED = "bounced", _("Came back")

    to = models.EmailField(_("to"), max_length=254)
    to_name = models.CharField(max_length=120, blank=True)
    sender_name = models.CharField(max_length=120, blank=True)
    sender_email = models.EmailField(max_length=254)
    reply_to = models.EmailField(max_length=254, blank=True)
    subject = models.CharField(_("subject"), max_length=250)
    text = models.TextField()
    html = models.TextField(blank=True)
    calendar = models.TextField(blank=True)
    """An invitation in iCalendar (RFC 5545), which mail programs put into the reader's calendar."""
    message_id = models.CharField(max_length=200, unique=True)
    member = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    template = models.CharField(max_length=120)
    about = models.JSONField(default=list)
    """The records it is about, as pairs of kind and number."""
    sealed = models.TextField(blank=True)
    """Its links and codes until delivery; then nothing."""
    urgent = models.BooleanField(default=False)
    topic = models.CharField(max_length=40, blank=True)
    """Of bulk mail: what it is one of many of."""
    number = models.BigIntegerField(default=0)
    """Of bulk mail: which subscription of the topic it is sent for."""
    reaches = models.JSONField(null=True, blank=True)
    """The record whose address it goes to, as kind and number: it goes where that is reached by then."""
    forget = models.BooleanField(default=False)
    """Whether it goes as soon as it is sent, or cannot be: the last word to or about somebody who was erased."""
    status = models.CharField(max_length=10, choices=Status, default=Status.PENDING)
    attempts = models.PositiveIntegerField(default=0)
    next_try = models.DateTimeField(default=now)
    lease_until = models.DateTimeField(null=True, blank=True)
    asked = models.DateTimeField(null=True, blank=True)
    """When a worker was last asked to send it."""
    last_error = models.CharField(max_length=500, blank=True)
    created = models.DateTimeField(default=now)
    sent_at = models.DateTimeField(null=True, blank=True)
    bounced_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[EmailQuerySet] = EmailQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("mail")
        indexes: ClassVar = [
            models.Index(fields=["status", "next_try"]),
            models.Index(fields=["agency", "status", "-created"]),
        ]

    def __str__(self) -> str:
        return self.subject

    def claim(self, at: datetime) -> bool:
        """Take it for delivery. One of several workers gets it; after a crash, another when the lease is over."""
        mine = Email.objects.filter(pk=self.pk)
        if not fail_point("outbox.lease"):
            mine = mine.filter(attempts=self.attempts).due(at)
        taken = mine.update(status=self.Status.SENDING, lease_until=at + LEASE, attempts=self.attempts + 1)
        if taken:
            self.refresh_from_db()
        return bool(taken)

    def _still_mine(self) -> EmailQuerySet:
        """This row, as long as nobody else has taken it since our claim."""
        return Email.objects.filter(pk=self.pk, status=self.Status.SENDING, attempts=self.attempts)

    @transaction.atomic
    def delivered(self) -> None:
        """The relay took it: forget the secrets and put it on the timelines."""
        at = now()
        if self.forget:
            self._still_mine().delete()
        elif self._still_mine().update(status=self.Status.SENT, sent_at=at, sealed="", last_error=""):
            self._record("email.sent", text=sealing.without(self.text))

    @transaction.atomic
    def put_off(self, reason: str) -> None:
        """It failed for now: wait longer each time, park it after the last."""
        if self.attempts > len(DELAYS):
            self.park(reason)
            return
        later = now() + DELAYS[self.attempts - 1]
        self._still_mine().update(status=self.Status.PENDING, next_try=later, asked=None, last_error=reason[:500])

    @transaction.atomic
    def park(self, reason: str) -> None:
        """It cannot be sent: keep it with the reason until a person looks."""
        if self.forget:
            self._still_mine().delete()
        elif self._still_mine().update(status=self.Status.PARKED, last_error=reason[:500]):
            self._record("email.parked", reason=reason[:500])

    @transaction.atomic
    def hold(self, reason: str) -> None:
        """It is not sent after all: nobody wants it any more, or nobody is there."""
        if self.forget:
            self._still_mine().delete()
        elif self._still_mine().update(status=self.Status.HELD, last_error=reason[:500]):
            self._record("email.held", reason=reason[:500])

    @transaction.atomic
    def bounce(self, reason: str, *, dead: bool) -> bool:
        """It came back; `dead`: because nobody is at this address. Whether that was news."""
        there = Email.objects.filter(pk=self.pk, status=self.Status.SENT) | self._still_mine()
        if self.forget:
            return bool(self._still_mine().delete()[0])
        if not there.update(status=self.Status.BOUNCED, last_error=reason[:500], bounced_at=now()):
            return False
        came_back(self.agency_id, self.to, reason, dead=dead, mail_id=self.pk)
        self._record("email.bounced", reason=reason[:500])
        return True

    @transaction.atomic
    def retry(self, *, by: Member) -> None:
        """Send a mail again that is parked, was held back or came back."""
        if not self.sealed and sealing.PLACEHOLDER.search(self.text):
            raise RuleBroken(_t("Its links are kept no longer. Send a new one from where this one came from."))
        if not self.go_on():
            raise Conflict(_t("This mail is no longer parked."))
        self._record("email.retried", by=by)

    @transaction.atomic
    def go_on(self) -> bool:
        """Put it among those that wait, as if it were new."""
        from portico.messaging.tasks import ask

        at = now()
        stopped = [self.Status.PARKED, self.Status.HELD, self.Status.BOUNCED]
        there = Email.objects.filter(pk=self.pk, status__in=stopped)
        if not there.update(status=self.Status.PENDING, attempts=0, next_try=at, asked=at, bounced_at=None):
            return False
        ask(self)
        return True

    def works_again(self, *, by: Member | None) -> None:
        """Somebody said that its address receives mail; nobody where a link that was mailed there was used."""
        self._record("email.works_again", by=by)

    def _record(self, verb: str, *, by: Member | None = None, **details: Any) -> None:
        """On the timelines of what it is about; what the agency's own people are told of stands there already."""
        rows = [model_of(kind)._base_manager.filter(pk=pk).first() for kind, pk in self.about]
        if self.member is not None and self.member.is_staff:
            rows = [row for row in rows if row == self.member]
        record(self, verb, by=by, about=rows, to=self.to, subject=self.subject, **details)


__all__ = [
    "DELAYS", "LEASE", "Email", "HookEvent", "NotificationChoice", "OptOut", "Quiet", "Unreachable", "UnsubscribeLink",
]  # fmt: skip
