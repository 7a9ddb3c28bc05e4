"""Roles: the table of who may do what, and the agency's own ones."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portico.access import own_roles
from portico.access.fresh import fresh_sign_in
from portico.agencies.gate import DeskRequest, staff
from portico.agencies.models import Member, StaffRole
from portico.agencies.roles import May
from portico.backoffice.editing import see_again
from portico.backoffice.forms.members import OwnRoleForm
from portico.backoffice.reading.settings import role_columns, role_lines
from portico.kit.forms import Form
from portico.kit.pages import page, refuse, say
from portico.records.editing import shown

FIELDS = ["name", "permissions", "own_desk_only"]


@staff()
@require_safe
def role_list(request: DeskRequest) -> HttpResponse:
    """Every role with what it may do."""
    columns, lines = role_columns(request.member), role_lines()
    rows = [{"label": label, "marks": [one.marks[number] for one in columns]} for number, label in enumerate(lines)]
    return page(request, "backoffice/role_list.html", roles=columns, rows=rows)


@staff(May.MANAGE_MEMBERS)
@fresh_sign_in
def role_add(request: DeskRequest) -> HttpResponse:
    """Make a role of the agency's own."""
    form = OwnRoleForm(request.POST if request.method == "POST" else None)

    def add(seen: str, **facts: object) -> StaffRole:
        return own_roles.add_role(request.agency, by=request.member, **facts)  # type: ignore[arg-type]

    if form.is_bound and form.does(add):
        say(request, _("The role %s can be given now.") % form.result.name)
        return redirect("backoffice:role_list")
    return role_form(request, form, None)


@staff(May.MANAGE_MEMBERS)
@fresh_sign_in
def role_edit(request: DeskRequest, pk: int) -> HttpResponse:
    """Change what a role of the agency's own may do."""
    role = get_object_or_404(StaffRole.objects.visible_to(request.member).select_related("agency"), pk=pk)
    if request.method != "POST":
        initial = {name: getattr(role, name) for name in FIELDS} | {"seen": shown(role, FIELDS)}
        return role_form(request, OwnRoleForm(initial=initial), role)
    form = OwnRoleForm(request.POST)
    if not form.does(lambda **facts: own_roles.change_own_role(role, by=request.member, **facts)):
        if form.conflict:
            role.refresh_from_db()
            see_again(form, shown(role, FIELDS))
        return role_form(request, form, role)
    say(request, _("Saved. It holds from everybody’s next page on."))
    return redirect("backoffice:role_list")


def role_form(request: DeskRequest, form: OwnRoleForm, role: StaffRole | None) -> HttpResponse:
    """The form, and who holds the role."""
    held = Member.objects.visible_to(request.member).filter(staff_role=role) if role is not None else None
    refused = getattr(request, "refused_form", None)
    return page(
        request,
        "backoffice/role_form.html",
        status=form.status if form.errors else None,
        form=form,
        role=role,
        holders=list(held.select_related("user")[:50]) if held is not None else [],
        no=refused if refused is not form else None,
    )


@staff(May.MANAGE_MEMBERS)
@fresh_sign_in
@require_POST
def role_delete(request: DeskRequest, pk: int) -> HttpResponse:
    """Delete a role that nobody holds."""
    role = get_object_or_404(StaffRole.objects.visible_to(request.member), pk=pk)
    name = role.name
    form = Form(request.POST)
    if not form.does(own_roles.delete_role, role=role, by=request.member):
        return refuse(request, role_edit, pk, form=form)
    say(request, _("The role %s is deleted.") % name)
    return redirect("backoffice:role_list")
