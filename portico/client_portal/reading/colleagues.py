"""Who of the reader's organization is on the portal, for its admins."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portico.agencies.models import Member
from portico.agencies.roles import Role
from portico.portals.models import ColleagueRequest
from portico.portals.welcoming import colleagues_of, requests_of, seat_of

STATES = {
    Member.Status.ACTIVE: (gettext_lazy("Here"), "ok"),
    Member.Status.INVITED: (gettext_lazy("Invited"), "info"),
    Member.Status.EXPIRED: (gettext_lazy("Invitation expired"), "warn"),
    Member.Status.SUSPENDED: (gettext_lazy("Deactivated"), "neutral"),
}


@dataclass(frozen=True, slots=True)
class Person:
    """One colleague."""

    id: int
    name: str
    email: str
    role: str
    sees: str
    state: str
    tone: str
    last_seen: datetime | None
    me: bool
    may_end: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A colleague who was asked for and is not in yet, or was declined."""

    name: str
    email: str
    by: str
    at: datetime
    state: str
    tone: str
    reason: str


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """Everybody of us."""

    organization: str
    people: list[Person]
    asked: list[Asked]
    may_invite: bool
    needs_approval: bool
    sees_all: bool
    domains: str
    preview: bool = False


def read_people(member: Member) -> PeoplePage:
    """The page. Names are those of the organization's own contacts; nothing of other organizations is read."""
    seat = seat_of(member)
    settings = seat.portal.settings
    open_to = settings.colleagues != "no"
    rows = colleagues_of(member).select_related("contact", "member__user").order_by("contact__name_key", "pk")
    people = []
    for one in rows[:300]:
        state, tone = STATES.get(Member.Status(one.member.status), ("", "neutral"))
        ends = one.member.status in {Member.Status.ACTIVE, Member.Status.INVITED}
        me = one.member_id == member.pk
        people.append(
            Person(
                id=one.pk,
                name=one.contact.name,
                email=one.contact.email,
                role=str(one.member.role_name),
                sees=_("All jobs") if one.all_jobs else _("Chosen jobs"),
                state=str(state),
                tone=tone,
                last_seen=one.member.last_seen,
                me=me,
                may_end=open_to and ends and not me and one.member.role != Role.CLIENT_ADMIN,
            )
        )
    asked = [asked_line(row) for row in requests_of(member).order_by("-status_since", "-pk")[:50]]
    return PeoplePage(
        organization=seat.portal.organization.name,
        people=people,
        asked=asked,
        may_invite=open_to,
        needs_approval=settings.colleagues == "approval",
        sees_all=seat.all_jobs,
        domains=", ".join(settings.domains),
    )


def asked_line(row: ColleagueRequest) -> Asked:
    """One request."""
    declined = row.status == ColleagueRequest.Status.DECLINED
    tone = "danger" if declined else "warn"
    return Asked(row.name, row.email, row.asked_by_name, row.status_since, row.get_status_display(), tone, row.reason)
