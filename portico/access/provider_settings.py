"""Setting up the agency's sign-in provider. Only owners do: whoever controls it can come in as anybody."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from portico.access import openid
from portico.access.provider_people import untie
from portico.access.providers import ADMITTED, ProviderAccount, SignInProvider
from portico.access.ways import end_other_ways
from portico.agencies.models import Agency, Member, MemberQuerySet
from portico.agencies.roles import Role
from portico.kit.fetching import Unreachable
from portico.kit.rules import RuleBroken
from portico.messaging.alerting import tell_owners
from portico.records.editing import save_changes
from portico.records.events import record

AT_ONCE = timedelta(0)


def of(agency: Agency) -> SignInProvider:
    """The agency's provider, on or off; an unsaved one where there is none yet."""
    found = SignInProvider.objects.filter(agency=agency).select_related("emergency__user").first()
    return found or SignInProvider(agency=agency, on=True)


def owners(agency: Agency) -> MemberQuerySet:
    """Who can be named for emergencies."""
    return Member.objects.staff().filter(agency=agency, role=Role.OWNER).select_related("user")


def check_owner(by: Member) -> None:
    """Refuse everybody but owners."""
    if by.role != Role.OWNER or not by.is_staff:
        raise RuleBroken(_("Only an owner can change this."))


def check_answers(issuer: str) -> None:
    """Refuse an issuer that does not describe itself, saying why."""
    try:
        openid.describe(issuer, afresh=True)
    except Unreachable as no:
        raise RuleBroken(_("This issuer cannot be used: %s.") % no) from None


@transaction.atomic
def change(agency: Agency, changes: dict[str, Any], *, secret: str = "", seen: str, by: Member) -> list[str]:
    """Set the provider up. Everybody's sessions that came by a way which is closed now end; the owners are told."""
    check_owner(by)
    provider, _made = SignInProvider.objects.get_or_create(agency=agency, defaults={"on": True})
    before = (provider.issuer, provider.client_id)
    changed = save_changes(provider, changes, seen=seen, by=by, quiet=True)
    if (provider.issuer, provider.client_id) != before:
        if provider.on and provider.only_way and "only_way" not in changed:
            raise RuleBroken(_("Switch “Staff sign in with it only” off first, then change the provider."))
        provider.proved_at = None
    if secret:
        provider.secret = secret
        changed.append("secret")
    if not changed:
        return []
    provider.save()
    _check(provider)
    end_other_ways(provider, by=by)
    words = ", ".join(_("client secret") if name == "secret" else _name(name) for name in changed)
    record(agency, "provider.changed", by=by, fields=words)
    tell_owners(agency, "access/emails/provider_changed", {"who": by.name, "what": words}, at_most_every=AT_ONCE)
    return changed


def _name(field: str) -> str:
    return str(SignInProvider._meta.get_field(field).verbose_name)  # type: ignore[union-attr]


def _check(provider: SignInProvider) -> None:
    if provider.admits and not provider.domains:
        raise RuleBroken(_("Name your mail domains first: otherwise everybody with an account there could come in."))
    if provider.admits and provider.admits_as not in ADMITTED:
        raise RuleBroken(_("Nobody comes in by themselves to run the agency. Choose another role."))
    if not (provider.on and provider.only_way):
        return
    if provider.proved_at is None:
        raise RuleBroken(_("Somebody has to come in with it once before it can be the only way."))
    spare = provider.emergency
    if spare is None or not spare.is_in or spare.role != Role.OWNER or spare.agency_id != provider.agency_id:
        raise RuleBroken(_("Choose an owner who can still use a password, should the provider be down."))
    if not spare.user.has_usable_password():
        raise RuleBroken(_("%s has no password yet. Set one in the account first.") % spare.name)


@transaction.atomic
def remove(agency: Agency, *, by: Member) -> None:
    """No provider any more: whose accounts were whose is forgotten, and staff come in as before."""
    check_owner(by)
    provider = SignInProvider.objects.select_for_update().filter(agency=agency).first()
    if provider is None:
        return
    ProviderAccount.objects.filter(agency=agency).delete()
    name = provider.name
    provider.delete()
    record(agency, "provider.removed", by=by, provider=name)
    tell_owners(agency, "access/emails/provider_changed", {"who": by.name, "what": _("removed")}, at_most_every=AT_ONCE)


@transaction.atomic
def forget_account(account: ProviderAccount, *, by: Member) -> None:
    """Whose account this is is forgotten."""
    check_owner(by)
    untie(account, by=by)
