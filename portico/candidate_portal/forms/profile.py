"""What candidates say about themselves, beside the fields of their profile."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portico.access.forms import Address
from portico.candidates.consents import ConsentText
from portico.candidates.papers import KINDS
from portico.candidates.profile_forms import names_in
from portico.kit.forms import Form, Line
from portico.records.models import Document


class SkillsForm(Form):
    """One skill more, or several with commas."""

    names = Line(label=_("Add a skill"), max_length=500, widget=forms.TextInput(attrs={"autocomplete": "off"}))

    def clean_names(self) -> list[str]:
        """The skills one by one."""
        names = names_in(self.cleaned_data["names"])
        if not names or any(len(name) > 100 for name in names):
            raise forms.ValidationError(_("A skill has at most 100 characters. Separate skills by commas."))
        return names


class PaperForm(Form):
    """A document of one kind."""

    kind = forms.ChoiceField(
        label=_("What is it?"), choices=[(kind.value, kind.label) for kind in map(Document.Kind, KINDS)]
    )
    upload = forms.FileField(
        label=_("File"),
        help_text=_("PDF or Word for a résumé; pictures too for everything else."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx,.jpg,.jpeg,.png,.webp,.txt"}),
        error_messages={"required": _("Choose a file first."), "empty": _("This file is empty. Choose another one.")},
    )


class RegisterForm(Form):
    """Name and address, and what somebody agrees to."""

    first_name = Line(
        label=_("First name"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    last_name = Line(
        label=_("Last name"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "family-name"})
    )
    email = Address(label=_("Email"))

    def __init__(self, *args: Any, texts: list[ConsentText], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for text in texts:
            self.fields[f"text_{text.pk}"] = forms.BooleanField(label=text.text, required=False)

    def agreed(self) -> list[int]:
        """The wordings that were ticked."""
        return [int(name[5:]) for name, value in self.cleaned_data.items() if name.startswith("text_") and value]


class PlainCodeForm(Form):
    """The code from the mail."""

    code = Line(
        label=_("Code from the mail"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class ConfirmForm(Form):
    """One press of a button."""
