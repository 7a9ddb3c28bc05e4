"""Who must use two-step sign-in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portico.agencies.models import Member, StaffRole
from portico.agencies.roles import STAFF_ROLES, Role
from portico.kit.forms import Form, Seen


class TwoStepForm(Form):
    """Staff roles: the built-in ones and the agency's own."""

    seen = Seen()
    second_step_roles = forms.MultipleChoiceField(
        label=_("Who must use two-step sign-in"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Everybody else may. It holds from their next page on; who has not set it up is led there first."),
    )

    def __init__(self, *args: Any, by: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = [(f"{Role.CUSTOM}:{role.pk}", role.name) for role in StaffRole.objects.visible_to(by)]
        field: Any = self.fields["second_step_roles"]
        field.choices = [*((role.value, role.label) for role in STAFF_ROLES), *own]
