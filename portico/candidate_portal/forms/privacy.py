"""What candidates decide about their data."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portico.candidates.equal import QUESTIONS
from portico.kit.forms import Form, Line


class SayForm(Form):
    """Yes or no."""

    said = forms.ChoiceField(choices=[("yes", _("Yes")), ("no", _("No"))])


class CodeForm(Form):
    """The code from the mail."""

    code = Line(label=_("Code from the mail"), max_length=40)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {"autocomplete": "one-time-code", "autocapitalize": "characters"}


class EqualForm(Form):
    """Voluntary questions; every answer may be left out."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in QUESTIONS:
            self.fields[question.key] = forms.ChoiceField(
                label=question.label, choices=question.answers, required=False, widget=forms.RadioSelect
            )
