"""Whose account at the sign-in provider is whose place here: tied once, by a proved mail address."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from portico.access.admitting import admit
from portico.access.providers import ADMITTED, ProviderAccount, SignInProvider
from portico.agencies.models import Member, User
from portico.agencies.roles import Side
from portico.kit.rules import RuleBroken
from portico.kit.times import now
from portico.messaging.writing import check_address
from portico.records.events import record


def is_proved(claims: dict[str, Any]) -> bool:
    """Whether the provider vouches for the mail address; saying nothing is saying no."""
    return claims.get("email_verified") is True or claims.get("email_verified") == "true"


@transaction.atomic
def person_for(provider: SignInProvider, claims: dict[str, Any]) -> Member:
    """The teammate whose account this is. RuleBroken, in words for them, where there is none."""
    accounts = ProviderAccount.objects.filter(agency=provider.agency_id, issuer=provider.issuer)
    account = accounts.filter(subject=claims["sub"]).select_related("user").first()
    if account is not None:
        member = _place(provider, account.user)
        if member is None:
            raise RuleBroken(_("You have no place in the back office of %s any more.") % provider.agency.name)
        account.last_used = now()
        account.save(update_fields=["last_used"])
        return member
    email = _email(provider, claims)
    user = User.objects.of(provider.agency_id, email)
    member = _place(provider, user) if user is not None else None
    if member is None:
        member = _admitted(provider, email, claims)
    if accounts.filter(user=member.user_id).exists():
        raise RuleBroken(_("Another account is tied to %s. An owner can untie it in the settings.") % email)
    _tie(provider, member, claims, email)
    return member


def _place(provider: SignInProvider, user: User) -> Member | None:
    """Their place in the back office, if it is in force."""
    places = Member.objects.staff().filter(agency=provider.agency_id, user=user)
    return places.select_related("user", "staff_role", "agency").first()


def _email(provider: SignInProvider, claims: dict[str, Any]) -> str:
    email = claims.get("email")
    if not isinstance(email, str) or not is_proved(claims):
        raise RuleBroken(_("%s does not vouch for your mail address.") % provider.name)
    try:
        check_address(email)
    except Exception:
        raise RuleBroken(_("%s does not vouch for your mail address.") % provider.name) from None
    if not provider.takes(email):
        raise RuleBroken(_("Only addresses at %s can be used here.") % ", ".join(provider.domains))
    return email


def _admitted(provider: SignInProvider, email: str, claims: dict[str, Any]) -> Member:
    """A new teammate, where the agency wants it so; otherwise somebody has to invite them."""
    if not provider.admits or provider.admits_as not in ADMITTED:
        raise RuleBroken(_("Nobody with the address %s is in the back office. Ask for an invitation.") % email)
    name = claims.get("name")
    agency = provider.agency
    return admit(agency, email, name if isinstance(name, str) else "", Side.STAFF, provider.admits_as, about=[agency])


def _tie(provider: SignInProvider, member: Member, claims: dict[str, Any], email: str) -> None:
    try:
        with transaction.atomic():
            ProviderAccount.objects.create(
                agency_id=provider.agency_id,
                user=member.user,
                issuer=provider.issuer,
                subject=claims["sub"],
                email=email,
            )
    except IntegrityError:
        raise RuleBroken(_("Somebody else came in with this account at the same moment. Try again.")) from None
    about = [provider.agency]
    record(member, "provider.tied", by=member, about=about, person=member.name, provider=provider.name)


@transaction.atomic
def untie(account: ProviderAccount, *, by: Member) -> None:
    """Forget whose account this is; the next time its mail address decides again."""
    name = str(account.user)
    account.delete()
    record(by.agency, "provider.untied", by=by, person=name)
