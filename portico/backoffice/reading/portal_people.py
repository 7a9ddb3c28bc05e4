"""Who is on a client portal: the Users tab, and what waits there."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from portico.access.inviting import why_suspended
from portico.agencies.models import Member
from portico.agencies.roles import CLIENT_ROLES, CLIENT_WORDS, May, Role
from portico.portals.models import ColleagueRequest, Portal, Seat

MOST = 300


@dataclass(frozen=True, slots=True)
class User:
    """One person on a portal."""

    pk: int
    name: str
    title: str
    email: str
    url: str
    role: str
    jobs: list[str]
    """The chosen jobs; none: all."""
    all_jobs: bool
    status: str
    state: str
    last_seen: datetime | None
    why: str


def read_users(reader: Member, portal: Portal) -> dict[str, Any]:
    """Everybody with a seat, and the colleagues their admins ask for."""
    rows = Seat.objects.visible_to(reader).filter(portal=portal).select_related("contact", "member__user")
    seats = list(rows.prefetch_related("shares__job").order_by("contact__name_key", "pk")[:MOST])
    reasons = why_suspended([seat.member for seat in seats])
    asked = ColleagueRequest.objects.visible_to(reader).waiting().filter(portal=portal)
    return {
        "users": [user_of(seat, reasons) for seat in seats],
        "asked": list(asked.order_by("status_since", "pk")[:50]),
        "roles": [{"name": str(Role(role).label), "allows": str(CLIENT_WORDS[role])} for role in CLIENT_ROLES],
        "may_invite": reader.may(May.WORK_DESK) and reader.may(May.INVITE) and portal.active,
    }


def user_of(seat: Seat, reasons: dict[int, str]) -> User:
    """One line of the list."""
    member, contact = seat.member, seat.contact
    return User(
        pk=seat.pk,
        name=contact.name,
        title=contact.title,
        email=member.email,
        url=reverse("backoffice:portal_user", args=[seat.pk]),
        role=str(member.role_name),
        jobs=[] if seat.all_jobs else [share.job.title for share in seat.shares.all()],
        all_jobs=seat.all_jobs,
        status=member.status,
        state=member.get_status_display(),
        last_seen=member.last_seen,
        why=reasons.get(member.pk, "") if member.status == Member.Status.SUSPENDED else "",
    )
