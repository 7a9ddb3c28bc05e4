"""Answers to what clients ask for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portico.kit.forms import Form, Seen, Text


class ApproveForm(Form):
    """Yes; and whether the client sees the job at once."""

    seen = Seen()
    share = forms.BooleanField(label=_("Put the job onto the client portal at once"), required=False)


class ReasonForm(Form):
    """An answer that needs words, which the client reads."""

    seen = Seen()
    reason = Text(label=_("What the client reads"), max_length=4000, rows=4)


class ChangesForm(ReasonForm):
    """What should be different."""


class DeclineForm(ReasonForm):
    """Why not."""


class HoldForm(Form):
    """Later."""

    seen = Seen()
    reason = Text(label=_("What the client reads"), max_length=4000, rows=3, required=False)


class RequisitionRemarkForm(Form):
    """Something to say that the client reads."""

    text = Text(label=_("Remark"), max_length=4000, rows=3)


class DecideForm(Form):
    """Which of the proposed changes to take over; `seen`: what of the job the page showed."""

    seen = Seen()
    accepted = forms.MultipleChoiceField(label=_("Take over"), required=False, widget=forms.CheckboxSelectMultiple)
    reason = Text(
        label=_("What the client reads"),
        max_length=2000,
        rows=3,
        required=False,
        help_text=_("Needed unless you take over everything."),
    )

    def __init__(self, *args: Any, parts: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bounds: dict[str, Any] = self.fields
        bounds["accepted"].choices = parts
