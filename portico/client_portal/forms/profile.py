"""What client contacts change about themselves, and of what they want to hear."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _

from portico.clients.models import Contact
from portico.kit.forms import Form, ModelForm, Seen
from portico.pipeline.choices import FOR_CLIENTS
from portico.portals.own_details import OWN


class OwnDetailsForm(ModelForm[Contact]):
    """Name, title and phone."""

    seen = Seen()

    class Meta:
        model = Contact
        fields: ClassVar = OWN

    def clean(self) -> dict[str, Any]:
        """Somebody has a name."""
        cleaned = super().clean() or {}
        if not (cleaned.get("first_name") or cleaned.get("last_name")):
            self.add_error("last_name", _("Please give a name."))
        return cleaned


class ChoicesForm(Form):
    """One choice for each kind of news that may be chosen."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in FOR_CLIENTS:
            if kind.ways:
                ways = [(way.value, way.label) for way in kind.ways]
                self.fields[kind.event] = forms.ChoiceField(
                    label=kind.label, choices=ways, help_text=kind.note, required=False
                )
