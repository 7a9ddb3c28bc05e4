"""What a candidate's profile is made of, beside the plain facts on the candidate: posts, schools, languages, papers.

A date in a life is as exact as people remember it: "2021" or "2021-03".
"""

from typing import ClassVar, Self

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from portico.agencies.doors import Owned, OwnedQuerySet
from portico.agencies.models import Member
from portico.agencies.roles import May
from portico.kit.times import now
from portico.records.models import Document

PARTIAL_DATE = RegexValidator(r"^[0-9]{4}(-(0[1-9]|1[0-2]))?$", _("Give a year, or a year and a month like 2021-03."))


class PartQuerySet[M: models.Model](OwnedQuerySet[M]):
    """Parts of profiles."""

    def seen_by_candidate(self, member: Member) -> Self:
        """Their own."""
        return self.filter(candidate__member=member)


class Part(Owned):
    """One entry of a profile."""

    position = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True


class Spell(Part):
    """A part of a life with a beginning and an end."""

    place = models.CharField(_("place"), max_length=200, blank=True)
    started = models.CharField(_("from"), max_length=7, blank=True, validators=[PARTIAL_DATE])
    ended = models.CharField(_("until"), max_length=7, blank=True, validators=[PARTIAL_DATE])
    text = models.TextField(_("description"), max_length=8000, blank=True)

    class Meta:
        abstract = True


class Experience(Spell):
    """A post somebody held, or holds."""

    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.CASCADE, related_name="experience")
    title = models.CharField(_("title"), max_length=200, blank=True)
    employer = models.CharField(_("employer"), max_length=200, blank=True)
    is_current = models.BooleanField(_("I work here now"), default=False)

    objects: ClassVar[PartQuerySet[Self]] = PartQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("post")
        ordering: ClassVar = ["position", "id"]

    def __str__(self) -> str:
        return ", ".join(part for part in (self.title, self.employer) if part)


class Education(Spell):
    """A school or course somebody went through."""

    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.CASCADE, related_name="education")
    school = models.CharField(_("school"), max_length=200, blank=True)
    degree = models.CharField(_("degree"), max_length=200, blank=True)
    field = models.CharField(_("subject"), max_length=200, blank=True)

    objects: ClassVar[PartQuerySet[Self]] = PartQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("education")
        ordering: ClassVar = ["position", "id"]

    def __str__(self) -> str:
        return ", ".join(part for part in (self.degree, self.school) if part)


class SpokenLanguage(Part):
    """A language somebody speaks, and how well."""

    class Level(models.TextChoices):
        NATIVE = "native", _("Native")
        C2 = "C2", _("C2: as good as native")
        C1 = "C1", _("C1: fluent")
        B2 = "B2", _("B2: good at work")
        B1 = "B1", _("B1: gets along")
        A2 = "A2", _("A2: simple talk")
        A1 = "A1", _("A1: first words")

    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.CASCADE, related_name="spoken")
    name = models.CharField(_("language"), max_length=60)
    level = models.CharField(_("level"), max_length=6, choices=Level, blank=True)

    objects: ClassVar[PartQuerySet[Self]] = PartQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("language")
        ordering: ClassVar = ["position", "id"]

    def __str__(self) -> str:
        return f"{self.name} ({self.level_words})" if self.level else self.name

    @property
    def level_words(self) -> str:
        """The level, short enough for a line."""
        return str(_("native")) if self.level == self.Level.NATIVE else self.level


class Credential(Owned):
    """A license, certificate or permit somebody holds, with its last day and the paper that proves it."""

    class Kind(models.TextChoices):
        CERTIFICATE = "certificate", _("Certificate")
        LICENSE = "license", _("License")
        TRAINING = "training", _("Training")
        RIGHT_TO_WORK = "right_to_work", _("Right to work")
        CHECK = "check", _("Background check")
        OTHER = "other", _("Other")

    class Status(models.TextChoices):
        UPLOADED = "uploaded", _("To be checked")
        VERIFIED = "verified", _("Checked")
        REJECTED = "rejected", _("Not accepted")

    MOVES: ClassVar[dict[str, set[str]]] = {
        Status.UPLOADED: {Status.VERIFIED, Status.REJECTED},
        Status.VERIFIED: {Status.UPLOADED, Status.REJECTED},
        Status.REJECTED: {Status.UPLOADED, Status.VERIFIED},
    }

    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.CASCADE, related_name="credentials")
    credential_kind = models.CharField(_("kind"), max_length=14, choices=Kind, default=Kind.CERTIFICATE)
    name = models.CharField(_("name"), max_length=200)
    issuer = models.CharField(_("issued by"), max_length=200, blank=True)
    number = models.CharField(_("number"), max_length=80, blank=True)
    issued = models.DateField(_("issued on"), null=True, blank=True)
    expires = models.DateField(_("valid until"), null=True, blank=True)
    document = models.ForeignKey(
        Document, verbose_name=_("file"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    status = models.CharField(max_length=8, choices=Status, default=Status.UPLOADED)
    status_since = models.DateTimeField(default=now)
    reason = models.CharField(max_length=500, blank=True)
    """Why it was not accepted."""
    noticed = models.PositiveSmallIntegerField(null=True, blank=True)
    """The step of the last notice, in days before its last day."""
    added = models.DateTimeField(default=now)
    archived = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[PartQuerySet[Self]] = PartQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("credential")
        ordering: ClassVar = ["name", "id"]
        indexes: ClassVar = [models.Index(fields=["agency", "expires"])]

    def __str__(self) -> str:
        return self.name


class Absence(Owned):
    """Days on which somebody cannot work."""

    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.CASCADE, related_name="absences")
    first = models.DateField(_("first day"))
    last = models.DateField(_("last day"))
    note = models.CharField(_("note"), max_length=200, blank=True)

    objects: ClassVar[PartQuerySet[Self]] = PartQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("absence")
        ordering: ClassVar = ["first", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(last__gte=models.F("first")),
                name="absence_in_order",
                violation_error_message=_("The last day is before the first."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.first} – {self.last}"


class Confirmation(Owned):
    """When a field of a profile was last said to be right, and by whom."""

    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.CASCADE, related_name="confirmations")
    field = models.CharField(max_length=20)
    at = models.DateTimeField(default=now)
    by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")

    objects: ClassVar[PartQuerySet[Self]] = PartQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("confirmation")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["candidate", "field"], name="one_confirmation_per_field")
        ]

    def __str__(self) -> str:
        return f"{self.field}: {self.at:%Y-%m-%d}"


class ChangeQuerySet(PartQuerySet["ProfileChange"]):
    """What was changed of profiles, or waits for a yes."""

    def seen_by_staff(self, member: Member) -> Self:
        """All of their agency's; those of pay only for who sees money."""
        return self if member.may(May.SEE_MONEY) else self.exclude(field="pay")

    def waiting(self) -> Self:
        """Those a recruiter has to say yes or no to."""
        return self.filter(status=ProfileChange.Status.WAITING)


class ProfileChange(Owned):
    """One field of a profile that somebody changed or wants changed: the field's history, and what awaits a yes."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting for a recruiter")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Not taken over")
        LANDED = "landed", _("Taken over at once")
        REPLACED = "replaced", _("Replaced by a newer one")
        DROPPED = "dropped", _("Taken back by the candidate")

    class Way(models.TextChoices):
        PORTAL = "portal", _("in the portal")
        REQUEST = "request", _("answering an update request")
        RESUME = "resume", _("from a résumé")
        APPLICATION = "application", _("with an application")
        DESK = "desk", _("by a recruiter")

    MOVES: ClassVar[dict[str, set[str]]] = {
        Status.WAITING: {Status.ACCEPTED, Status.DECLINED, Status.REPLACED, Status.DROPPED},
    }

    candidate = models.ForeignKey("candidates.Candidate", on_delete=models.CASCADE, related_name="profile_changes")
    field = models.CharField(max_length=20)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    status = models.CharField(max_length=8, choices=Status, default=Status.WAITING)
    status_since = models.DateTimeField(default=now)
    way = models.CharField(max_length=12, choices=Way)
    request_id = models.BigIntegerField(null=True, blank=True)
    """The update request it answers."""
    by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=now)
    decided_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    """Why it was not taken over."""

    objects: ClassVar[ChangeQuerySet] = ChangeQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("change of a profile")
        ordering: ClassVar = ["-at", "-id"]
        indexes: ClassVar = [
            models.Index(fields=["candidate", "field", "-at"]),
            models.Index(fields=["agency", "status", "-at"]),
        ]

    def __str__(self) -> str:
        return f"{self.field} ({self.get_status_display()})"


def life_in_words(candidate: models.Model) -> list[str]:
    """What the search shall find of somebody's posts, schools and papers."""
    parts: tuple[tuple[type[models.Model], tuple[str, ...]], ...] = (
        (Experience, ("title", "employer", "place", "text")),
        (Education, ("degree", "field", "school", "text")),
        (Credential, ("name", "issuer")),
    )
    return [
        " ".join(word for word in row if word)
        for model, names in parts
        for row in model._base_manager.filter(candidate=candidate).order_by("pk").values_list(*names)
    ]
