"""An application that somebody has begun: everything typed and uploaded is kept until it is sent or has grown old."""

from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.db import models, transaction
from django.utils.translation import gettext_lazy

from portico.access.secrets import hashed, new_token
from portico.agencies.doors import Owned, OwnedQuerySet
from portico.agencies.models import Agency, Member
from portico.candidates.settings import settings_of
from portico.jobs.models import Job
from portico.kit.prepared import prepared
from portico.kit.storing import forget
from portico.kit.times import now
from portico.records import filetypes, quotas
from portico.records.files import bytes_of, cleaned, store, stored

LONGEST = 250_000
"""Characters that are kept of what was typed; more than this no form takes."""
SHORTEST_DAYS = 1


class DraftQuerySet(OwnedQuerySet["ApplyDraft"]):
    """Applications that were begun. They belong to the browser they were begun in, or to who is signed in there."""

    def seen_by_staff(self, member: Member) -> Self:
        """None: what was not sent is nobody's business."""
        return self.none()

    def open(self) -> Self:
        """Not sent yet."""
        return self.filter(status=ApplyDraft.Status.OPEN)


class ApplyDraft(Owned):
    """An application that was begun and not sent yet; afterwards only the thread by which its sender finds it again."""

    class Status(models.TextChoices):
        OPEN = "open", gettext_lazy("Begun")
        SENT = "sent", gettext_lazy("Sent")
        AGAIN = "again", gettext_lazy("Sent though there was one already")

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=64)
    """The hash of what the browser carries."""
    member = models.ForeignKey(Member, on_delete=models.CASCADE, null=True, related_name="+")
    """The candidate who was signed in; nobody else gets to see it, and nobody who is signed out."""
    status = models.CharField(max_length=5, choices=Status, default=Status.OPEN)
    data = models.JSONField(default=dict)
    """What was typed, as it was typed."""
    resume_values = models.JSONField(default=dict)
    """What was read from the résumé, as fields of a profile."""
    unread = models.BooleanField(default=False)
    """The résumé is there, but could not be read."""
    use_kept = models.BooleanField(default=False)
    """The newest résumé that the agency has of them shall do."""
    source = models.CharField(max_length=120, blank=True)
    application = models.ForeignKey("pipeline.Application", on_delete=models.SET_NULL, null=True, related_name="+")
    link_key = models.CharField(max_length=64, blank=True)
    """The hash of the token in the mail by which they confirm their address."""
    begun = models.DateTimeField(default=now)
    expires = models.DateTimeField()

    objects: ClassVar[DraftQuerySet] = DraftQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = gettext_lazy("begun application")
        indexes: ClassVar = [
            models.Index(fields=["agency", "key", "job"]),
            models.Index(fields=["link_key"]),
            models.Index(fields=["expires"]),
        ]

    def __str__(self) -> str:
        return f"{self.job}: {self.get_status_display()}"

    @property
    def lacks_reading(self) -> bool:
        """Whether the résumé, if there is one, is still to be read."""
        return self.status == self.Status.OPEN and not self.unread and not self.resume_values

    def keep(self, typed: dict[str, Any], *, source: str = "") -> None:
        """Keep what was typed, right or wrong; what the form did not ask about stays. It lives on from now."""
        data = {**self.data, **typed}
        if len(str(data)) <= LONGEST:
            self.data = data
        self.source = self.source or source
        self.expires = now() + timedelta(days=days_kept(self.agency_id))
        self.save(update_fields=["data", "source", "expires"])

    def file(self, slot: str) -> "DraftFile | None":
        """What was uploaded there."""
        found: DraftFile | None = files_in.first(self.pk, slot)
        return found

    @transaction.atomic
    def take(self, slot: str, upload: "UploadedFile[Any]") -> "DraftFile":
        """Keep an uploaded file until the application is sent; refused, in words, where such files are not kept."""
        data = bytes_of(upload)
        file_type = filetypes.recognize(data, upload.name or "")
        content = cleaned(data, file_type)
        quotas.check_room(self.agency_id, len(content))
        self.drop(slot)
        row = DraftFile(agency_id=self.agency_id, draft=self, slot=slot, size=len(content))
        row.name = filetypes.shown_name(upload.name or "", file_type)
        row.content_type = file_type.content_type
        row.key = store(content, f"drafts/{self.agency_id}", file_type.extension)
        try:
            row.save()
        except BaseException:
            forget([row.key])
            raise
        return row

    @transaction.atomic
    def drop(self, slot: str) -> None:
        """Take an uploaded file away again."""
        for row in DraftFile.objects.filter(draft=self, slot=slot):
            row.delete()
        if slot == RESUME:
            self.resume_values, self.unread = {}, False
            self.save(update_fields=["resume_values", "unread"])

    @transaction.atomic
    def discard(self) -> None:
        """Forget all of it."""
        for row in DraftFile.objects.filter(draft=self):
            row.delete()
        self.delete()


RESUME, COVER_LETTER = "resume", "cover_letter"


class DraftFile(Owned):
    """A file of an application that was begun."""

    draft = models.ForeignKey(ApplyDraft, on_delete=models.CASCADE, related_name="files")
    slot = models.CharField(max_length=40)
    """What it answers: resume, cover_letter, or the name of a question's field."""
    name = models.CharField(max_length=200)
    key = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    added = models.DateTimeField(default=now)

    objects: ClassVar[OwnedQuerySet[Self]] = OwnedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = gettext_lazy("file of a begun application")

    def __str__(self) -> str:
        return self.name

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """The bytes go with the row, once it is really gone."""
        key = self.key
        transaction.on_commit(lambda: forget([key]))
        return super().delete(*args, **kwargs)

    def upload(self) -> SimpleUploadedFile:
        """The file as if it had just been uploaded."""
        return SimpleUploadedFile(self.name, stored(self.key), self.content_type)


@prepared
def files_in(draft: int, slot: str) -> models.QuerySet[DraftFile]:
    """What was uploaded there, the newest first."""
    return DraftFile.objects.filter(draft=draft, slot=slot).order_by("-pk")[:1]


def days_kept(agency: Agency | int) -> int:
    """How many days an application that was begun is kept."""
    return max(SHORTEST_DAYS, settings_of(agency).apply_draft_days)


@prepared
def begun_signed_out(agency: int, job: int, key: str) -> models.QuerySet[ApplyDraft]:
    """What was begun in a browser in which nobody was signed in."""
    rows = ApplyDraft.objects.filter(agency=agency, job=job, key=key, member=None, expires__gt=now())
    return rows.order_by("-pk")[:1]


def find_draft(job: Job, token: str, member: Member | None) -> ApplyDraft | None:
    """The application this person has begun for the job, in this browser or, signed in, in any.

    What somebody began signed in is not shown to whoever comes to the browser signed out, or as somebody else.
    """
    if member is None:
        found: ApplyDraft | None = begun_signed_out.first(job.agency_id, job.pk, hashed(token)) if token else None
        return found
    rows = ApplyDraft.objects.filter(agency=job.agency_id, job=job, expires__gt=now())
    here = rows.filter(key=hashed(token)) if token else rows.none()
    mine = here.filter(member=member).order_by("-pk").first() or here.filter(member=None).open().first()
    return mine or rows.filter(member=member).open().order_by("-pk").first()


def left_signed_in(job: Job, token: str) -> ApplyDraft | None:
    """The application that somebody began in this browser while they were signed in; it can be added to unseen."""
    rows = ApplyDraft.objects.filter(agency=job.agency_id, job=job, key=hashed(token), expires__gt=now()).open()
    return rows.exclude(member=None).order_by("-pk").first() if token else None


@transaction.atomic
def begin(job: Job, token: str, member: Member | None, *, source: str = "") -> ApplyDraft:
    """Begin an application, or go on with the one that was begun."""
    found = find_draft(job, token, member)
    if found is not None and found.status == ApplyDraft.Status.OPEN:
        if member is not None and found.member_id is None:
            found.member = member
            found.save(update_fields=["member"])
        return found
    draft = ApplyDraft(agency_id=job.agency_id, job=job, key=hashed(token), member=member, source=source)
    draft.expires = now() + timedelta(days=days_kept(job.agency_id))
    draft.save()
    return draft


def new_key() -> str:
    """What a browser carries to find its applications again."""
    return new_token()


def sweep_drafts(at: datetime) -> int:
    """By the clock: what was begun and has grown old is forgotten, with its files."""
    old = list(ApplyDraft.objects.filter(expires__lte=at)[:2000])
    for draft in old:
        draft.discard()
    return len(old)
