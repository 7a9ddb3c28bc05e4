"""When a client contact was last on their portal, so that they can be told what is new."""

from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.db import models

from portico.agencies.doors import Owned, OwnedQuerySet
from portico.agencies.models import Member
from portico.kit.times import now
from portico.kit.trouble import by_the_way

PAUSE = timedelta(minutes=30)
"""After so long without opening the first page it is a new visit."""


class VisitQuerySet(OwnedQuerySet["Visit"]):
    """Visits of client contacts."""

    def seen_by_client(self, member: Member) -> Self:
        """Their own."""
        return self.filter(member=member)


class Visit(Owned):
    """A client contact's present visit, and when the one before ended."""

    member = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="+")
    last = models.DateTimeField(default=now)
    before = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[VisitQuerySet] = VisitQuerySet.as_manager()  # type: ignore[assignment]

    @classmethod
    def note(cls, member: Member) -> datetime | None:
        """They are here now. When they last were, before this visit; None: never."""
        at = now()
        visit = cls.objects.filter(member=member).first()
        with by_the_way():
            if visit is None:
                cls.objects.get_or_create(member=member, defaults={"agency_id": member.agency_id, "last": at})
                return None
            if at - visit.last > PAUSE:
                visit.before = visit.last
            visit.last = at
            visit.save(update_fields=["last", "before"])
        return visit.before if visit else None
