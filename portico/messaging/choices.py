"""Of which events somebody wants to hear by mail. What nobody may miss is written without asking here."""

from collections.abc import Iterable
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from portico.agencies.doors import Owned, OwnedQuerySet
from portico.agencies.models import Member


class ChoiceQuerySet(OwnedQuerySet["NotificationChoice"]):
    """What people chose to hear of."""

    def seen_by_client(self, member: Member) -> Self:
        """Their own."""
        return self.filter(member=member)

    def seen_by_candidate(self, member: Member) -> Self:
        """Their own."""
        return self.filter(member=member)


class NotificationChoice(Owned):
    """Whether somebody is mailed of one kind of event: at once, in the daily digest, or not."""

    class How(models.TextChoices):
        ON = "on", _("At once")
        DIGEST = "digest", _("Once a day")
        OFF = "off", _("Not at all")

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="notification_choices")
    event = models.CharField(max_length=40)
    how = models.CharField(max_length=6, choices=How, default=How.ON)

    objects: ClassVar[ChoiceQuerySet] = ChoiceQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("notification choice")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["member", "event"], name="one_choice_per_member_and_event")
        ]

    def __str__(self) -> str:
        return f"{self.event}: {self.how}"

    @classmethod
    def choose(cls, member: Member, event: str, how: str) -> None:
        """Remember what they chose."""
        cls.objects.update_or_create(
            member=member, event=event, defaults={"agency_id": member.agency_id, "how": cls.How(how)}
        )


def choices_of(members: Iterable[Member], event: str) -> dict[int, str]:
    """What each of these chose about one event, by member; who chose nothing is told at once."""
    wanted = {member.pk: str(NotificationChoice.How.ON) for member in members}
    chosen = NotificationChoice.objects.filter(member__in=list(wanted), event=event)
    return wanted | dict(chosen.values_list("member", "how"))


def wants(member: Member, event: str) -> bool:
    """Whether they want to be mailed at once."""
    return choices_of([member], event)[member.pk] == NotificationChoice.How.ON
