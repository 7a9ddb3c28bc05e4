"""InterviewSlot: a time that is offered for an interview."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portico.agencies.doors import Owned, OwnedQuerySet
from portico.agencies.models import Member
from portico.agencies.roles import Side
from portico.kit.rules import RuleBroken
from portico.kit.times import now

if TYPE_CHECKING:
    from portico.pipeline.interviews import Interview

MOST_SLOTS = 10


def interviews_of(member: Member) -> Any:
    """The interviews somebody sees."""
    from portico.pipeline.interviews import Interview

    return Interview.objects.visible_to(member)


def check_picker(interview: "Interview", by: Member | None) -> None:
    """Only the side that the times are for takes one of them; `by` nobody: the candidate, by a link."""
    side = Side.CANDIDATE if by is None else by.side
    if side not in {interview.picker, Side.STAFF}:
        raise RuleBroken(_("These times are for somebody else to pick from."))
    if interview.picker == interview.Picker.CLIENT:
        interview.check_by(by)


class InterviewSlotQuerySet(OwnedQuerySet["InterviewSlot"]):
    """Offered times."""

    def seen_by_staff(self, member: Member) -> Self:
        """All of their agency's; for roles limited to their own desk, those of the interviews they see."""
        if not member.own_desk_only:
            return self
        return self.filter(interviews__in=interviews_of(member)).distinct()

    def seen_by_client(self, member: Member) -> Self:
        """Those of the interviews they see."""
        return self.filter(interviews__in=interviews_of(member)).distinct()

    def seen_by_candidate(self, member: Member) -> Self:
        """Those of their own interviews."""
        return self.filter(interviews__in=interviews_of(member)).distinct()

    def free(self) -> Self:
        """Still to be had, the soonest first."""
        return self.filter(state=InterviewSlot.State.OFFERED, taker=None, start__gt=now()).order_by("start", "pk")


class InterviewSlot(Owned):
    """A time that is offered, to one candidate or to several; one of them gets it."""

    class State(models.TextChoices):
        OFFERED = "offered", gettext_lazy("Offered")
        TAKEN = "taken", gettext_lazy("Taken")
        WITHDRAWN = "withdrawn", gettext_lazy("Taken back")

    interviews = models.ManyToManyField("pipeline.Interview", related_name="slots")
    start = models.DateTimeField()
    end = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.OFFERED)
    taker = models.OneToOneField("pipeline.Interview", on_delete=models.SET_NULL, null=True, related_name="slot")

    objects: ClassVar[InterviewSlotQuerySet] = InterviewSlotQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = gettext_lazy("offered time")
        indexes: ClassVar = [models.Index(fields=["agency", "state", "start"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(taker=None) | models.Q(state="taken"), name="a_time_with_a_taker_is_taken"
            )
        ]

    @classmethod
    def make(cls, interview: "Interview", starts: Sequence[datetime]) -> "list[InterviewSlot]":
        """Rows for these beginnings, as long as the interview lasts."""
        cls.check_times(starts)
        length = timedelta(minutes=interview.minutes)
        return [
            cls.objects.create(agency_id=interview.agency_id, start=start, end=start + length)
            for start in sorted(set(starts))
        ]

    @staticmethod
    def check_times(starts: Sequence[datetime]) -> None:
        """Between one and ten, all to come, none further off than a year."""
        at = now()
        if not 1 <= len(starts) <= MOST_SLOTS:
            raise RuleBroken(_("Offer one to ten times."))
        if any(start <= at for start in starts):
            raise RuleBroken(_("Choose times that are still to come."))
        if any(start > at + timedelta(days=366) for start in starts):
            raise RuleBroken(_("Choose times within a year."))

    def take(self, interview: "Interview") -> bool:
        """Give the time to one interview, in one UPDATE that must change one row."""
        mine = InterviewSlot.objects.filter(pk=self.pk).free().order_by()
        if mine.update(state=self.State.TAKEN, taker=interview) != 1:
            return False
        InterviewSlot.objects.filter(interviews=interview, taker=None).exclude(pk=self.pk).filter(
            pk__in=InterviewSlot.objects.annotate(wanted=models.Count("interviews")).filter(wanted=1).values("pk")
        ).update(state=self.State.WITHDRAWN)
        return True
