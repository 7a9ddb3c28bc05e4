"""Roles an agency makes for itself."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from portico.agencies.models import Agency, Member, StaffRole
from portico.agencies.roles import CUSTOM_MAY
from portico.kit.rules import Conflict, RuleBroken
from portico.records.editing import save_changes
from portico.records.events import record


def in_order(permissions: Iterable[str]) -> list[str]:
    """Permissions as they are kept: only those an own role may have, in the table's order."""
    wanted = set(permissions)
    return [may.value for may in CUSTOM_MAY if may.value in wanted]


@transaction.atomic
def add_role(agency: Agency, *, name: str, permissions: list[str], own_desk_only: bool, by: Member) -> StaffRole:
    """Make a role of the agency's own."""
    role = StaffRole(agency=agency, name=name, permissions=in_order(permissions), own_desk_only=own_desk_only)
    _save(role)
    record(role, "staffrole.added", by=by, about=[agency], role=name)
    return role


@transaction.atomic
def change_own_role(
    role: StaffRole, *, name: str, permissions: list[str], own_desk_only: bool, seen: str, by: Member
) -> None:
    """Change what everybody with this role may do; it holds from their next page on."""
    changes = {"name": name, "permissions": in_order(permissions), "own_desk_only": own_desk_only}
    try:
        with transaction.atomic():
            save_changes(role, changes, seen=seen, by=by, about=[role.agency], role=name)
    except IntegrityError:
        raise Conflict(_("There is already a role with this name.")) from None


@transaction.atomic
def delete_role(role: StaffRole, *, by: Member) -> None:
    """Delete a role that nobody holds."""
    row = StaffRole.objects.select_for_update().get(pk=role.pk)
    holders = [str(member) for member in row.members.select_related("user")[:4]]
    if holders:
        names = ", ".join(holders[:3]) + (" …" if len(holders) > 3 else "")
        raise RuleBroken(_("%(names)s still has this role. Give them another one first.") % {"names": names})
    record(row, "staffrole.deleted", by=by, about=[row.agency], role=row.name)
    row.delete()


def _save(role: StaffRole) -> None:
    try:
        with transaction.atomic():
            role.save()
    except IntegrityError:
        raise Conflict(_("There is already a role with this name.")) from None
