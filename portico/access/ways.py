"""By which ways somebody may come into a place: an agency may keep its staff to its own sign-in provider."""

from portico.access.models import Session
from portico.access.providers import SignInProvider, provider_of
from portico.agencies.models import Member
from portico.agencies.roles import Role, Side

PROVIDER = "company account"
IN_EMERGENCY = frozenset({"password", "new password", "passkey"})


def only_provider(member: Member) -> SignInProvider | None:
    """The provider by which alone this member may come in, if their agency wants it so."""
    if not member.is_staff:
        return None
    provider = provider_of(member.agency_id)
    return provider if provider is not None and provider.only_way else None


def is_way(member: Member, how: str) -> bool:
    """Whether this way leads into this place. The one owner named for emergencies may always use a password."""
    provider = only_provider(member)
    if provider is None or how == PROVIDER:
        return True
    return provider.emergency_id == member.pk and member.role == Role.OWNER and how in IN_EMERGENCY


def end_other_ways(provider: SignInProvider, *, by: Member | None) -> int:
    """Sign out the staff who came in by a way that is closed now; returns how many sessions that were."""
    rows = Session.objects.filter(agency=provider.agency_id, ended_at=None, member__side=Side.STAFF)
    rows = rows.exclude(how__in=[PROVIDER, "support"]).exclude(member=provider.emergency_id, how__in=IN_EMERGENCY)
    return rows.end(by=by) if provider.on and provider.only_way else 0
