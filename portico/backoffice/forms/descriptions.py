"""Description templates, and a candidate's description."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from portico.candidates.descriptions import LONGEST, PLACEHOLDERS, DescriptionTemplate, check_placeholders
from portico.kit.edit_forms import KeepsOthers
from portico.kit.forms import Form, ModelForm, Seen, Text
from portico.kit.rules import RuleBroken


class TemplateForm(KeepsOthers, ModelForm[DescriptionTemplate]):
    """A template: its name, its text, and whether new candidates begin with it."""

    class Meta:
        model = DescriptionTemplate
        fields: ClassVar = ["name", "text", "is_default"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names: dict[str, Any] = self.fields
        names["text"].widget.attrs["rows"] = 12
        names["text"].help_text = _("Placeholders: %s. A line whose placeholders are all empty falls out.") % ", ".join(
            f"{{{name}}}" for name in PLACEHOLDERS
        )

    def clean_text(self) -> str:
        """With known placeholders only."""
        text: str = self.cleaned_data["text"]
        try:
            check_placeholders(text)
        except RuleBroken as no:
            raise forms.ValidationError(str(no)) from None
        return text

    def clean_is_default(self) -> bool:
        """The default stays one until another takes its place."""
        wanted: bool = self.cleaned_data["is_default"]
        if self.initial.get("is_default") and not wanted:
            raise forms.ValidationError(_("Make another template the default, then this one is none any more."))
        return wanted


class DescriptionForm(Form):
    """What clients may read about a candidate."""

    seen = Seen()
    description = Text(label=_("Description"), max_length=LONGEST, rows=14, required=False)
