"""Event and EventSubject: what happened, and on which records' timelines it stands."""

from typing import Any, ClassVar, Self

from django.db import models

from portico.agencies.models import Member
from portico.agencies.roles import May
from portico.kit.times import now
from portico.records.audit import AppendOnly, AppendOnlyQuerySet
from portico.records.events import MONEY_VERBS, sentence
from portico.records.subjects import PARTLY_SEEN, Attached, AttachedQuerySet, model_of


class EventQuerySet(AppendOnlyQuerySet["Event"]):
    """What happened: written once, sealed once, and blanked only by an erasure."""

    def unsealed(self) -> Self:
        """Not yet in the chain, in the order in which they came."""
        return self.filter(seal=None).order_by("pk")

    def put_under(self, number: int, events: list[int]) -> None:
        """These events are in the seal with this number from now on."""
        models.QuerySet(Event).filter(pk__in=events, seal=None).update(seal=number)


class Event(AppendOnly):
    """Something that happened: who, what, when, from where, for whom; the timeline and the audit log."""

    verb = models.CharField(max_length=60)
    by = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, null=True, blank=True, related_name="+", db_constraint=False
    )
    """Who did it. The number stays when the member is erased, and is then nobody's."""
    by_name = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=now)
    imported = models.BooleanField(default=False)
    details = models.JSONField(default=dict)
    kind = models.CharField(max_length=60, blank=True)
    object_id = models.BigIntegerField(null=True)
    """The record it happened to; older events have none."""
    address = models.CharField(max_length=45, blank=True)
    agent = models.CharField(max_length=80, blank=True)
    support_id = models.BigIntegerField(null=True)
    support = models.CharField(max_length=200, blank=True)
    """Who of the support did it for the member, and in which visit."""
    salt = models.CharField(max_length=32, blank=True)
    words = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    seal = models.PositiveBigIntegerField(null=True)
    """The number of the seal that it is in."""
    blanked = models.DateTimeField(null=True)
    """When an erasure took its words away."""

    objects: ClassVar[EventQuerySet] = EventQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        base_manager_name = "objects"
        indexes: ClassVar = [
            models.Index(fields=["agency", "-at"]),
            models.Index(fields=["agency", "seal"], name="event_by_seal"),
            # The log is narrowed to somebody and to kinds of deeds; most of the others have millions.
            models.Index(fields=["agency", "by", "-at"], name="events_of_somebody"),
            models.Index(fields=["agency", "verb", "-at"], name="events_by_verb"),
        ]

    def __str__(self) -> str:
        return sentence(self.verb, self.details)


class EventSubjectQuerySet(AttachedQuerySet["EventSubject"]):
    """What stands on timelines."""

    def seen_by_staff(self, member: Member) -> Self:
        """All of their agency's, pay for those who see money; for own-desk roles nothing about jobs they do not see."""
        rows = self if member.may(May.SEE_MONEY) else self.exclude(event__verb__in=MONEY_VERBS)
        if not member.own_desk_only:
            return rows
        for kind in PARTLY_SEEN:
            doors: Any = model_of(kind)._default_manager
            others = EventSubject.objects.filter(agency=member.agency_id, kind=kind)
            others = others.exclude(object_id__in=doors.visible_to(member).values("pk"))
            rows = rows.exclude(event__in=others.values("event"))
        return rows


class EventSubject(Attached):
    """An event's place on one record's timeline."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="subjects")
    at = models.DateTimeField()

    objects: ClassVar[EventSubjectQuerySet] = EventSubjectQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes: ClassVar = [models.Index(fields=["kind", "object_id", "-at"])]
