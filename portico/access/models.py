"""AccessLink and the log of its use, RememberedBrowser, Attempt."""

from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from portico.access.factors import Authenticator, Challenge, Passkey, RecoveryCode
from portico.access.providers import ProviderAccount, SignInProvider
from portico.access.sessions import Session
from portico.access.support import SupportVisit
from portico.agencies.doors import Owned, OwnedQuerySet
from portico.agencies.models import Member, User
from portico.kit.failpoints import fail_point
from portico.kit.times import now
from portico.messaging.models import Email
from portico.messaging.unreachable import heard_from
from portico.records.events import record
from portico.records.subjects import model_of

CODE_TRIES = 5
OPEN_AT_ONCE = 3
DIRECT_AT_ONCE = 12
"""Each mail to somebody with direct access carries a link of its own."""
OPENINGS_KEPT = 50


class Purpose(models.TextChoices):
    """What a link is for; it is good for nothing else."""

    SIGN_IN = "sign_in", _("Sign in")
    INVITATION = "invitation", _("Invitation")
    LASTING = "lasting", _("Way back in")
    DIRECT = "direct", _("Direct access")
    SET_PASSWORD = "set_password", _("Set a password")
    CHANGE_EMAIL = "change_email", _("Confirm a new mail address")
    UNDO_EMAIL = "undo_email", _("Take back a change of the mail address")
    CALENDAR = "calendar", _("Calendar feed")


LIFE: dict[str, timedelta | None] = {
    Purpose.SIGN_IN: timedelta(minutes=10),
    Purpose.INVITATION: timedelta(days=7),
    Purpose.LASTING: None,
    Purpose.DIRECT: timedelta(days=14),
    Purpose.SET_PASSWORD: timedelta(hours=1),
    Purpose.CHANGE_EMAIL: timedelta(hours=1),
    Purpose.UNDO_EMAIL: timedelta(hours=72),
    Purpose.CALENDAR: None,
}


class LinkQuerySet(OwnedQuerySet["AccessLink"]):
    """Emailed links of one agency; its staff see them all, nobody else any."""

    def open(self, at: datetime) -> Self:
        """Still good."""
        return self.filter(models.Q(expires=None) | models.Q(expires__gt=at), status=AccessLink.Status.OPEN)

    def of(self, member: Member) -> Self:
        """A person's links, newest first."""
        return self.filter(models.Q(member=member) | models.Q(user=member.user_id, member=None)).order_by("-created")

    def end(self, status: str, *, by: Member | None = None) -> int:
        """End those that are open."""
        return self.filter(status=AccessLink.Status.OPEN).update(status=status, ended_at=now(), ended_by=by)


class AccessLink(Owned):
    """An emailed link to enter or to do one act. Only its hash is kept."""

    class Status(models.TextChoices):
        OPEN = "open", _("Open")
        USED = "used", _("Used")
        REPLACED = "replaced", _("Replaced by a newer one")
        REVOKED = "revoked", _("Ended")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    purpose = models.CharField(max_length=12, choices=Purpose)
    token_hash = models.CharField(max_length=64, unique=True)
    code_hash = models.CharField(max_length=64, blank=True)
    wrong_codes = models.PositiveIntegerField(default=0)
    browser = models.CharField(max_length=64, blank=True)
    """Hash of the asking browser's nonce; in another browser the code has to be typed."""
    next = models.CharField(max_length=500, blank=True)
    data = models.JSONField(default=dict)
    about = models.JSONField(default=list)
    issued_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    email = models.ForeignKey(Email, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    """The mail that carries it: tells when it was delivered."""
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    created = models.DateTimeField(default=now)
    expires = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    opened_count = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)
    last_ip = models.CharField(max_length=45, blank=True)
    last_agent = models.CharField(max_length=200, blank=True)

    objects: ClassVar[LinkQuerySet] = LinkQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("link")
        indexes: ClassVar = [
            models.Index(fields=["user", "purpose", "status"]),
            models.Index(fields=["member", "-created"]),
            models.Index(fields=["browser"]),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} ({self.state_words})"

    @property
    def is_open(self) -> bool:
        """Still good, as far as this row says."""
        return self.status == self.Status.OPEN and (self.expires is None or self.expires > now())

    @property
    def state(self) -> str:
        """open, expired, used, replaced or revoked."""
        return "expired" if self.status == self.Status.OPEN and not self.is_open else self.status

    @property
    def state_words(self) -> str:
        """The state in words."""
        return str(_("Expired")) if self.state == "expired" else self.get_status_display()

    def subjects(self) -> list[models.Model]:
        """The records on whose timelines its story belongs."""
        found = [model_of(kind)._base_manager.filter(pk=pk).first() for kind, pk in self.about]
        return [row for row in found if row is not None]

    def was(self, what: str, *, ip: str, agent: str) -> None:
        """Log that it was opened, used or refused. Opening changes nothing else, however often."""
        at = now()
        changes: dict[str, Any] = {"last_ip": ip, "last_agent": agent}
        if what == LinkUse.What.OPENED:
            changes |= {"opened_at": at, "opened_count": models.F("opened_count") + 1}
        elif what == LinkUse.What.USED:
            changes["used_at"] = at
        AccessLink.objects.filter(pk=self.pk).update(**changes)
        if what == LinkUse.What.OPENED and self.opened_count >= OPENINGS_KEPT:
            return
        LinkUse.objects.create(agency_id=self.agency_id, link=self, what=what, at=at, ip=ip, agent=agent)

    def consume(self) -> bool:
        """Use it up. Of simultaneous tries exactly one succeeds; the person's other links for this purpose close."""
        at = now()
        still = AccessLink.objects.filter(pk=self.pk)
        if not fail_point("link.consume"):
            still = still.open(at)
        if still.update(status=self.Status.USED, ended_at=at, used_at=at) != 1:
            return False
        self.refresh_from_db(fields=["status", "ended_at", "used_at"])
        others = AccessLink.objects.filter(user=self.user_id, purpose=self.purpose)
        if self.purpose == Purpose.INVITATION:
            others = others.filter(member=self.member_id)
        elif self.purpose == Purpose.UNDO_EMAIL:
            # Who stole an account and moved it on twice must not be able to close the first owner's way back.
            others = others.filter(pk__gt=self.pk)
        others.end(self.Status.REPLACED)
        if self.email is not None:
            heard_from(self.agency_id, self.email.to)
        return True

    @transaction.atomic
    def revoke(self, by: Member | None) -> None:
        """End this link."""
        if AccessLink.objects.filter(pk=self.pk).end(self.Status.REVOKED, by=by):
            self.refresh_from_db()
            record(
                self,
                "link.revoked",
                by=by,
                about=[self.member, *self.subjects()],
                person=str(self.user),
                purpose=self.purpose,
            )


class LinkUse(Owned):
    """One line of a link's log: opened, used or refused, from where."""

    class What(models.TextChoices):
        OPENED = "opened", _("Opened")
        USED = "used", _("Used")
        REFUSED = "refused", _("Refused")

    link = models.ForeignKey(AccessLink, on_delete=models.CASCADE, related_name="uses")
    what = models.CharField(max_length=8, choices=What)
    at = models.DateTimeField(default=now)
    ip = models.CharField(max_length=45, blank=True)
    agent = models.CharField(max_length=200, blank=True)

    objects: ClassVar[OwnedQuerySet[Self]] = OwnedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar = ["-at"]

    def __str__(self) -> str:
        return self.get_what_display()


class BrowserQuerySet(OwnedQuerySet["RememberedBrowser"]):
    """Browsers that are remembered; staff see all of the agency's, everybody sees their own."""

    def seen_by_client(self, member: Member) -> Self:
        """Their own."""
        return self.filter(user=member.user_id)

    def seen_by_candidate(self, member: Member) -> Self:
        """Their own."""
        return self.filter(user=member.user_id)

    def alive(self, at: datetime) -> Self:
        """Still remembered."""
        return self.filter(revoked_at=None, expires__gt=at)

    def end(self, *, by: Member | None = None) -> int:
        """Forget them."""
        return self.filter(revoked_at=None).update(revoked_at=now(), revoked_by=by)


class RememberedBrowser(Owned):
    """A browser in which a person has signed in before: there one press after a lasting link is enough, for 90 days."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    secret_hash = models.CharField(max_length=64)
    created = models.DateTimeField(default=now)
    last_used = models.DateTimeField(default=now)
    expires = models.DateTimeField()
    ip = models.CharField(max_length=45, blank=True)
    agent = models.CharField(max_length=200, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects: ClassVar[BrowserQuerySet] = BrowserQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("remembered browser")
        ordering: ClassVar = ["-last_used"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "secret_hash"], name="one_row_per_user_and_browser")
        ]

    def __str__(self) -> str:
        return self.agent

    @property
    def is_open(self) -> bool:
        """Still remembered."""
        return self.revoked_at is None and self.expires > now()

    @transaction.atomic
    def forget(self, by: Member | None) -> None:
        """From now on this browser has to sign in like any other."""
        if RememberedBrowser.objects.filter(pk=self.pk).end(by=by):
            self.refresh_from_db()
            people = Member.objects.filter(user=self.user_id)
            record(self, "browser.forgotten", by=by, about=people, person=str(self.user))


class Attempt(Owned):
    """Something that is limited per mailbox or per address: asking for mail, a wrong password, a wrong code."""

    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=64)
    at = models.DateTimeField(default=now)

    objects: ClassVar[OwnedQuerySet[Self]] = OwnedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes: ClassVar = [models.Index(fields=["agency", "kind", "key", "at"])]

    def __str__(self) -> str:
        return self.kind


__all__ = [
    "AccessLink",
    "Attempt",
    "Authenticator",
    "Challenge",
    "LinkUse",
    "Passkey",
    "ProviderAccount",
    "Purpose",
    "RecoveryCode",
    "RememberedBrowser",
    "Session",
    "SignInProvider",
    "SupportVisit",
]
