"""Words an agency sticks on its records to find them again."""

from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portico.agencies.doors import Owned, OwnedQuerySet
from portico.kit.rules import RuleBroken
from portico.records.search_words import fold

LONGEST = 40


class Tag(Owned):
    """A word of the agency's own that groups records: "forklift", "met at the fair"."""

    name = models.CharField(gettext_lazy("tag"), max_length=LONGEST)
    key = models.CharField(max_length=80)
    """The name as it is compared: without case, accents and punctuation."""

    objects: ClassVar[OwnedQuerySet[Self]] = OwnedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = gettext_lazy("tag")
        ordering: ClassVar = ["key", "id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["agency", "key"], name="one_tag_per_name")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def named(cls, agency_id: int, name: str) -> "Tag":
        """The tag of this name, made where it is new."""
        name = " ".join(name.replace("\0", "").split())
        key = " ".join(fold(name))[:80]
        if not key:
            raise RuleBroken(_("Give the tag a name."))
        if len(name) > LONGEST:
            raise RuleBroken(_("A tag has at most %d characters.") % LONGEST)
        return cls.objects.get_or_create(agency_id=agency_id, key=key, defaults={"name": name})[0]
