"""Inviting somebody, and ending, suspending or giving back their access."""

from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from portico.access import links
from portico.access.models import AccessLink, Purpose, RememberedBrowser
from portico.access.policies import check_email, policy_of
from portico.agencies.models import Agency, Member, StaffRole, User
from portico.agencies.roles import CLIENT_ROLES, STAFF_ROLES, Role, Side
from portico.kit.failpoints import fail_point
from portico.kit.rules import Conflict, RuleBroken
from portico.kit.times import now
from portico.messaging.writing import check_address, one_line
from portico.records.events import record
from portico.records.lifecycle import become
from portico.records.models import EventSubject
from portico.records.subjects import kind_of

ON_JOIN: list[Callable[[Member], None]] = []
"""What packages above do when somebody joins, in the same transaction."""

ROLES_OF: dict[str, set[str]] = {
    Side.STAFF: {*STAFF_ROLES, Role.CUSTOM},
    Side.CLIENT: {*CLIENT_ROLES},
    Side.CANDIDATE: {Role.CANDIDATE},
}


@transaction.atomic
def invite(
    agency: Agency,
    email: str,
    name: str,
    side: str,
    role: str,
    by: Member | None,
    *,
    staff_role: StaffRole | None = None,
    about: Iterable[models.Model | None] = (),
    member: Member | None = None,
) -> Member:
    """Invite somebody to a place in the agency and mail them the way in.

    The same address is the same user. A teammate or candidate has one place on their side; a contact gets a new one
    unless `member` says which place is meant. `about` are the records on whose timelines the story belongs.
    """
    about = list(about)
    invited = place_for(agency, email, name, side, role, by, staff_role=staff_role, about=about, member=member)
    mail_invitation(invited, by=by, about=about)
    return invited


@transaction.atomic
def place_for(
    agency: Agency,
    email: str,
    name: str,
    side: str,
    role: str,
    by: Member | None,
    *,
    staff_role: StaffRole | None = None,
    about: Iterable[models.Model | None] = (),
    member: Member | None = None,
) -> Member:
    """The place of somebody who is about to be invited, new or used again; nothing is mailed."""
    if role not in ROLES_OF[side] or (role == Role.CUSTOM) != (staff_role is not None):
        raise RuleBroken(_("This role does not fit."))
    user = user_for(agency, email, name)
    place = member
    if place is not None and place.user_id != user.pk:
        place = _moved(place, user)
    elif place is None and side != Side.CLIENT:
        place = Member.objects.filter(agency=agency, user=user, side=side).first()
    if place is None:
        place = Member.objects.create(agency=agency, user=user, side=side, role=role, staff_role=staff_role)
        record(place, "member.invited", by=by, about=about, person=user.name)
        return place
    place.agency = agency
    if place.is_in:
        raise RuleBroken(_("%s has access already.") % user.name)
    Member.objects.filter(pk=place.pk).update(role=role, staff_role=staff_role)
    place.role, place.staff_role = role, staff_role
    if place.status != Member.Status.INVITED:
        become(place, Member.Status.INVITED, by=by, about=about, person=user.name)
    return place


def user_for(agency: Agency, email: str, name: str) -> User:
    """The login with this mailbox, made where there is none."""
    email, name = email.strip(), one_line(name, 120)
    try:
        check_address(email)
    except ValidationError:
        raise RuleBroken(_("A valid email address is missing.")) from None
    found = User.objects.of(agency, email)
    if found is not None:
        return found
    user = User(agency=agency, email=email, name=name or email.partition("@")[0])
    user.set_unusable_password()
    user.save()
    return user


def _moved(place: Member, user: User) -> Member:
    """A contact's address was corrected since the last invitation: the place goes over to the user with the new one."""
    if place.is_in:
        raise RuleBroken(_("%s has access with another email address.") % place.name)
    links.end_all(place)
    place.user = user
    place.save(update_fields=["user"])
    return place


@transaction.atomic
def mail_invitation(member: Member, *, by: Member | None, about: Iterable[models.Model | None] = ()) -> AccessLink:
    """Write the invitation with its button; older invitations to this place end."""
    check_email(policy_of(member), member.email)
    Member.objects.select_for_update().get(pk=member.pk)  # Of two sent at once, the later ends the earlier.
    AccessLink.objects.filter(member=member, purpose=Purpose.INVITATION).end(AccessLink.Status.REPLACED)
    link, token = links.issue(member, Purpose.INVITATION, by=by, about=about)
    links.mail(
        link,
        token,
        "access/emails/invitation",
        inviter=by.name if by else "",
        colleague=bool(by and not by.is_staff),
        side=member.side,
    )
    return link


def subjects_of(member: Member) -> list[models.Model]:
    """The records that the member's invitation was about; the story of the agency's own people is the agency's."""
    if member.side == Side.STAFF:
        return [member.agency]
    newest = AccessLink.objects.filter(member=member, purpose=Purpose.INVITATION).order_by("-created", "-pk").first()
    return newest.subjects() if newest else []


@transaction.atomic
def resend(member: Member, by: Member | None) -> AccessLink:
    """Mail a new invitation; one that had expired is open again."""
    about = subjects_of(member)
    if member.status == Member.Status.EXPIRED:
        become(member, Member.Status.INVITED, by=by, about=about, verb="member.invited_again", person=member.name)
    elif member.status == Member.Status.INVITED:
        record(member, "member.invited_again", by=by, about=about, person=member.name)
    else:
        raise RuleBroken(_("There is no open invitation for %s.") % member.name)
    return mail_invitation(member, by=by, about=about)


@transaction.atomic
def accept(link: AccessLink, name: str, password: str | None) -> Member:
    """The invited person comes in: uses up the link, takes the place, and is mailed the lasting way back."""
    member = link.member
    if member is not None:  # First the place, then its links, as where access is ended: nobody waits in a circle.
        Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    if member is None or links.state_of(link) != "open" or not link.consume():
        raise Conflict(_("This invitation has been used already."))
    fail_point("invitation.accept")
    user = link.user
    user.name = one_line(name, 120) or user.name
    if password and not user.has_usable_password():
        user.set_password(password)
    user.save()
    member.user = user
    member.joined = now()
    member.save(update_fields=["joined"])
    become(member, Member.Status.ACTIVE, by=member, about=link.subjects(), person=user.name)
    for join in ON_JOIN:
        join(member)
    mail_way_back(member, about=link.subjects())
    return member


def mail_way_back(member: Member, *, about: Iterable[models.Model | None] = ()) -> AccessLink:
    """Mail the reusable link that says who is coming and where to; for who has direct access, one that lets in."""
    policy = policy_of(member)
    if policy.direct_days:
        link, token = links.issue(member, Purpose.DIRECT, days=policy.direct_days, about=about)
        links.mail(link, token, "access/emails/direct", side=member.side, days=policy.direct_days)
        return link
    link, token = links.issue(member, Purpose.LASTING, days=policy.link_days or None, about=about)
    links.mail(link, token, "access/emails/way_back", side=member.side)
    return link


def expire(member: Member) -> None:
    """The invitation ran out; the person is told by the link itself, the agency by the state."""
    become(member, Member.Status.EXPIRED, by=None, about=subjects_of(member), person=member.name)


@transaction.atomic
def revoke(member: Member, by: Member | None) -> None:
    """End somebody's access for good: sessions, links and remembered browsers are dead at once."""
    become(member, Member.Status.REVOKED, by=by, about=subjects_of(member), person=member.name)
    shut_out(member, by=by)


@transaction.atomic
def suspend(member: Member, by: Member | None, reason: str, *, asks: bool = True) -> None:
    """Stop somebody's access until it is given back. `asks`: it waits for somebody to decide how to go on."""
    about, words = subjects_of(member), {"person": member.name, "reason": reason}
    become(member, Member.Status.SUSPENDED, by=by, about=about, asks=asks, **words)
    shut_out(member, by=by)


@transaction.atomic
def restore(member: Member, by: Member | None) -> None:
    """Give suspended access back: who had joined gets a new way in by mail, who had not gets a new invitation."""
    about = subjects_of(member)
    if member.joined is None:
        become(member, Member.Status.INVITED, by=by, about=about, person=member.name)
        mail_invitation(member, by=by, about=about)
        return
    check_email(policy_of(member), member.email)
    become(member, Member.Status.ACTIVE, by=by, about=about, verb="member.restored", person=member.name)
    mail_way_back(member, about=about)


def shut_out(member: Member, *, by: Member | None) -> None:
    """Nothing that lets the member in survives: sessions (of all the user's places), links, remembered browsers."""
    end_sessions(member.user)
    links.end_all(member, by=by)
    if not Member.objects.filter(user=member.user_id, status=Member.Status.ACTIVE).exclude(pk=member.pk).exists():
        RememberedBrowser.objects.filter(user=member.user_id).end(by=by)


def end_sessions(user: User) -> None:
    """Every session of the user is dead at its next request."""
    User.objects.filter(pk=user.pk).update(stamp=models.F("stamp") + 1)
    user.refresh_from_db(fields=["stamp"])


def why_suspended(members: Iterable[Member]) -> dict[int, str]:
    """Why each of these was suspended the last time, by member."""
    return {pk: str(details.get("reason") or "") for pk, details in _suspensions(members).items()}


def decided(members: Iterable[Member]) -> set[int]:
    """Who was suspended by somebody's decision, so that nobody needs to be asked."""
    return {pk for pk, details in _suspensions(members).items() if details.get("asks") is False}


def _suspensions(members: Iterable[Member]) -> dict[int, dict[str, Any]]:
    stopped = [member.pk for member in members if member.status == Member.Status.SUSPENDED]
    if not stopped:
        return {}
    rows = EventSubject.objects.filter(kind=kind_of(Member), object_id__in=stopped, event__verb="member.suspended")
    rows = rows.select_related("event").order_by("at", "pk")
    return {row.object_id: row.event.details for row in rows}
