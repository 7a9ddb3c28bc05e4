"""Addresses that do not receive mail: what mail servers said, and the one press by which an address works again."""

from datetime import timedelta
from typing import ClassVar, Self

from django.db import models, transaction
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from portico.agencies.doors import Owned, OwnedQuerySet
from portico.agencies.mailbox import mail_key
from portico.agencies.models import Member
from portico.kit.rules import Conflict
from portico.kit.times import now
from portico.records.events import note

FRESH = timedelta(days=3)
"""Held mails younger than this go out once the address works again; older ones have had their day."""


class UnreachableQuerySet(OwnedQuerySet["Unreachable"]):
    """Addresses mail came back from."""

    def dead(self) -> Self:
        """Those that do not receive mail."""
        return self.filter(dead_since__isnull=False)


class Unreachable(Owned):
    """An address from which mail came back: for good, or for now (a full mailbox), which is only counted."""

    email_key = models.CharField(max_length=254)
    reason = models.CharField(max_length=500)
    """What the mail server said last."""
    dead_since = models.DateTimeField(null=True, blank=True)
    """Since when it counts as one that receives no mail."""
    times = models.PositiveIntegerField(default=0)
    """How many mails came back."""
    last = models.DateTimeField(default=now)
    last_mail = models.ForeignKey("messaging.Email", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects: ClassVar[UnreachableQuerySet] = UnreachableQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("address without mail")
        verbose_name_plural = _("addresses without mail")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "email_key"], name="one_unreachable_per_address")
        ]

    def __str__(self) -> str:
        return self.reason

    @transaction.atomic
    def works_again(self, *, by: Member | None) -> None:
        """Somebody knows that mail arrives there: forget what was said, and send what was held back lately."""
        from portico.messaging.models import Email

        gone, _rows = Unreachable.objects.filter(pk=self.pk).delete()
        if not gone:
            raise Conflict(_t("This was said already."))
        held = Email.objects.held_for(self.agency_id, self.email_key).filter(topic="", created__gte=now() - FRESH)
        for email in held.order_by("created")[:50]:
            email.go_on()
        if self.last_mail is not None:
            self.last_mail.works_again(by=by)
        else:
            note(self.agency, "email.works_again", by=by, to=self.email_key)


def came_back(agency_id: int, address: str, reason: str, *, dead: bool, mail_id: int) -> None:
    """Write down that a mail to this address came back; `dead`: because nobody is there."""
    key, at = mail_key(address), now()
    row, _new = Unreachable.objects.get_or_create(agency_id=agency_id, email_key=key, defaults={"reason": reason[:500]})
    rows = Unreachable.objects.filter(pk=row.pk)
    rows.update(times=models.F("times") + 1, last=at, last_mail=mail_id, reason=reason[:500])
    if dead:
        rows.filter(dead_since=None).update(dead_since=at)


def dead_address(agency_id: int, address: str) -> Unreachable | None:
    """What is known of an address that receives no mail."""
    return Unreachable.objects.filter(agency=agency_id, email_key=mail_key(address)).dead().first()


def heard_from(agency_id: int, address: str) -> None:
    """A mailed link was used: the mailbox receives mail after all."""
    row = Unreachable.objects.filter(agency=agency_id, email_key=mail_key(address)).first()
    if row is not None:
        row.works_again(by=None)
