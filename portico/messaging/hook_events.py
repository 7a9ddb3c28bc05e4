"""What the mail server told us by its signed hook, so that nothing counts twice."""

from datetime import timedelta

from django.db import IntegrityError, models, transaction

from portico.kit.times import now

KEPT = timedelta(days=2)


class HookEvent(models.Model):
    """One message of the mail server that was taken; its sender may repeat it, and it counts once."""

    event_id = models.CharField(max_length=200, unique=True)
    at = models.DateTimeField(default=now, db_index=True)

    def __str__(self) -> str:
        return self.event_id

    @classmethod
    def is_new(cls, event_id: str) -> bool:
        """Remember it; whether it was unknown. Called in the transaction of what it causes."""
        HookEvent.objects.filter(at__lt=now() - KEPT).delete()
        try:
            with transaction.atomic():
                HookEvent.objects.create(event_id=event_id)
        except IntegrityError:
            return False
        return True
