"""Forms about the candidate portal: its rules, layouts of the profile, inviting."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from portico.agencies.models import Member
from portico.candidates.layouts import USUAL, Need, ProfileLayout
from portico.candidates.profile_fields import FIELDS
from portico.kit.forms import Form, Line, Seen, Text

FIXED = ("email",)
"""Always there: without an address there is no account."""


class CandidatePortalForm(Form):
    """The rules of the candidate portal."""

    registration = forms.BooleanField(
        label=_("Anybody may make an account"),
        required=False,
        help_text=_("Off: candidates come in by your invitation only."),
    )
    review_fields = forms.MultipleChoiceField(
        label=_("Changes that wait for a recruiter's yes"),
        choices=[(field.key, field.label) for field in FIELDS.values()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Everything else stands in the profile at once, and on the timeline."),
    )
    credential_notices = Line(
        label=_("Notices before a credential runs out"),
        max_length=60,
        required=False,
        help_text=_("Days before its last day, separated by commas. Empty: no notices."),
    )

    def clean_credential_notices(self) -> tuple[int, ...]:
        """Whole days, each once, the longest first."""
        parts = [part.strip() for part in self.cleaned_data["credential_notices"].split(",") if part.strip()]
        if len(parts) > 10 or not all(part.isascii() and part.isdigit() and int(part[:5]) <= 365 for part in parts):
            raise forms.ValidationError(_t("Give at most ten numbers of days up to 365, like 90, 30, 7."))
        return tuple(sorted({int(part) for part in parts}, reverse=True))

    def clean_review_fields(self) -> tuple[str, ...]:
        """In the order of the profile."""
        chosen = self.cleaned_data["review_fields"]
        return tuple(key for key in FIELDS if key in chosen)


class LayoutForm(Form):
    """A layout: its name, its words of welcome, and how much each field is wanted."""

    seen = Seen(max_length=40)
    name = Line(label=_("Name"), max_length=80, help_text=_("Like “Temps” or “Engineers”. Candidates do not see it."))
    welcome = Text(
        label=_("Words of welcome"),
        max_length=1000,
        rows=2,
        required=False,
        help_text=_("Stand over the first questions."),
    )

    def __init__(self, *args: Any, layout: ProfileLayout | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = layout.fields if layout is not None else USUAL
        for key, field in FIELDS.items():
            if key not in FIXED:
                need = str(there.get(key, Need.OPTIONAL))
                self.fields[f"need_{key}"] = forms.ChoiceField(
                    label=field.label, choices=Need.choices, initial=need, required=False
                )

    def chosen(self) -> dict[str, Any]:
        """As the verbs take it."""
        fields = {key: self.cleaned_data[f"need_{key}"] or str(Need.OPTIONAL) for key in FIELDS if key not in FIXED}
        return {"name": self.cleaned_data["name"], "welcome": self.cleaned_data["welcome"], "fields": fields}


class InviteCandidatesForm(Form):
    """By which layout those who are invited are asked."""

    layout: Any = forms.ModelChoiceField(
        label=_("What they are asked for"),
        queryset=None,
        required=False,
        empty_label=_("The usual"),
    )

    def __init__(self, *args: Any, by: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["layout"].queryset = ProfileLayout.objects.visible_to(by)  # type: ignore[attr-defined]
