"""Forms about teammates and their roles."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portico.access.members import rank
from portico.agencies.models import Member, StaffRole
from portico.agencies.roles import CUSTOM_MAY, STAFF_ROLES, WORDS, May, Role
from portico.kit.forms import Form, Line, Seen
from portico.messaging.writing import check_address, one_line

type Picked = tuple[str, StaffRole | None]


class RoleForm(Form):
    """A role, out of those this person may give: the built-in ones and the agency's own."""

    seen = Seen()
    role = forms.ChoiceField(label=_("Role"), initial=Role.RECRUITER)

    def __init__(self, *args: Any, by: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own = {role.pk: role for role in StaffRole.objects.visible_to(by)}
        usual: list[tuple[str, Any]] = [(role.value, role.label) for role in STAFF_ROLES if rank(role) <= rank(by.role)]
        own = [(f"{Role.CUSTOM}:{pk}", role.name) for pk, role in self.own.items()]
        field: Any = self.fields["role"]
        field.choices = [*usual, (_("Your own roles"), own)] if own else usual

    def clean_role(self) -> Picked:
        """The role, and the agency's own one where it is one."""
        name, _colon, number = self.cleaned_data["role"].partition(":")
        return name, self.own[int(number)] if number else None


class TeammateForm(RoleForm):
    """Whom to invite, and as what."""

    name = Line(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("Email"), max_length=254, validators=[check_address])
    field_order = ("name", "email", "role")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["seen"]

    def clean_name(self) -> str:
        """One line."""
        return one_line(self.cleaned_data["name"], 120)


class DeactivateForm(Form):
    """Why somebody's access ends, and who takes over."""

    reason = Line(
        label=_("Reason"), required=False, max_length=200, help_text=_("Only the agency’s own people see it.")
    )
    taker: Any = forms.ModelChoiceField(label=_("Hand everything over to"), queryset=None, required=False)

    def __init__(self, *args: Any, giver: Member, by: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["taker"]
        others = Member.objects.visible_to(by).staff().exclude(pk=giver.pk)
        field.queryset = others.select_related("user").order_by("user__name", "pk")
        field.empty_label = _("Nobody yet")


class HandOverForm(DeactivateForm):
    """Who takes over."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["reason"]
        taker: Any = self.fields["taker"]
        taker.required, taker.empty_label = True, _("Choose a teammate")


class OwnRoleForm(Form):
    """A role of the agency's own."""

    seen = Seen()
    name = Line(label=_("Name"), max_length=60)
    permissions = forms.MultipleChoiceField(
        label=_("May also"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(may.value, WORDS[may]) for may in CUSTOM_MAY],
        help_text=_(
            "Everybody with this role reads the back office. Members and settings stay with owners and admins."
        ),
    )
    own_desk_only = forms.BooleanField(label=_("Sees only jobs they own or are on the team of"), required=False)

    def clean_name(self) -> str:
        """One line, and none of the built-in names."""
        name = one_line(self.cleaned_data["name"], 60)
        if name.casefold() in {str(Role(role).label).casefold() for role in STAFF_ROLES}:
            raise forms.ValidationError(_("Every agency has a role with this name. Choose another one."))
        return name

    def clean_permissions(self) -> list[str]:
        """Showing candidates to clients and inviting go with working at the desk."""
        chosen: list[str] = self.cleaned_data["permissions"]
        needs_work = {May.SHARE, May.INVITE, May.MERGE, May.DELETE} & set(chosen)
        if needs_work and May.WORK_DESK not in chosen:
            raise forms.ValidationError(_("Tick “%s” too: the others build on it.") % WORDS[May.WORK_DESK])
        return chosen
