"""What a client admin fills in about a colleague."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portico.agencies.models import Member
from portico.agencies.roles import CLIENT_WORDS, Role
from portico.kit.forms import Form, Line, Several
from portico.messaging.writing import check_address
from portico.portals.models import JobShare
from portico.portals.welcoming import Colleague, roles_to_give


class ColleagueForm(Form):
    """Whom to invite, what they may do, and which jobs they see."""

    first_name = Line(label=gettext_lazy("First name"), max_length=100)
    last_name = Line(label=gettext_lazy("Last name"), max_length=100, required=False)
    email = forms.EmailField(label=gettext_lazy("Email"), max_length=254, validators=[check_address])
    role: Any = forms.ChoiceField(label=gettext_lazy("Role"), widget=forms.RadioSelect)
    all_jobs = forms.BooleanField(label=gettext_lazy("Sees all jobs shared with us"), required=False, initial=True)
    shares: Any = Several(label=gettext_lazy("Or only these"))

    def __init__(self, *args: Any, by: Member, sees_all: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = roles_to_give(by)
        choice: Any = self.fields["role"]
        choice.choices = [(role, f"{Role(role).label}: {CLIENT_WORDS[role]}") for role in roles]
        choice.initial = Role.REVIEWER
        field: Any = self.fields["shares"]
        field.queryset = JobShare.objects.visible_to(by).select_related("job").order_by("job__title", "pk")
        field.label_from_instance = lambda share: share.job.title
        if not sees_all:
            del self.fields["all_jobs"]

    def clean(self) -> dict[str, Any]:
        """All jobs, or at least one chosen one."""
        cleaned = super().clean() or {}
        if not cleaned.get("all_jobs") and not cleaned.get("shares") and "shares" in cleaned:
            self.add_error("shares", _("Choose at least one job."))
        return cleaned

    def colleague(self) -> Colleague:
        """What was filled in."""
        told = dict(self.cleaned_data)
        all_jobs = bool(told.pop("all_jobs", False))
        return Colleague(**{**told, "shares": tuple(told["shares"]), "all_jobs": all_jobs})
