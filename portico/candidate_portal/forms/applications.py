"""What candidates do with an application: step back from it, answer an offer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portico.kit.forms import Form, Text

WHY: list[tuple[str, Any]] = [
    ("elsewhere", _("I found another job")),
    ("pay", _("The pay does not fit")),
    ("place", _("The place or the hours do not fit")),
    ("slow", _("It took too long")),
    ("position", _("The position is not what I am looking for")),
    ("other", _("Another reason")),
]


class StepBackForm(Form):
    """Why they no longer want the job."""

    why = forms.ChoiceField(
        label=_("Why?"),
        choices=WHY,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a reason."), "invalid_choice": _("Choose a reason.")},
    )
    note = Text(label=_("Anything to add?"), max_length=900, rows=2, required=False)

    @property
    def reason(self) -> str:
        """Both as one line."""
        chosen = str(dict(WHY)[self.cleaned_data["why"]])
        return ": ".join(part for part in (chosen, self.cleaned_data["note"].strip()) if part)


class OfferForm(Form):
    """Yes or no to an offer, with a word if they like."""

    said = forms.ChoiceField(choices=[("yes", _("Yes")), ("no", _("No"))])
    note = Text(label=_("A word to your recruiter"), max_length=1000, rows=2, required=False)
