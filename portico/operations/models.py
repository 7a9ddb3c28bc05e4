"""Backup: when a copy of the whole site was made. DeletedAgency: which agencies are gone for good."""

from typing import ClassVar

from django.db import models

from portico.kit.times import now


class Backup(models.Model):
    """A copy of the database and all files that was made, and how large it was. Of the site, not of one agency."""

    made = models.DateTimeField(default=now)
    folder = models.CharField(max_length=500)
    files = models.PositiveIntegerField()
    size = models.PositiveBigIntegerField()
    """Bytes of the database copy and of all files it names."""

    class Meta:
        ordering: ClassVar = ["-made"]

    def __str__(self) -> str:
        return f"{self.made:%Y-%m-%d %H:%M} {self.folder}"


class DeletedAgency(models.Model):
    """An agency that was deleted: just enough to delete it again where an older backup brings it back."""

    number = models.BigIntegerField()
    host = models.CharField(max_length=253)
    at = models.DateTimeField(default=now)

    class Meta:
        ordering: ClassVar = ["at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["number", "host"], name="an_agency_is_deleted_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.host}"
