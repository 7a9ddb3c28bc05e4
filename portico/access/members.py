"""The agency's own people: inviting a teammate, changing a role, ending access and giving it back.

Nobody touches somebody above their own role or lifts anybody above it, and the last active owner stays one.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from portico.access import inviting
from portico.access.models import RememberedBrowser, SignInProvider
from portico.agencies.models import Agency, Member, StaffRole, User
from portico.agencies.roles import Role, Side
from portico.kit.rules import Conflict, RuleBroken
from portico.records.events import record

RANKS: dict[str, int] = {Role.OWNER: 2, Role.ADMIN: 1}
"""Owners stand above admins, admins above everybody else."""


def rank(role: str) -> int:
    """How high a role stands."""
    return RANKS.get(role, 0)


def may_touch(by: Member, member: Member) -> bool:
    """Whether this teammate stands no higher than oneself."""
    return rank(member.role) <= rank(by.role)


def check_touch(by: Member, member: Member) -> None:
    """Refuse to touch somebody above oneself."""
    if not may_touch(by, member):
        raise RuleBroken(_("Only an owner can do this with an owner."))


def role_key(member: Member) -> str:
    """A role as forms name it: owner, recruiter, or custom:7."""
    return f"{Role.CUSTOM}:{member.staff_role_id}" if member.role == Role.CUSTOM else member.role


@transaction.atomic
def invite_teammate(
    agency: Agency, *, email: str, name: str, role: str, by: Member, staff_role: StaffRole | None = None
) -> Member:
    """Mail a teammate the way in. Somebody who left comes back to their old place, with the role given now."""
    _check_reach(by, role)
    user = User.objects.of(agency, email.strip())
    place = Member.objects.filter(agency=agency, user=user, side=Side.STAFF).first() if user else None
    if place is not None:
        check_touch(by, place)
    return inviting.invite(
        agency, email, name, Side.STAFF, role, by, staff_role=staff_role, about=[agency], member=place
    )


@transaction.atomic
def change_role(member: Member, role: str, staff_role: StaffRole | None, *, seen: str, by: Member) -> None:
    """Give a teammate another role; it holds from their next page on. `seen`: the role the page showed."""
    member = _locked(member)
    check_touch(by, member)
    _check_reach(by, role)
    if role not in inviting.ROLES_OF[Side.STAFF] or (role == Role.CUSTOM) != (staff_role is not None):
        raise RuleBroken(_("This role does not fit."))
    if seen and seen != role_key(member):
        raise Conflict(_("Somebody else just changed the role: it is “%s” now.") % member.role_name)
    if (member.role, member.staff_role) == (role, staff_role):
        return
    if role != Role.OWNER:
        _keep_an_owner(member)
    member.role, member.staff_role = role, staff_role
    member.save(update_fields=["role", "staff_role"])
    record(member, "member.role_changed", by=by, about=[member.agency], person=member.name, role=str(member.role_name))


@transaction.atomic
def deactivate(member: Member, *, by: Member, reason: str = "") -> None:
    """Stop a teammate's access: all sessions, links and remembered browsers are dead at once. It can be given back."""
    member = _locked(member)
    check_touch(by, member)
    if member.pk == by.pk:
        raise RuleBroken(_("You cannot deactivate yourself."))
    _keep_an_owner(member)
    inviting.suspend(member, by, reason or _("no longer needed"))


@transaction.atomic
def reactivate(member: Member, *, by: Member) -> None:
    """Give a deactivated teammate access again, with the role they had; they are mailed a way in."""
    check_touch(by, member)
    inviting.restore(member, by)


@transaction.atomic
def withdraw(member: Member, *, by: Member) -> None:
    """Take back an invitation, or end a deactivated place for good."""
    check_touch(by, member)
    if member.is_in:
        raise RuleBroken(_("Deactivate %s first.") % member.name)
    inviting.revoke(member, by)


@transaction.atomic
def resend(member: Member, *, by: Member) -> None:
    """Mail the invitation again; who had left is invited anew."""
    check_touch(by, member)
    if member.status == Member.Status.REVOKED:
        invite_teammate(
            member.agency, email=member.email, name=member.name, role=member.role, by=by, staff_role=member.staff_role
        )
        return
    inviting.resend(member, by)


@transaction.atomic
def end_sessions(member: Member, *, by: Member) -> None:
    """Sign a teammate out everywhere; they may sign in again."""
    check_touch(by, member)
    inviting.end_sessions(member.user)
    RememberedBrowser.objects.filter(user=member.user_id).end(by=by)
    record(member, "member.sessions_ended", by=by, about=[member.agency], person=member.name)


def _locked(member: Member) -> Member:
    """The member as they are now. All owners are locked first, in one order, so that no two leave at once."""
    owners = Member.objects.filter(agency=member.agency_id, side=Side.STAFF, role=Role.OWNER)
    list(owners.order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True))
    rows = Member.objects.select_related("user", "staff_role", "agency")
    return rows.select_for_update(of=("self",)).get(pk=member.pk)


def _keep_an_owner(member: Member) -> None:
    if member.role != Role.OWNER or not member.is_in:
        return
    owners = Member.objects.filter(agency=member.agency_id, role=Role.OWNER).staff().exclude(pk=member.pk)
    if SignInProvider.objects.filter(emergency=member, on=True, only_way=True).exists():
        raise RuleBroken(
            _("%s is the one who can come in when the sign-in provider is down. Choose another owner first.")
            % member.name
        )
    if not owners.exists():
        raise RuleBroken(_("%s is the only owner. Make somebody else an owner first.") % member.name)


def _check_reach(by: Member, role: str) -> None:
    if rank(role) > rank(by.role):
        raise RuleBroken(_("You cannot give a role above your own."))
