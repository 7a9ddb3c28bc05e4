"""Event, Note, Document and its page images, LongTask, SearchEntry. (Tag stands in tags.py.)"""

import time
from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from portico.agencies.doors import Owned, OwnedQuerySet
from portico.agencies.models import Member
from portico.agencies.roles import May
from portico.kit.failpoints import fail_point
from portico.kit.rules import Conflict
from portico.kit.times import now
from portico.records.audit import AuditSeal
from portico.records.events import record
from portico.records.history import Event, EventSubject
from portico.records.lifecycle import become
from portico.records.subjects import MONEY_FILES, Attached, AttachedQuerySet


class Note(Attached):
    """What a recruiter jots down on a record; never leaves the agency."""

    author = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    author_name = models.CharField(max_length=200, blank=True)
    text = models.TextField(_("note"), max_length=20000)
    written = models.DateTimeField(default=now)
    edited = models.DateTimeField(null=True, blank=True)
    imported = models.BooleanField(default=False)
    reference = models.CharField(max_length=80, blank=True)
    """Where an import found it, so that importing again writes no second note."""

    objects: ClassVar[AttachedQuerySet[Self]] = AttachedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("note")
        indexes: ClassVar = [models.Index(fields=["kind", "object_id", "-written"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency", "reference"], condition=~models.Q(reference=""), name="one_note_per_reference"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class DocumentQuerySet(AttachedQuerySet["Document"]):
    """Files on records."""

    def seen_by_staff(self, member: Member) -> Self:
        """All of their agency's; those that speak of pay only for who sees money."""
        rows = self
        for speak_of_pay in [] if member.may(May.SEE_MONEY) else MONEY_FILES:
            rows = rows.exclude(pk__in=speak_of_pay())
        return rows


class Document(Attached):
    """A file on a record: a résumé, a certificate. Its bytes lie in the file store under a name of ours."""

    class Kind(models.TextChoices):
        RESUME = "resume", _("Résumé")
        COVER_LETTER = "cover_letter", _("Cover letter")
        CERTIFICATE = "certificate", _("Certificate")
        REFERENCE = "reference", _("Reference")
        WORK_SAMPLE = "work_sample", _("Work sample")
        JOB_DESCRIPTION = "job_description", _("Job description")
        OTHER = "other", _("Other")

    class Preview(models.TextChoices):
        WAITING = "waiting", _("Preview is being made")
        READY = "ready", _("Ready")
        FAILED = "failed", _("No preview could be made")

    class Scan(models.TextChoices):
        NOT_NEEDED = "not_needed", _("Not looked at for viruses")
        WAITING = "waiting", _("Not scanned yet")
        CLEAN = "clean", _("No virus found")
        INFECTED = "infected", _("Removed: virus")

    SAFE: ClassVar = [Scan.NOT_NEEDED, Scan.CLEAN]

    document_kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.RESUME)
    name = models.CharField(_("name"), max_length=200)
    key = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    text = models.TextField(blank=True)
    """The words in the file, for searching."""
    preview = models.CharField(max_length=10, choices=Preview, default=Preview.WAITING)
    page_count = models.PositiveIntegerField(default=0)
    scan = models.CharField(max_length=10, choices=Scan, default=Scan.NOT_NEEDED)
    scan_tries = models.PositiveIntegerField(default=0)
    scan_next = models.DateTimeField(default=now)
    virus = models.CharField(max_length=200, blank=True)
    quarantined = models.CharField(max_length=200, blank=True)
    """Where the bytes of an infected file lie instead; no page knows the way there."""
    added_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    added = models.DateTimeField(default=now)
    archived = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[DocumentQuerySet] = DocumentQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("document")
        indexes: ClassVar = [
            models.Index(fields=["kind", "object_id"]),
            models.Index(fields=["agency", "size"], name="documents_by_size"),
            models.Index(fields=["scan_next"], condition=models.Q(scan="waiting"), name="documents_to_scan"),
        ]

    in_bulk = False
    """Whether it came with many others just now; not kept."""

    def __str__(self) -> str:
        return self.name

    @property
    def turn(self) -> int:
        """The priority of the work that it makes: what somebody waits for goes before what came with many others."""
        return -10 if self.in_bulk else 0

    @property
    def is_safe(self) -> bool:
        """Whether it may be handed to people outside the agency."""
        return self.scan in self.SAFE

    @property
    def is_infected(self) -> bool:
        """A virus was found in it, and its bytes are out of reach."""
        return self.scan == self.Scan.INFECTED

    @transaction.atomic
    def archive(self, *, by: Member | None) -> None:
        """Take the document out of sight; nothing is lost."""
        self._put_away(now(), "document.archived", by)

    @transaction.atomic
    def restore(self, *, by: Member | None) -> None:
        """Bring an archived document back."""
        self._put_away(None, "document.restored", by)

    def _put_away(self, archived: datetime | None, verb: str, by: Member | None) -> None:
        from portico.records.search import documents_changed

        if bool(self.archived) == bool(archived):
            return
        self.archived = archived
        self.save(update_fields=["archived"])
        record(self.subject() or self, verb, by=by, document=self.name, document_id=self.pk)
        documents_changed(self.kind, self.object_id)


class PageImage(Owned):
    """One page of a document as a picture, which is what clients see."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="pages")
    number = models.PositiveIntegerField()
    key = models.CharField(max_length=200)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()

    objects: ClassVar[OwnedQuerySet[Self]] = OwnedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["document", "number"], name="one_image_per_page")]


class LongTask(Owned):
    """Work that takes a while: who started it, how far it is, and what can be downloaded when it is done."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        CANCELED = "canceled", _("Canceled")

    MOVES: ClassVar[dict[str, set[str]]] = {
        Status.WAITING: {Status.RUNNING, Status.CANCELED, Status.FAILED},
        Status.RUNNING: {Status.DONE, Status.FAILED, Status.CANCELED},
        Status.FAILED: {Status.WAITING},
    }

    owner = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    task_kind = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    status_since = models.DateTimeField(default=now)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    figures = models.JSONField(default=dict)
    settings = models.JSONField(default=dict)
    said = models.TextField(blank=True)
    """What went wrong, in words for its owner."""
    source_key = models.CharField(max_length=200, blank=True)
    beside_key = models.CharField(max_length=200, blank=True)
    """A second file that it works on."""
    result_key = models.CharField(max_length=200, blank=True)
    refused_key = models.CharField(max_length=200, blank=True)
    beat = models.DateTimeField(null=True, blank=True)
    created = models.DateTimeField(default=now)

    objects: ClassVar[OwnedQuerySet[Self]] = OwnedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("task")
        indexes: ClassVar = [models.Index(fields=["agency", "-created"])]

    def __str__(self) -> str:
        return self.title

    @property
    def percent(self) -> int:
        """How far it is, 0 to 100."""
        return min(100, self.done * 100 // self.total) if self.total else 0

    _last_told = 0.0

    def begin(self) -> bool:
        """Take it up, or go on with it after its worker was killed. False when there is nothing to do any more."""
        if self.status == self.Status.WAITING:
            try:
                become(self, self.Status.RUNNING, by=self.owner, title=self.title)
            except Conflict:
                return False
        fail_point("longtask.begin")
        return bool(self._update(beat=now()))

    def advance(self, done: int, total: int | None = None, *, at_once: bool = False, **figures: Any) -> None:
        """Tell its owner how far it is, at most twice a second unless `at_once`.

        Inside a transaction, `at_once` makes progress and work one: after a kill, `done` and `figures` still hold.
        Raises TaskStopped when it was canceled meanwhile.
        """
        self.done, self.total = done, self.total if total is None else total
        self.figures = {**self.figures, **figures}
        if not at_once and time.monotonic() - self._last_told < 0.5:
            return
        self._last_told = time.monotonic()
        if not self._update(done=self.done, total=self.total, figures=self.figures, beat=now()):
            raise TaskStopped

    def _update(self, **fields: Any) -> int:
        return type(self).objects.filter(pk=self.pk, status=self.Status.RUNNING).update(**fields)

    @transaction.atomic
    def finish(self, **figures: Any) -> None:
        """It is done."""
        self.advance(max(self.done, self.total), at_once=True, **figures)
        become(self, self.Status.DONE, by=self.owner, title=self.title)

    @transaction.atomic
    def fail(self, said: str) -> None:
        """It cannot go on, for a reason its owner understands. What was done so far stays."""
        self._update(done=self.done, total=self.total, figures=self.figures, said=said)
        become(self, self.Status.FAILED, by=self.owner, title=self.title, reason=said)
        self.said = said

    @transaction.atomic
    def cancel(self, *, by: Member) -> None:
        """Stop it; what was done so far stays."""
        become(self, self.Status.CANCELED, by=by, title=self.title)

    @transaction.atomic
    def again(self, *, by: Member) -> None:
        """Try once more after a failure, from where it stood."""
        from portico.records.tasks import run

        become(self, self.Status.WAITING, by=by, title=self.title)
        run.enqueue(self.pk)


class TaskStopped(Exception):
    """The task was canceled while it ran: its function ends by this, without having failed."""


class SearchEntry(Attached):
    """What the search finds of one record: its title, a second line, and all words worth finding."""

    title = models.CharField(max_length=300)
    line = models.CharField(max_length=300, blank=True)
    body = models.TextField(blank=True)
    changed = models.DateTimeField(default=now)
    folded_title = models.TextField(blank=True)
    folded_words = models.TextField(blank=True)
    """The words of title, line, body and documents as they are compared; the database's own index is made from them."""
    folded_main = models.TextField(blank=True)
    """Those of them that say most: of a candidate, what they do and can do."""
    folded_names = models.TextField(blank=True)
    """Names, and what remains of each when one letter is left out: so they are found with a typo."""

    objects: ClassVar[AttachedQuerySet[Self]] = AttachedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "object_id"], name="one_search_entry_per_record")
        ]


from portico.records.tags import Tag  # noqa: E402

__all__ = [
    "AuditSeal",
    "Document",
    "Event",
    "EventSubject",
    "LongTask",
    "Note",
    "PageImage",
    "SearchEntry",
    "Tag",
    "TaskStopped",
]
