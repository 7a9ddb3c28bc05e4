"""What the desk decides about people's data."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portico.candidates.consents import Purpose
from portico.candidates.models import PrivacyRequest
from portico.kit.edit_forms import KeepsOthers
from portico.kit.forms import Day, Form, Line, Text

MONTHS: dict[str, Any] = {"min_value": 1, "max_value": 240}


class RulesForm(KeepsOthers, Form):
    """What people are asked, and how long they are kept."""

    asked_purposes = forms.MultipleChoiceField(
        label=_("Candidates are asked to agree to"),
        choices=Purpose.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only purposes with a published wording are asked about."),
    )
    consent_reminder_days = forms.IntegerField(
        label=_("Ask to renew, days before a consent runs out"), min_value=0, max_value=120
    )
    equal_opportunity = forms.BooleanField(label=_("Ask the voluntary equal-opportunity questions"), required=False)
    erase_at_once = forms.BooleanField(
        label=_("Carry out a checked wish to be erased at once, where nothing stands against it"), required=False
    )
    placement_record_months = forms.IntegerField(
        label=_("Keep the bare record of a placement, months"), min_value=0, max_value=240
    )
    retention = forms.BooleanField(
        label=_("Remove people whose time is over"),
        required=False,
        help_text=_("They are asked first. Look at who falls due before you switch it on."),
    )
    retention_applicant_months = forms.IntegerField(label=_("Without a consent to be kept, months"), **MONTHS)
    retention_pool_months = forms.IntegerField(label=_("With a consent to be kept, months"), **MONTHS)
    retention_reason_months = forms.IntegerField(label=_("The reason of a no, months"), **MONTHS)
    retention_grace_days = forms.IntegerField(label=_("Days to answer the question"), min_value=7, max_value=180)

    def clean_asked_purposes(self) -> tuple[str, ...]:
        """In the order of the purposes."""
        chosen = self.cleaned_data["asked_purposes"]
        return tuple(purpose for purpose in Purpose.values if purpose in chosen)


class WordingForm(KeepsOthers, Form):
    """The words of the next version."""

    text = Text(label=_("Wording"), max_length=5000, rows=8)
    months = forms.IntegerField(
        label=_("Valid for months"),
        min_value=1,
        max_value=240,
        required=False,
        help_text=_("Empty: until it is taken back."),
    )


class IdentityForm(Form):
    """How it was made sure who asks."""

    identity = Line(
        label=_("How did you make sure that it is them?"),
        max_length=500,
        help_text=_("For example: called back at the number we have."),
    )


class RefuseForm(Form):
    """Why not."""

    reason = Text(label=_("Why not? The person reads it."), max_length=1000, rows=3)


class AskForm(Form):
    """Somebody asked by phone, mail or in person."""

    kind = forms.ChoiceField(label=_("They ask for"), choices=PrivacyRequest.Kind.choices)
    way = forms.ChoiceField(
        label=_("How"),
        choices=[
            choice
            for choice in PrivacyRequest.Way.choices
            if choice[0] in {PrivacyRequest.Way.PHONE, PrivacyRequest.Way.MAIL, PrivacyRequest.Way.PERSON}
        ],
    )
    identity = Line(
        label=_("How did you make sure that it is them?"),
        max_length=500,
        required=False,
        help_text=_("Empty: you do that later."),
    )


class HoldForm(Form):
    """Why nothing may be removed."""

    reason = Line(label=_("Why must the data stay?"), max_length=300)
    until = Day(label=_("Until"), required=False, help_text=_("Empty: until somebody lifts it."))


class ConsentForm(Form):
    """What somebody said to a recruiter."""

    purpose = forms.ChoiceField(label=_("Purpose"))
    said = forms.ChoiceField(label=_("They said"), choices=[("yes", _("Yes")), ("no", _("No"))])
    note = Line(label=_("How and when did they say so?"), max_length=500)

    def __init__(self, *args: Any, purposes: list[tuple[str, str]] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named: dict[str, Any] = self.fields
        named["purpose"].choices = purposes or []


class EndConsentForm(Form):
    """They took it back, as the recruiter heard."""

    note = Line(label=_("How did they say so?"), max_length=500)
