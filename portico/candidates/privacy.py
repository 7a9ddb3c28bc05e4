"""What people ask of the agency about their data, what must stay, and the links by which they answer."""

from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from portico.access.secrets import hashed, new_token
from portico.agencies.doors import Owned, OwnedQuerySet
from portico.agencies.models import Agency, Member
from portico.agencies.roles import May
from portico.candidates.consents import months_later
from portico.candidates.profile import PartQuerySet
from portico.kit.times import now
from portico.records.lifecycle import Lifecycle

COPY_DAYS = 3
"""How long a data copy can be fetched."""
LINK_DAYS = 30


class RequestQuerySet(PartQuerySet["PrivacyRequest"]):
    """What people asked for."""

    def waiting(self) -> Self:
        """Not answered yet."""
        return self.exclude(status__in=[PrivacyRequest.Status.DONE, PrivacyRequest.Status.REFUSED])


class PrivacyRequest(Lifecycle):
    """Somebody asks for a copy of their data, or to be erased: to be answered within a month, and kept as proof."""

    class Kind(models.TextChoices):
        COPY = "copy", _("Copy of the data")
        ERASURE = "erasure", _("Erasure")

    class Status(models.TextChoices):
        RECEIVED = "received", _("Identity not checked yet")
        IDENTITY_CHECKED = "identity_checked", _("Waiting for you")
        IN_PROGRESS = "in_progress", _("Being done")
        DONE = "done", _("Done")
        REFUSED = "refused", _("Refused")

    class Way(models.TextChoices):
        PORTAL = "portal", _("in the portal")
        PHONE = "phone", _("by phone")
        MAIL = "mail", _("by mail")
        PERSON = "person", _("in person")
        RETENTION = "retention", _("by the retention rules")

    MOVES: ClassVar[dict[str, set[str]]] = {
        Status.RECEIVED: {Status.IDENTITY_CHECKED, Status.REFUSED},
        Status.IDENTITY_CHECKED: {Status.IN_PROGRESS, Status.REFUSED},
        Status.IN_PROGRESS: {Status.DONE, Status.IDENTITY_CHECKED},
    }

    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.CASCADE, related_name="privacy_requests")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    status = models.CharField(max_length=16, choices=Status, default=Status.RECEIVED)
    way = models.CharField(_("how it came"), max_length=9, choices=Way)
    received = models.DateTimeField(default=now)
    due = models.DateTimeField()
    taken_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    identity = models.CharField(max_length=500, blank=True)
    """How it was made sure that it is really them."""
    checked = models.DateTimeField(null=True, blank=True)
    code_hash = models.CharField(max_length=64, blank=True)
    code_until = models.DateTimeField(null=True, blank=True)
    wrong_codes = models.PositiveIntegerField(default=0)
    decided_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(max_length=1000, blank=True)
    """Why it was refused, in words for the person."""
    removed = models.JSONField(default=dict)
    """How much of what was removed."""
    kept = models.JSONField(default=list)
    """What stays and why: [what, why, until]."""
    mails = models.JSONField(default=list)
    """Mails that still have to go out before they are forgotten too."""
    key = models.CharField(max_length=200, blank=True)
    """The copy in the file store."""
    available_until = models.DateTimeField(null=True, blank=True)
    fetched = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[RequestQuerySet] = RequestQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("privacy request")
        ordering: ClassVar = ["-received", "-id"]
        indexes: ClassVar = [models.Index(fields=["agency", "status", "due"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["candidate", "kind"],
                condition=models.Q(status__in=["received", "identity_checked", "in_progress"]),
                name="one_open_privacy_request",
                violation_error_message=_("There is an open request of this kind already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.candidate}"

    @property
    def is_open(self) -> bool:
        """Still to be answered."""
        return self.status not in {self.Status.DONE, self.Status.REFUSED}

    @property
    def days_left(self) -> int:
        """Until it must be answered; below nothing: too late."""
        return (self.due - now()).days

    @property
    def can_be_fetched(self) -> bool:
        """Whether the copy is still there."""
        return bool(self.key) and self.available_until is not None and self.available_until > now()


class HoldQuerySet(OwnedQuerySet["PrivacyHold"]):
    """Reasons why somebody's data must stay."""

    def in_force(self) -> Self:
        """Not lifted, not over."""
        lasting = models.Q(until=None) | models.Q(until__gte=now().date())
        return self.filter(lasting, lifted=None)


class PrivacyHold(Owned):
    """Why nothing of a person may be removed for now: a dispute, an audit. Erasing and retention wait for its end."""

    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.CASCADE, related_name="privacy_holds")
    reason = models.CharField(_("reason"), max_length=300)
    until = models.DateField(_("until"), null=True, blank=True)
    added = models.DateTimeField(default=now)
    added_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    lifted = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[HoldQuerySet] = HoldQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("hold")
        ordering: ClassVar = ["-added", "-id"]

    def __str__(self) -> str:
        return self.reason


class KeptQuerySet(OwnedQuerySet["KeptRecord"]):
    """What the law wants kept of erased people."""

    def seen_by_staff(self, member: Member) -> Self:
        """Closed to recruiters: only for those who run the agency."""
        return self if member.may(May.MANAGE_SETTINGS) else self.none()


class KeptRecord(Owned):
    """The little that must be kept of an erased person, apart from everything else, until its day."""

    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.CASCADE, related_name="kept_records")
    name = models.CharField(max_length=220)
    lines = models.JSONField(default=list)
    """What is kept, in words."""
    why = models.CharField(max_length=300)
    until = models.DateField()
    made = models.DateTimeField(default=now)

    objects: ClassVar[KeptQuerySet] = KeptQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("kept record")
        ordering: ClassVar = ["until", "id"]

    def __str__(self) -> str:
        return self.name


class PrivacyLink(Owned):
    """A link by mail for one answer about one's data, without signing in. Only its hash is kept."""

    class Purpose(models.TextChoices):
        COPY = "copy", _("Fetch the copy")
        RENEW = "renew", _("Renew a consent")
        KEEP = "keep", _("May we keep your profile?")

    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.CASCADE, related_name="privacy_links")
    purpose = models.CharField(max_length=5, choices=Purpose)
    subject_id = models.BigIntegerField()
    """The request, the consent or the notice it is about."""
    token_hash = models.CharField(max_length=64, unique=True)
    made = models.DateTimeField(default=now)
    expires = models.DateTimeField()
    used = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[OwnedQuerySet[Self]] = OwnedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("link")

    def __str__(self) -> str:
        return self.get_purpose_display()

    @classmethod
    def issue(cls, candidate: Any, purpose: str, about: models.Model, *, days: int = LINK_DAYS) -> str:
        """A new link, as the token that goes into its address; it is nowhere else."""
        token = new_token()
        cls.objects.create(
            agency_id=candidate.agency_id,
            candidate=candidate,
            purpose=purpose,
            subject_id=about.pk,
            token_hash=hashed(token),
            expires=now() + timedelta(days=days),
        )
        return token

    @classmethod
    def find(cls, agency: Agency, token: str) -> "PrivacyLink | None":
        """The link with this token."""
        if not 40 <= len(token) <= 50:
            return None
        return cls.objects.filter(agency=agency, token_hash=hashed(token)).select_related("candidate").first()

    @classmethod
    def of(cls, agency: Agency, pk: object) -> "PrivacyLink | None":
        """The link that a browser carries."""
        rows = cls.objects.filter(agency=agency).select_related("candidate")
        return rows.filter(pk=pk).first() if isinstance(pk, int) else None

    @property
    def is_good(self) -> bool:
        """Whether it may still be used."""
        return self.expires > now()

    def request(self) -> "PrivacyRequest | None":
        """The request whose copy it fetches."""
        rows = PrivacyRequest.objects.filter(pk=self.subject_id, candidate=self.candidate_id)
        return rows.select_related("candidate").first() if self.purpose == self.Purpose.COPY else None

    def notice(self) -> "RetentionNotice | None":
        """The question it answers."""
        rows = RetentionNotice.objects.filter(pk=self.subject_id, candidate=self.candidate_id)
        return rows.first() if self.purpose == self.Purpose.KEEP else None


class RetentionNotice(Owned):
    """The question whether somebody's profile may be kept; without an answer it is removed when the grace is over."""

    class Status(models.TextChoices):
        TOLD = "told", _("Asked")
        KEPT = "kept", _("Kept: they said yes")
        STOPPED = "stopped", _("Kept: something happened meanwhile")
        LEFT = "left", _("Removal wished for")
        REMOVED = "removed", _("Removed")

    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.CASCADE, related_name="retention_notices")
    rule = models.CharField(max_length=12)
    status = models.CharField(max_length=8, choices=Status, default=Status.TOLD)
    told = models.DateTimeField(default=now)
    ends = models.DateTimeField()
    reached = models.BooleanField(default=True)
    """Whether there was an address to ask at."""

    objects: ClassVar[OwnedQuerySet[Self]] = OwnedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("question about keeping")
        ordering: ClassVar = ["ends", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["candidate"], condition=models.Q(status="told"), name="one_open_retention_notice"
            )
        ]

    def __str__(self) -> str:
        return self.get_status_display()


class EqualCount(Owned):
    """How often an equal-opportunity answer was given for a job in a month: a bare number, about nobody."""

    job_id = models.BigIntegerField(default=0)
    """The job's number; 0: without a job."""
    month = models.CharField(max_length=7)
    question = models.CharField(max_length=20)
    answer = models.CharField(max_length=20)
    count = models.PositiveIntegerField(default=0)

    objects: ClassVar[OwnedQuerySet[Self]] = OwnedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("count of answers")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "job_id", "month", "question", "answer"], name="one_equal_count")
        ]


def a_month_after(at: datetime) -> datetime:
    """Until when a request must be answered."""
    return months_later(at, 1)
