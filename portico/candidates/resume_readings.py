"""Résumés that candidates hand in or recruiters upload are read in the background; what was read only ever proposes."""

from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from portico.agencies.doors import Owned, OwnedQuerySet
from portico.agencies.models import Member
from portico.candidates.resume.profiles import as_profile
from portico.candidates.resume.running import READ, read_resume
from portico.kit.times import now
from portico.records import files
from portico.records.models import Document


class ResumeReadingQuerySet(OwnedQuerySet["ResumeReading"]):
    """What was read in résumés."""

    def seen_by_staff(self, member: Member) -> Self:
        """Those of the documents they see."""
        return self.filter(document__in=Document.objects.visible_to(member).values("pk"))


class ResumeReading(Owned):
    """What was read in one résumé: a proposal for the profile that a person confirms, or that it could not be read."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("Is being read")
        READ = "read", _("Read")
        UNREADABLE = "unreadable", _("Could not be read")

    document = models.OneToOneField(Document, on_delete=models.CASCADE, related_name="reading")
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    result = models.JSONField(default=dict, blank=True)
    """JSON Resume."""
    read_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[ResumeReadingQuerySet] = ResumeReadingQuerySet.as_manager()  # type: ignore[assignment]

    def __str__(self) -> str:
        return f"{self.document}: {self.get_status_display()}"

    @property
    def is_waiting(self) -> bool:
        """Whether it is not known yet what the résumé says."""
        return self.status == self.Status.WAITING

    @property
    def proposal(self) -> dict[str, Any]:
        """The profile fields the résumé fills, with their values."""
        return as_profile(self.result) if self.status == self.Status.READ else {}

    def keep(self, result: dict[str, Any] | None, *, at: datetime | None = None) -> None:
        """Write down what was read, or that nothing could be; the file itself stays either way."""
        self.status = self.Status.READ if result is not None else self.Status.UNREADABLE
        self.result = result or {}
        self.read_at = at or now()
        self.save(update_fields=["status", "result", "read_at"])


def reading_of(document: Document) -> ResumeReading | None:
    """What was read in a document, if it is one that is read at all."""
    return ResumeReading.objects.filter(document=document).first()


def ask_for(document: Document) -> None:
    """Have a new document read where it is a candidate's résumé. Called inside the transaction that keeps it."""
    from portico.candidates.resume_tasks import read_document

    if document.kind != "candidates.candidate" or document.document_kind != Document.Kind.RESUME:
        return
    if document.content_type not in READ:
        return
    ResumeReading.objects.get_or_create(document=document, defaults={"agency_id": document.agency_id})
    read_document.using(priority=document.turn).enqueue(document.pk)


def read_now(document_id: int) -> None:
    """Read a document that waits for it. Done again, it changes nothing."""
    reading = ResumeReading.objects.select_related("document").filter(document=document_id).first()
    if reading is None or not reading.is_waiting:
        return
    try:
        found = read_resume(files.stored(reading.document.key), reading.document.content_type)
    except OSError:  # lost, or taken away because of a virus
        found = None
    if ResumeReading.objects.filter(pk=reading.pk).exists():
        reading.keep(found.json_resume if found else None)
