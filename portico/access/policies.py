"""What a place asks of its ways in. Packages above say it; without a word from them the usual holds."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from portico.agencies.mailbox import mail_key
from portico.agencies.models import Member
from portico.kit.rules import RuleBroken


@dataclass(frozen=True, slots=True)
class Policy:
    """How somebody gets in and stays in, at one of their places."""

    direct_days: int = 0
    """How long a mailed link lets in by itself; 0: links only say who is coming."""
    link_days: int = 0
    """How long lasting links live; 0: until they are ended."""
    reauth_hours: int = 0
    """Hours after which somebody must sign in again; 0: not before the session ends."""
    remembered: bool = True
    """Whether browsers may be remembered."""
    domains: tuple[str, ...] = ()
    """Mail domains they may have; none: all."""

    @property
    def remembers(self) -> bool:
        """Whether one press in a remembered browser is enough; not where people must prove it every few hours."""
        return self.remembered and not self.reauth_hours

    def takes(self, email: str) -> bool:
        """Whether this is an address of the mail domains."""
        return not self.domains or domain_of(email) in {domain_of(f"@{one.lstrip('@')}") for one in self.domains}


POLICIES: list[Callable[[Member], Policy | None]] = []
"""What packages above say about a member's place; the first that has something to say is heard."""


def policy_of(member: Member) -> Policy:
    """What holds for this place."""
    for asked in POLICIES:
        found = asked(member)
        if found is not None:
            return found
    return Policy()


def domain_of(email: str) -> str:
    """The mail domain, as domains are compared."""
    return mail_key(f"x@{email.rpartition('@')[2].strip()}").rpartition("@")[2]


def check_email(policy: Policy, email: str) -> None:
    """Refuse an address of another mail domain."""
    if not policy.takes(email):
        raise RuleBroken(_("Only addresses at %s can be used here.") % ", ".join(policy.domains))
