"""Messages to clients, and who decides for them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portico.backoffice.forms.pipeline import DeedForm
from portico.kit.forms import Text
from portico.portals.deciding import judges_of
from portico.portals.models import JobShare


class MessageForm(DeedForm):
    """A message to the client's people."""

    text = Text(label=_("Message"), max_length=4000, rows=3)


class DeciderForm(DeedForm):
    """Whose answer counts."""

    seat: Any = forms.ModelChoiceField(
        label=_("Who decides"), queryset=None, required=False, empty_label=_("Whoever answers")
    )

    def __init__(self, *args: Any, share: JobShare, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seat"].queryset = judges_of(share)  # type: ignore[attr-defined]
