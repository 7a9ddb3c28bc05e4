"""Searches for candidates that somebody keeps under a name."""

from typing import ClassVar, Self

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portico.agencies.doors import Owned, OwnedQuerySet
from portico.agencies.models import Member
from portico.kit.rules import RuleBroken
from portico.kit.times import now

MOST = 50
"""Searches of one member."""


class SavedSearchQuerySet(OwnedQuerySet["SavedSearch"]):
    """Searches that somebody keeps."""

    def seen_by_staff(self, member: Member) -> Self:
        """Their own, and those shared with the team."""
        return self.filter(Q(owner=member) | Q(shared=True))


class SavedSearch(Owned):
    """A search for candidates under a name, for oneself or for the whole team."""

    owner = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(gettext_lazy("name"), max_length=80)
    query = models.CharField(max_length=2000)
    """What stands behind the ? of the search's address."""
    shared = models.BooleanField(gettext_lazy("share with the team"), default=False)
    added = models.DateTimeField(default=now)

    objects: ClassVar[SavedSearchQuerySet] = SavedSearchQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = gettext_lazy("saved search")
        verbose_name_plural = gettext_lazy("saved searches")
        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["owner", "name"], name="one_saved_search_per_name")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    @transaction.atomic
    def keep(cls, *, name: str, query: str, shared: bool, by: Member) -> "SavedSearch":
        """Keep a search under a name; one of the same name is replaced."""
        mine = cls.objects.filter(agency=by.agency_id, owner=by)
        if not query:
            raise RuleBroken(_("Search for something first."))
        if mine.count() >= MOST and not mine.filter(name=name).exists():
            raise RuleBroken(_("You have %d saved searches. Delete one first.") % MOST)
        row, _made = cls.objects.update_or_create(
            agency_id=by.agency_id, owner=by, name=name, defaults={"query": query, "shared": shared}
        )
        return row

    def drop(self, *, by: Member) -> None:
        """Forget it; only its owner can."""
        if self.owner_id != by.pk:
            raise RuleBroken(_("Only %s can delete this search.") % self.owner.name)
        self.delete()
