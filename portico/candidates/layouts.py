"""Which fields a candidate is asked for, and which of them must be there: a layout for each kind of candidate."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portico.agencies.doors import Owned, OwnedQuerySet
from portico.agencies.models import Member
from portico.candidates.profile_fields import FIELDS


class Need(models.TextChoices):
    """How much a field is wanted."""

    MANDATORY = "mandatory", _("Must be there")
    SUGGESTED = "suggested", _("Suggested")
    OPTIONAL = "optional", _("Can be given")
    HIDDEN = "hidden", _("Not shown")


USUAL: dict[str, str] = {
    **dict.fromkeys(("first_name", "last_name", "phone", "city", "country"), Need.MANDATORY),
    **dict.fromkeys(
        ("headline", "skills", "experience", "education", "languages", "available_from", "work_types", "right_to_work"),
        Need.SUGGESTED,
    ),
}
"""What is asked where the agency made no layout of its own; every other field can be given."""


class LayoutQuerySet(OwnedQuerySet["ProfileLayout"]):
    """Layouts of one agency."""

    def seen_by_candidate(self, member: Member) -> "LayoutQuerySet":
        """The one they are asked by."""
        return self.filter(candidates__member=member)


class ProfileLayout(Owned):
    """The fields that one kind of candidate is asked for, in the agency's words, like “Temps” or “Engineers”."""

    name = models.CharField(_("name"), max_length=80)
    fields = models.JSONField(default=dict)
    """Need by field; a field that is not named can be given."""
    welcome = models.CharField(_("welcome"), max_length=1000, blank=True)
    is_default = models.BooleanField(_("used unless another is chosen"), default=False)

    objects: ClassVar[LayoutQuerySet] = LayoutQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("profile layout")
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency", "name"],
                name="one_layout_per_name",
                violation_error_message=_("There is already a layout with this name."),
            ),
            models.UniqueConstraint(
                fields=["agency"], condition=Q(is_default=True), name="one_default_layout_per_agency"
            ),
        ]

    def __str__(self) -> str:
        return self.name


def needs_of(layout: ProfileLayout | None) -> dict[str, str]:
    """For every field that may be given, how much it is wanted, in the order of the fields."""
    chosen = USUAL if layout is None else layout.fields
    needs = {key: str(chosen.get(key, Need.OPTIONAL)) for key in FIELDS}
    return {key: need for key, need in needs.items() if need != Need.HIDDEN}


def layout_for(agency_id: int, chosen: ProfileLayout | None) -> ProfileLayout | None:
    """The layout somebody is asked by: their own, the agency's default, or none (the usual fields)."""
    return chosen or ProfileLayout.objects.filter(agency=agency_id, is_default=True).first()
