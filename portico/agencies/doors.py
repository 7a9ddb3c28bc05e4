"""The door: whose rows somebody sees. Rows are read only through `visible_to`."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from django.db import models

from portico.agencies.roles import Side
from portico.kit.quick_rows import QuickRows

if TYPE_CHECKING:
    from portico.agencies.models import Member


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who is not signed in, on one agency's site."""

    agency_id: int

    def shape(self) -> None:
        """All visitors see alike (kit.prepared)."""

    def values(self) -> tuple[int]:
        """On whose site they are."""
        return (self.agency_id,)

    def stand_in(self, values: tuple[int]) -> "Visitor":
        """A visitor of another site."""
        return Visitor(*values)


class OwnedQuerySet[M: models.Model](models.QuerySet[M]):
    """Rows of one agency. Staff see their agency's rows; everybody else none, unless a model opens its door."""

    def visible_to(self, member: "Member | Visitor") -> Self:
        """The rows this person may see."""
        rows = self.filter(agency=member.agency_id)
        if isinstance(member, Visitor):
            return rows.seen_by_visitors()
        if not member.is_in:
            return self.none()
        match member.side:
            case Side.STAFF:
                return rows.seen_by_staff(member)
            case Side.CLIENT:
                return rows.seen_by_client(member)
            case Side.CANDIDATE:
                return rows.seen_by_candidate(member)
        return self.none()

    def at_work(self) -> Self:
        """Of agencies that are not suspended: what the clock may do something about."""
        return self.filter(agency__suspended=None)

    def seen_by_staff(self, member: "Member") -> Self:
        """All of their agency's."""
        return self

    def seen_by_client(self, member: "Member") -> Self:
        """None."""
        return self.none()

    def seen_by_candidate(self, member: "Member") -> Self:
        """None."""
        return self.none()

    def seen_by_visitors(self) -> Self:
        """None."""
        return self.none()


class Owned(QuickRows):
    """A row that belongs to one agency, and never stands beside another agency's row."""

    agency = models.ForeignKey("agencies.Agency", on_delete=models.CASCADE, related_name="+")

    class Meta:
        abstract = True

    def save(self, **kwargs: Any) -> None:
        """Save, after a look that every row it points to is of the same agency."""
        self.check_neighbors(kwargs.get("update_fields"))
        super().save(**kwargs)

    def check_neighbors(self, only: Any = None) -> None:
        """Raise where a foreign key points into another agency."""
        for field in self._meta.concrete_fields:
            target = field.related_model
            if (
                not isinstance(field, models.ForeignKey)
                or not isinstance(target, type)
                or not issubclass(target, Owned)
            ):
                continue
            key = getattr(self, field.attname)
            if key is None or (only is not None and field.name not in only and field.attname not in only):
                continue
            if field.is_cached(self):
                theirs = getattr(self, field.name).agency_id
            else:
                theirs = target._base_manager.filter(pk=key).values_list("agency_id", flat=True).first()
            if theirs != self.agency_id:
                raise OtherAgency(f"{self._meta.label}.{field.name} points to another agency's row")


class OtherAgency(Exception):
    """A row was about to be saved beside another agency's row: a programming error, never shown."""
