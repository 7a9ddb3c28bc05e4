"""Whom a candidate may ask."""

from dataclasses import dataclass

from portico.agencies.models import Member


@dataclass(frozen=True, slots=True)
class Recruiter:
    """Whom to ask."""

    name: str
    email: str


def recruiter_of(member: Member | None) -> Recruiter | None:
    """Somebody of the agency's own people who is still there."""
    return Recruiter(member.name, member.email) if member is not None and member.is_in and member.is_staff else None
