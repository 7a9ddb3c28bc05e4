"""Agency, User, Member, and the roles an agency makes for itself."""

from copy import copy
from datetime import datetime
from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from portico.agencies import brand
from portico.agencies.doors import Owned, OwnedQuerySet, Visitor
from portico.agencies.mailbox import mail_key
from portico.agencies.roles import GRANTS, OWN_DESK_ONLY, May, Role, Side
from portico.kit.keys import marks
from portico.kit.quick_rows import Columns, QuickRows, columns
from portico.kit.times import now


class AgencyQuerySet(models.QuerySet["Agency"]):
    """Agencies of this site."""

    def at_work(self) -> Self:
        """Not suspended: mails go out and clocks run."""
        return self.filter(suspended=None)


class Agency(QuickRows):
    """The tenant: a recruiting or staffing firm that uses Portico."""

    name = models.CharField(_("name"), max_length=120)
    host = models.CharField(_("host name"), max_length=253, unique=True)
    site = models.CharField(_("address of the site"), max_length=300, help_text=_("Mails build their links from it."))
    zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    sender_name = models.CharField(_("sender name"), max_length=120, blank=True)
    sender_email = models.EmailField(_("sender address"), blank=True)
    reply_to = models.EmailField(_("reply-to address"), blank=True)
    brand_color = models.CharField(_("brand color"), max_length=7, default="#3a5fcd")
    logo_key = models.CharField(max_length=200, blank=True)
    storage_quota_mb = models.PositiveIntegerField(_("room for files in MB"), null=True, blank=True)
    """Nothing: what holds for the site (STORAGE_QUOTA_MB); 0: no limit."""
    desk_idle_minutes = models.PositiveIntegerField(_("idle limit in minutes"), default=240)
    second_step_roles = models.JSONField(_("who must use two-step sign-in"), default=list)
    """Staff roles, as forms name them: owner, finance, custom:7."""
    support_allowed = models.BooleanField(_("support may look in"), default=True)
    """Whether whoever runs the site may come in as one of the staff, for a reason and an hour at most."""
    suspended = models.DateTimeField(_("suspended since"), null=True, blank=True)
    """Since when whoever runs the site keeps it closed: nobody comes in, nothing is sent, no work is done for it."""
    created = models.DateTimeField(default=now)

    objects: ClassVar[AgencyQuerySet] = AgencyQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")

    def __str__(self) -> str:
        return self.name

    @property
    def agency_id(self) -> int:
        """Whose timeline its own story is on."""
        return self.pk

    def address(self, path: str) -> str:
        """The full address of a page on the agency's own site, for mails."""
        return f"{self.site.rstrip('/')}{path}"

    @property
    def brand_sheet(self) -> str:
        """The stylesheet of the agency's brand."""
        return brand.stylesheet(self.brand_color)

    @property
    def brand_print(self) -> str:
        """The name of that stylesheet's exact content."""
        return brand.fingerprint(self.brand_sheet)

    @property
    def logo_print(self) -> str:
        """The name of the logo's exact content, or nothing."""
        return self.logo_key.rsplit("/", 1)[-1].split(".")[0] if self.logo_key else ""


class UserManager(BaseUserManager["User"]):
    """Finds a login by agency and mailbox."""

    def of(self, agency: Agency | int, email: str) -> "User | None":
        """The login with this mailbox at this agency."""
        return self.filter(agency=agency, email_key=mail_key(email)).first()


class User(QuickRows, AbstractBaseUser):
    """A login at one agency: the same address at two agencies is two users that know nothing of each other."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="+")
    email = models.EmailField(_("email"), max_length=254)
    email_key = models.CharField(max_length=254)
    name = models.CharField(_("name"), max_length=200)
    zone = models.CharField(_("time zone"), max_length=64, blank=True)
    """Theirs, once they have chosen one; nothing: the agency's."""
    stamp = models.PositiveIntegerField(default=0)
    """Counted up to end all of the user's sessions."""
    created = models.DateTimeField(default=now)

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "id"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    is_active = True

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "email_key"], name="one_user_per_mailbox_and_agency"),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def save(self, **kwargs: object) -> None:
        """Keep the normalized mailbox beside the address as typed."""
        self.email_key = mail_key(self.email)
        super().save(**kwargs)  # type: ignore[arg-type]

    @property
    def session_proof(self) -> str:
        """What a session must hold to go on: it changes with the password, the mailbox and the stamp."""
        return self.session_proofs[0]

    @property
    def session_proofs(self) -> list[str]:
        """The same, and what it was under former keys of the site that still count."""
        return marks("portico.session", f"{self.pk}:{self.password}:{self.email_key}:{self.stamp}")


class StaffRole(Owned):
    """A staff role the agency made for itself."""

    name = models.CharField(_("name"), max_length=60)
    permissions = models.JSONField(_("permissions"), default=list)
    own_desk_only = models.BooleanField(_("only jobs whose team they are on"), default=False)

    objects: ClassVar[OwnedQuerySet[Self]] = OwnedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("role")
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency", "name"],
                name="one_role_per_name",
                violation_error_message=_("There is already a role with this name."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class MemberQuerySet(OwnedQuerySet["Member"]):
    """Places of people in an agency."""

    def seen_by_client(self, member: "Member") -> Self:
        """Only themselves."""
        return self.filter(pk=member.pk)

    def seen_by_candidate(self, member: "Member") -> Self:
        """Only themselves."""
        return self.filter(pk=member.pk)

    def staff(self) -> Self:
        """The agency's own people who are in."""
        return self.filter(side=Side.STAFF, status=Member.Status.ACTIVE)


class Member(Owned):
    """A user's place in one agency: on one side, with one role."""

    class Status(models.TextChoices):
        INVITED = "invited", _("Invited")
        EXPIRED = "expired", _("Invitation expired")
        ACTIVE = "active", _("Active")
        SUSPENDED = "suspended", _("Suspended")
        REVOKED = "revoked", _("Access ended")

    MOVES: ClassVar[dict[str, set[str]]] = {
        Status.INVITED: {Status.ACTIVE, Status.EXPIRED, Status.REVOKED, Status.SUSPENDED},
        Status.EXPIRED: {Status.INVITED, Status.REVOKED},
        Status.ACTIVE: {Status.SUSPENDED, Status.REVOKED},
        Status.SUSPENDED: {Status.ACTIVE, Status.REVOKED, Status.INVITED},
        Status.REVOKED: {Status.INVITED},
    }

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="members")
    side = models.CharField(max_length=10, choices=Side)
    role = models.CharField(_("role"), max_length=12, choices=Role)
    staff_role = models.ForeignKey(StaffRole, on_delete=models.PROTECT, null=True, blank=True, related_name="members")
    status = models.CharField(max_length=10, choices=Status, default=Status.INVITED)
    status_since = models.DateTimeField(default=now)
    joined = models.DateTimeField(null=True, blank=True)
    last_seen = models.DateTimeField(null=True, blank=True)
    created = models.DateTimeField(default=now)

    objects: ClassVar[MemberQuerySet] = MemberQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("member")
        indexes: ClassVar = [models.Index(fields=["agency", "side", "status"])]

    def __str__(self) -> str:
        return str(self.user)

    @property
    def name(self) -> str:
        """The person's name."""
        return self.user.name or self.user.email

    @property
    def email(self) -> str:
        """Where mail reaches them."""
        return self.user.email

    @property
    def is_in(self) -> bool:
        """Whether the place is in force."""
        return self.status == self.Status.ACTIVE

    @property
    def is_staff(self) -> bool:
        """One of the agency's own people."""
        return self.side == Side.STAFF

    only: frozenset[May] | None = None
    """While the support acts in their place: it may do no more than this. Never saved."""

    @property
    def grants(self) -> frozenset[May]:
        """Everything they may do."""
        return self._granted if self.only is None else self._granted & self.only

    @property
    def _granted(self) -> frozenset[May]:
        if self.role == Role.CUSTOM and self.staff_role is not None:
            return frozenset({May.SEE_DESK, *(May(name) for name in self.staff_role.permissions)})
        return GRANTS.get(self.role, frozenset())

    @property
    def own_desk_only(self) -> bool:
        """Limited to the jobs whose team they are on, and what hangs on those."""
        if self.role == Role.CUSTOM and self.staff_role is not None:
            return self.staff_role.own_desk_only
        return self.role in OWN_DESK_ONLY

    @property
    def role_name(self) -> str:
        """The role in the agency's words."""
        return self.staff_role.name if self.role == Role.CUSTOM and self.staff_role else str(Role(self.role).label)

    def may(self, permission: May) -> bool:
        """Whether the role allows it."""
        return self.is_in and permission in self.grants

    def as_joined(self) -> "Member":
        """A stand-in for previews: this person as if they had joined already. Never saved."""
        stand_in = copy(self)
        stand_in.status = self.Status.ACTIVE
        return stand_in

    def shape(self) -> Any:
        """What of them decides which rows they see, beside who they are (kit.prepared)."""
        side, status, role, user = columns(self, STANDING)
        if user is None:
            return NotImplemented  # somebody who is not there yet, in previews
        own = None
        if role == CUSTOM and self.staff_role is not None:
            own = (tuple(self.staff_role.permissions), self.staff_role.own_desk_only)
        return (side, status, role, own, self.only)

    def values(self) -> tuple[int, int, int]:
        """Who they are."""
        numbers: tuple[int, int, int] = columns(self, NUMBERS)
        return numbers

    def stand_in(self, values: tuple[int, int, int]) -> "Member":
        """Somebody else who sees alike; of whom nothing else can be asked. Never saved."""
        known: dict[str, object] = dict(zip(("id", "agency_id", "user_id"), values, strict=True))
        known |= {"side": self.side, "role": self.role, "status": self.status}  # in the order of the fields
        made = Member.from_db("default", list(known), list(known.values()))
        role, made.only = self.staff_role if self.role == Role.CUSTOM else None, self.only
        made.staff_role = role and StaffRole(permissions=role.permissions, own_desk_only=role.own_desk_only)
        return made

    def was_seen(self, at: datetime) -> None:
        """Note the last visit, at most once in five minutes."""
        if self.last_seen is None or (at - self.last_seen).total_seconds() > 300:
            Member.objects.filter(pk=self.pk).update(last_seen=at)


CUSTOM = Role.CUSTOM.value
STANDING, NUMBERS = Columns("side", "status", "role", "user_id"), Columns("id", "agency_id", "user_id")

__all__ = ["Agency", "Member", "StaffRole", "User", "Visitor"]
