"""The daily digest: what is new for a client contact, in one mail a day, and only what they have not seen meanwhile."""

from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy

from portico.agencies.doors import Owned, OwnedQuerySet
from portico.agencies.models import Member
from portico.kit.times import now
from portico.portals.models import JobShare


class DigestLine(Owned):
    """That a contact shall hear of a shared job in their next morning's mail."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    share = models.ForeignKey(JobShare, on_delete=models.CASCADE, related_name="+")
    asked = models.DateTimeField(default=now)
    asked_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    done = models.DateTimeField(null=True, blank=True)
    """Mailed, or found to be seen already."""

    objects: ClassVar[OwnedQuerySet[Self]] = OwnedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = gettext_lazy("line of a digest")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["member", "share"], condition=models.Q(done=None), name="one_waiting_line_per_person_and_share"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["done", "asked"])]
