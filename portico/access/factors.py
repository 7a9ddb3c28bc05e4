"""What a second step is made of: authenticator apps, passkeys, recovery codes; and the wait between the two steps."""

from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from portico.agencies.doors import Owned, OwnedQuerySet
from portico.agencies.models import Member, User
from portico.kit.times import now
from portico.messaging.sealing import seal, unseal


class FactorQuerySet[M: models.Model](OwnedQuerySet[M]):
    """Parts of people's second steps; nobody but themselves sees them."""

    def seen_by_staff(self, member: Member) -> Self:
        """Their own."""
        return self.filter(user=member.user_id)

    def seen_by_client(self, member: Member) -> Self:
        """Their own."""
        return self.filter(user=member.user_id)

    def seen_by_candidate(self, member: Member) -> Self:
        """Their own."""
        return self.filter(user=member.user_id)


class Authenticator(Owned):
    """A person's authenticator app: the secret it shares with us, sealed. It counts once a code from it was typed."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    sealed = models.TextField()
    made = models.DateTimeField(default=now)
    confirmed = models.DateTimeField(null=True, blank=True)
    last_used = models.DateTimeField(null=True, blank=True)
    last_step = models.BigIntegerField(default=0)
    """The half minute of the newest code that was taken: that one and all before it are spent."""

    objects: ClassVar[FactorQuerySet[Self]] = FactorQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("authenticator app")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(confirmed__isnull=False), name="one_authenticator_app_per_user"
            )
        ]

    def __str__(self) -> str:
        return str(_("Authenticator app"))

    @property
    def secret(self) -> str:
        """What the app knows too. CannotUnseal where the site's key is another one now."""
        return unseal(self.sealed)["secret"]

    @secret.setter
    def secret(self, secret: str) -> None:
        self.sealed = seal({"secret": secret})


class Passkey(Owned):
    """A key that a person's device or password manager keeps; we know only its public half."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=60)
    key_hash = models.CharField(max_length=64, unique=True)
    """Of the key's own name, which can be long."""
    public = models.TextField()
    """The key's name and public half, as the device gave them."""
    transports = models.JSONField(default=list)
    uses = models.BigIntegerField(default=0)
    """The device's own count; one that goes back is a copy's."""
    made = models.DateTimeField(default=now)
    last_used = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[FactorQuerySet[Self]] = FactorQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("passkey")
        ordering: ClassVar = ["made", "pk"]
        indexes: ClassVar = [models.Index(fields=["user"])]

    def __str__(self) -> str:
        return self.name


class RecoveryCode(Owned):
    """One of ten codes on paper for the day when phone and keys are lost. Each is good once; only its hash is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    code_hash = models.CharField(max_length=64)
    made = models.DateTimeField(default=now)
    used_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[FactorQuerySet[Self]] = FactorQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("recovery code")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "code_hash"], name="one_row_per_recovery_code")
        ]

    def __str__(self) -> str:
        return str(_("Recovery code"))


class ChallengeQuerySet(OwnedQuerySet["Challenge"]):
    """Sign-ins that wait for their second step; nobody sees them."""

    def seen_by_staff(self, member: Member) -> Self:
        """None."""
        return self.none()

    def open(self) -> Self:
        """Still to be answered."""
        return self.filter(ended_at=None, expires__gt=now(), wrong__lt=Challenge.TRIES)

    def end(self) -> int:
        """They can no longer be answered."""
        return self.filter(ended_at=None).update(ended_at=now())


class Challenge(Owned):
    """A sign-in that waits: for the second step of who has proved the first, or for a passkey of nobody known yet."""

    TRIES: ClassVar[int] = 5

    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    link = models.ForeignKey("access.AccessLink", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    proof = models.CharField(max_length=64, blank=True)
    """The user's session proof when it began: whatever ends sessions ends this too."""
    how = models.CharField(max_length=40, blank=True)
    next = models.CharField(max_length=500, blank=True)
    remembers = models.BooleanField(default=False)
    asked = models.CharField(max_length=100, blank=True)
    """What a passkey has to sign."""
    wrong = models.PositiveIntegerField(default=0)
    made = models.DateTimeField(default=now)
    expires = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[ChallengeQuerySet] = ChallengeQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("second step")
        indexes: ClassVar = [models.Index(fields=["user", "ended_at"])]

    def __str__(self) -> str:
        return self.how

    def may_try(self) -> bool:
        """Count one more try; False when it is answered, over, or has seen five wrong ones."""
        return bool(Challenge.objects.filter(pk=self.pk).open().update(wrong=models.F("wrong") + 1))

    def claim(self) -> bool:
        """Use it up; of simultaneous right answers exactly one gets in."""
        fresh: Any = Challenge.objects.filter(pk=self.pk, ended_at=None, expires__gt=now())
        return bool(fresh.update(ended_at=now()))


def forget_since(user: User, moment: datetime) -> None:
    """Whoever had stolen a login may have set up a second step of their own: it goes with them."""
    Authenticator.objects.filter(user=user, made__gte=moment).delete()
    Passkey.objects.filter(user=user, made__gte=moment).delete()
    RecoveryCode.objects.filter(user=user, made__gte=moment).delete()
    Challenge.objects.filter(user=user).end()
