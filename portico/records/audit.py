"""AppendOnly rows and AuditSeal: what is written once and never again changed.

The database refuses it by triggers of its own (append_only.py); here it is refused before it gets there.
"""

from typing import Any, ClassVar, Self

from django.db import models

from portico.agencies.doors import Owned, OwnedQuerySet
from portico.kit.times import now


class Unchangeable(Exception):
    """Somebody's code was about to change or delete a row of the audit log: a programming error, never shown."""


class AppendOnlyQuerySet[M: models.Model](OwnedQuerySet[M]):
    """Rows that are only ever added."""

    def update(self, **_values: Any) -> int:
        """Refused."""
        raise Unchangeable(self.model._meta.label)

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refused."""
        raise Unchangeable(self.model._meta.label)

    update.alters_data = True  # type: ignore[attr-defined]
    delete.alters_data = True  # type: ignore[attr-defined]

    def bulk_update(self, *_objects: Any, **_options: Any) -> int:
        """Refused."""
        raise Unchangeable(self.model._meta.label)


class AppendOnly(Owned):
    """A row that is written once."""

    class Meta:
        abstract = True

    def save(self, **kwargs: Any) -> None:
        """Write a new row; one that is there already stays as it is."""
        if not self._state.adding:
            raise Unchangeable(self._meta.label)
        super().save(**kwargs)

    def delete(self, using: Any = None, keep_parents: bool = False) -> tuple[int, dict[str, int]]:
        """Refused."""
        raise Unchangeable(self._meta.label)


class AuditSeal(AppendOnly):
    """A link of the chain over an agency's events: these, in this order, after everything that was sealed before."""

    number = models.PositiveBigIntegerField()
    """1, 2, 3 … within the agency."""
    at = models.DateTimeField(default=now)
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    count = models.PositiveIntegerField()
    previous = models.CharField(max_length=64, blank=True)
    head = models.CharField(max_length=64)
    """SHA-256 over the seal before, what stands in this one, and each event's number and digest."""

    objects: ClassVar[AppendOnlyQuerySet[Self]] = AppendOnlyQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        base_manager_name = "objects"
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["agency", "number"], name="one_seal_per_number")]

    def __str__(self) -> str:
        return f"{self.number}: {self.head[:12]}"
