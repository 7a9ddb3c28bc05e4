"""A copy of a site that was put back from a backup sends nothing until somebody says that it is the real one now."""

from datetime import datetime
from typing import ClassVar

from django.db import models, transaction

from portico.kit.times import now

UNSURE = "From a backup that was put back: it may have been sent already."


class Quiet(models.Model):
    """The site sends no mail; at most one row. Mail is written all the same, and waits."""

    since = models.DateTimeField(default=now)
    why = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(pk=1), name="quiet_at_most_once")]

    def __str__(self) -> str:
        return self.why


def held_since() -> datetime | None:
    """Since when nothing is sent; None on a site that sends."""
    return Quiet.objects.values_list("since", flat=True).first()


@transaction.atomic
def be_quiet(why: str) -> int:
    """Send nothing from now on. Mails that waited in the backup may have gone out since: they are parked.

    Returns how many those are.
    """
    from portico.messaging.models import Email

    Quiet.objects.update_or_create(pk=1, defaults={"since": now(), "why": why[:200]})
    return Email.objects.waiting().update(status=Email.Status.PARKED, last_error=UNSURE)


@transaction.atomic
def go_live() -> bool:
    """Send again; what was written meanwhile goes out within a minute. False where nothing was held."""
    from portico.messaging.models import Email

    gone, _rows = Quiet.objects.all().delete()
    Email.objects.waiting().update(asked=None)
    return bool(gone)
