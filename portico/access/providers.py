"""SignInProvider: the agency's own login service, by which its staff come in; and whose account there is whose here."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portico.agencies.doors import Owned, OwnedQuerySet
from portico.agencies.models import Agency, Member, User
from portico.agencies.roles import STAFF_ROLES, Role
from portico.kit.prepared import prepared
from portico.kit.times import now
from portico.messaging.sealing import CannotUnseal, seal, unseal


class SignInProvider(Owned):
    """The login service of the agency's own company (OpenID Connect), and what it may decide about who comes in."""

    name = models.CharField(_("name"), max_length=60)
    issuer = models.CharField(_("issuer"), max_length=300)
    client_id = models.CharField(_("client ID"), max_length=300)
    sealed = models.TextField(blank=True)
    """The client secret, sealed; the database alone gives it away to nobody."""
    domains = models.JSONField(_("mail domains"), default=list)
    on = models.BooleanField(_("Staff may sign in with it"), default=True)
    only_way = models.BooleanField(_("Staff sign in with it only"), default=False)
    emergency = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    """The owner who may always come in with a password, should the provider be down or set up wrongly."""
    admits = models.BooleanField(_("Teammates who are not invited come in too"), default=False)
    admits_as = models.CharField(_("as"), max_length=12, choices=Role, default=Role.READER)
    proved_at = models.DateTimeField(null=True, blank=True)
    """When somebody last came in by it as it is set up now."""
    created = models.DateTimeField(default=now)

    objects: ClassVar[OwnedQuerySet[Self]] = OwnedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("sign-in provider")
        constraints: ClassVar = [models.UniqueConstraint(fields=["agency"], name="one_sign_in_provider_per_agency")]

    def __str__(self) -> str:
        return self.name

    @property
    def secret(self) -> str:
        """The client secret; nothing where there is none, or none that can be unsealed."""
        try:
            return unseal(self.sealed).get("provider_secret", "")
        except CannotUnseal:
            return ""

    @secret.setter
    def secret(self, secret: str) -> None:
        self.sealed = seal({"provider_secret": secret}) if secret else ""

    def takes(self, email: str) -> bool:
        """Whether an address is of the agency's mail domains; none named: all are."""
        return not self.domains or email.rpartition("@")[2].lower() in self.domains


ADMITTED: list[str] = [role for role in STAFF_ROLES if role not in {Role.OWNER, Role.ADMIN}]
"""As what somebody may come in whom nobody invited: never as one who runs the agency."""


class AccountQuerySet(OwnedQuerySet["ProviderAccount"]):
    """Accounts at sign-in providers; staff see all of the agency's."""


class ProviderAccount(Owned):
    """An account at the provider, tied to a person here the first time they came in with it."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    issuer = models.CharField(max_length=300)
    subject = models.CharField(max_length=255)
    """The provider's own, lasting name for the account. The mail address may change, this does not."""
    email = models.EmailField(max_length=254, blank=True)
    tied_at = models.DateTimeField(default=now)
    last_used = models.DateTimeField(default=now)

    objects: ClassVar[AccountQuerySet] = AccountQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("company account")
        ordering: ClassVar = ["user__name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "issuer", "subject"], name="one_user_per_provider_account"),
            models.UniqueConstraint(fields=["user", "issuer"], name="one_provider_account_per_user"),
        ]

    def __str__(self) -> str:
        return self.email


def provider_of(agency: Agency | int) -> SignInProvider | None:
    """The provider by which this agency's staff may come in, if it has one and it is on."""
    found: SignInProvider | None = in_use.first(agency if isinstance(agency, int) else agency.pk)
    return found


@prepared
def in_use(agency: int) -> QuerySet[SignInProvider]:
    """The agency's provider, while it is on."""
    return SignInProvider.objects.filter(agency=agency, on=True).select_related("emergency")
