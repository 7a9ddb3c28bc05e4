"""The agency's own settings for all of its client portals."""

from typing import Any, ClassVar, Self

from django.db import models, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portico.agencies.doors import Owned, OwnedQuerySet
from portico.agencies.models import Member
from portico.kit.prepared import prepared
from portico.portals.changing import Changed, changed, without
from portico.portals.settings import PortalSettings, Source, layered
from portico.records.events import record


class PortalDefaults(Owned):
    """The agency's own settings for all of its client portals; only what differs from the built-in ones."""

    values = models.JSONField(default=dict)

    objects: ClassVar[OwnedQuerySet[Self]] = OwnedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("portal settings")
        constraints: ClassVar = [models.UniqueConstraint(fields=["agency"], name="one_row_of_portal_defaults")]

    @classmethod
    def of(cls, agency_id: int) -> dict[str, Any]:
        """What the agency set."""
        return kept_for.first(agency_id) or {}

    @classmethod
    def sources(cls, agency_id: int) -> tuple[PortalSettings, dict[str, Source]]:
        """What holds on every portal without settings of its own, and where each comes from."""
        return layered(("agency", cls.of(agency_id)))

    @classmethod
    @transaction.atomic
    def change(cls, changes: dict[str, Any], *, seen: str, by: Member) -> list[str]:
        """Other settings for all portals; only what differs from what the form showed. Returns what was changed."""
        row = cls._mine(by)
        there = layered(("agency", row.values))[0]
        return row._keep(changed(row.values, there, changes, seen=seen, agency_id=by.agency_id), by=by)

    @classmethod
    @transaction.atomic
    def reset(cls, name: str, *, by: Member) -> None:
        """Let the built-in value hold again."""
        if not cls.objects.filter(agency=by.agency_id).exists():
            return
        row = cls._mine(by)
        there = layered(("agency", row.values))[0]
        row._keep(without(row.values, name, there=there, above=PortalSettings(), agency_id=by.agency_id), by=by)

    @classmethod
    def _mine(cls, by: Member) -> "PortalDefaults":
        """The agency's row, held until the change is made."""
        cls.objects.get_or_create(agency=by.agency)
        return cls.objects.select_for_update().get(agency=by.agency_id)

    def _keep(self, found: Changed, *, by: Member) -> list[str]:
        if found.names:
            self.values = found.values
            self.save(update_fields=["values"])
            record(self, "portaldefaults.changed", by=by, about=[by.agency], **found.words)
        return found.names


@prepared
def kept_for(agency: int) -> QuerySet[Any]:
    """What an agency set for all of its portals."""
    return PortalDefaults.objects.filter(agency=agency).order_by("pk").values_list("values", flat=True)[:1]
