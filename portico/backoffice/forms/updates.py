"""Asking candidates to look over their profile, deciding on what they changed, and the rules of both."""

import json
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from portico.agencies.models import Member
from portico.candidates.models import ProfileLayout
from portico.candidates.profile_fields import FIELDS
from portico.candidates.settings import CandidateSettings
from portico.kit.edit_forms import KeepsOthers
from portico.kit.forms import Form, Seen, Text

SIGNER = Signer(salt="portico.backoffice.changes")


class AskForm(Form):
    """What one candidate is asked."""

    layout: Any = forms.ModelChoiceField(
        label=_("Fields they are asked for"), queryset=None, required=False, empty_label=_("Those of their layout")
    )
    everything = forms.BooleanField(
        label=_("Also what was confirmed not long ago"),
        required=False,
        help_text=_("Otherwise they are asked only for what is missing or old."),
    )
    fields_chosen = forms.MultipleChoiceField(
        label=_("Only these fields"), choices=[], required=False, widget=forms.CheckboxSelectMultiple
    )
    message = Text(
        label=_("A personal word"), max_length=2000, rows=4, required=False, help_text=_("It stands in the mail.")
    )

    def __init__(self, *args: Any, by: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["layout"].queryset = ProfileLayout.objects.visible_to(by)  # type: ignore[attr-defined]
        self.fields["fields_chosen"].choices = [(key, one.label) for key, one in FIELDS.items()]  # type: ignore[attr-defined]


class ReviewForm(Form):
    """Yes, no or later for each waiting change; `seen` is what the fields held when the page was drawn."""

    CHOICES = (("yes", _("Take over")), ("no", _("Leave as it is")), ("later", _("Later")))
    seen = Seen()
    reason = Text(
        label=_("Why something is left as it is"),
        max_length=500,
        rows=2,
        required=False,
        help_text=_("The candidate reads it, by mail and in the portal. Empty: they are not mailed."),
    )

    def __init__(self, *args: Any, changes: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.changes = list(changes)
        for pk in self.changes:
            self.fields[f"change_{pk}"] = forms.ChoiceField(choices=self.CHOICES, required=False)

    def clean_seen(self) -> dict[str, Any]:
        """What the page showed."""
        try:
            found: dict[str, Any] = json.loads(SIGNER.unsign(self.cleaned_data["seen"]))
        except (BadSignature, ValueError):
            raise forms.ValidationError(_t("This form is too old. Open the page again.")) from None
        return found

    def chosen(self, answer: str) -> list[int]:
        """The changes with this answer."""
        return [pk for pk in self.changes if self.cleaned_data.get(f"change_{pk}") == answer]


def seal(values: dict[str, Any]) -> str:
    """What the page shows of the fields, as it travels in the form."""
    return SIGNER.sign(json.dumps(values))


class DaysField(forms.CharField):
    """Some numbers of days, separated by commas."""

    def clean(self, value: Any) -> tuple[int, ...]:
        """The numbers in their order."""
        text = str(super().clean(value) or "")
        parts = [part.strip() for part in text.split(",") if part.strip()]
        if any(not (part.isascii() and part.isdigit() and 1 <= int(part) <= 365) for part in parts if len(part) < 5):
            raise forms.ValidationError(_t("Give days as numbers, like 5, 12."))
        if len(parts) > 5 or any(len(part) > 4 for part in parts):
            raise forms.ValidationError(_t("At most five numbers."))
        return tuple(sorted({int(part) for part in parts}))


def days(label: Any, *, most: int = 1000, help_text: Any = "") -> forms.IntegerField:
    """A number of days."""
    return forms.IntegerField(label=label, min_value=1, max_value=most, help_text=help_text)


class UpdateRulesForm(KeepsOthers, Form):
    """When profiles count as old, and how candidates are asked."""

    update_stale_days = days(
        _("A field is old after days"), help_text=_("What nobody has confirmed for so long is asked for again.")
    )
    update_due_days = days(_("Days to answer"), most=90, help_text=_("So long the link in the mail works."))
    update_reminder_days = DaysField(
        label=_("Reminders after days"),
        max_length=40,
        required=False,
        help_text=_("Like 5, 12. Empty: nobody is reminded. Who has answered is left in peace."),
    )
    update_pause_days = days(
        _("Days of peace"), help_text=_("Who was asked in these days is not asked again with many, or by the clock.")
    )
    update_auto = forms.BooleanField(
        label=_("Ask by the clock"),
        required=False,
        help_text=_("Every day, those whose whole profile is old are asked, the longest known first."),
    )
    update_auto_a_day = days(_("At most a day"), most=1000)

    def clean(self) -> dict[str, Any]:
        """Reminders come before the link has run out."""
        cleaned = super().clean() or {}
        reminders, due = cleaned.get("update_reminder_days") or (), cleaned.get("update_due_days")
        if reminders and due and max(reminders) >= due:
            self.add_error("update_reminder_days", _t("Remind before the days to answer are over."))
        return cleaned


def rules_initial(rules: CandidateSettings) -> dict[str, Any]:
    """The rules as the form holds them."""
    names = [name for name in UpdateRulesForm.base_fields if name != "update_reminder_days"]
    shown = {name: getattr(rules, name) for name in names}
    return {**shown, "update_reminder_days": ", ".join(str(day) for day in rules.update_reminder_days)}


class PutBackForm(Form):
    """One press."""
