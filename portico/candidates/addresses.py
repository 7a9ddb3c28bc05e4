"""A candidate who signs in with another address is reached there too, once the recruiter agrees."""

from portico.agencies.models import User
from portico.candidates.models import Candidate
from portico.candidates.profile import ProfileChange
from portico.candidates.proposing import propose


def follow_address(user: User, old: str) -> None:
    """The verified new address is proposed for the profile; where the agency reviews addresses, it waits."""
    candidate = Candidate.objects.filter(member__user=user).select_related("member__user").first()
    if candidate is None or candidate.email == user.email:
        return
    propose(candidate, {"email": user.email}, by=candidate.member, way=ProfileChange.Way.PORTAL)
