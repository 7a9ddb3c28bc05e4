"""Forms about credentials and absences, in the portal and on the desk."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from portico.candidates.profile import Credential
from portico.kit.edit_forms import KeepsOthers
from portico.kit.forms import Day, Form, Line


class CredentialForm(KeepsOthers, Form):
    """A license, certificate or permit."""

    credential_kind = forms.ChoiceField(label=_("Kind"), choices=Credential.Kind)
    name = Line(label=_("Name"), max_length=200, help_text=_("Like “Forklift license” or “First aid at work”."))
    issuer = Line(label=_("Issued by"), max_length=200, required=False)
    number = Line(label=_("Number"), max_length=80, required=False)
    issued = Day(label=_("Issued on"), required=False)
    expires = Day(label=_("Valid until"), required=False, help_text=_("Empty: it does not run out."))
    upload = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("A scan or photo: PDF, JPEG, PNG or Word."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png,.webp,.docx"}),
        error_messages={"empty": _("This file is empty. Choose another one.")},
    )

    def clean(self) -> dict[str, Any]:
        """Its days are in order."""
        cleaned = super().clean() or {}
        issued, expires = cleaned.get("issued"), cleaned.get("expires")
        if issued and expires and expires < issued:
            self.add_error("expires", _t("It would be valid until a day before it was issued."))
        return cleaned

    def facts(self) -> dict[str, Any]:
        """What was typed, without the file."""
        return {name: value for name, value in self.cleaned_data.items() if name != "upload"}


class AbsenceForm(Form):
    """Days on which somebody cannot work."""

    first = Day(label=_("First day"))
    last = Day(label=_("Last day"))
    note = Line(label=_("Note"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        """The days are in order."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", _t("The last day is before the first."))
        return cleaned


class RejectCredentialForm(Form):
    """Why a credential is not accepted; the candidate reads it."""

    reason = Line(label=_("Reason"), max_length=500, help_text=_("The candidate reads it."))
