"""Who wants no bulk mail of a topic, or none at all; and the links by which they say so."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import ClassVar, Self

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from portico.agencies.doors import Owned, OwnedQuerySet
from portico.agencies.mailbox import mail_key
from portico.agencies.models import Agency
from portico.kit.times import now

TOKENS = range(40, 51)
EVERYTHING = ""
"""The topic that stands for all bulk mail."""

STOPS: dict[str, Callable[["UnsubscribeLink"], None]] = {}
"""By topic: how the package that sends such mails ends this one subscription."""


class OptOut(Owned):
    """Somebody who wants no more bulk mail of one topic, or none at all, from this agency."""

    email_key = models.CharField(max_length=254)
    topic = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField(default=now)

    objects: ClassVar[OwnedQuerySet[Self]] = OwnedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("opt-out from bulk mail")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "email_key", "topic"], name="one_opt_out_per_address_and_topic")
        ]

    def __str__(self) -> str:
        return self.topic


class UnsubscribeLink(Owned):
    """The way out of the mails of one topic, sent with each of them. Only the hash of its token is kept."""

    email_key = models.CharField(max_length=254)
    topic = models.CharField(max_length=40)
    number = models.BigIntegerField(default=0)
    """Which subscription of the topic, where there are several."""
    token_hash = models.CharField(max_length=64, unique=True)
    created = models.DateTimeField(default=now)
    used = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[OwnedQuerySet[Self]] = OwnedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("unsubscribe link")
        indexes: ClassVar = [models.Index(fields=["agency", "email_key"])]

    def __str__(self) -> str:
        return self.topic

    @classmethod
    def find(cls, agency: Agency, token: object) -> "UnsubscribeLink | None":
        """The link behind an address of this agency; such links do not run out."""
        if not isinstance(token, str) or len(token) not in TOKENS:
            return None
        return cls.objects.filter(agency=agency, token_hash=hashed(token)).first()

    @transaction.atomic
    def stop(self, *, everything: bool = False) -> None:
        """End this subscription, or all bulk mail to the address. Pressing twice is as good as once."""
        stop = STOPS.get(self.topic)
        if stop is not None:
            stop(self)
        if everything or stop is None:
            opt_out(self.agency_id, self.email_key, EVERYTHING if everything else self.topic)
        UnsubscribeLink.objects.filter(pk=self.pk, used=None).update(used=now())


def hashed(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def opt_out(agency_id: int, email: str, topic: str = EVERYTHING) -> None:
    """No more bulk mail of this topic (or at all) to this address."""
    OptOut.objects.update_or_create(agency_id=agency_id, email_key=mail_key(email), topic=topic, defaults={"at": now()})


def opted_out(agency_id: int, email: str, topic: str, asked: datetime | None = None) -> bool:
    """Whether this address wants no such mail; who `asked` for it since then does."""
    rows = OptOut.objects.filter(agency=agency_id, email_key=mail_key(email), topic__in=[EVERYTHING, topic])
    return (rows.filter(at__gt=asked) if asked else rows).exists()
