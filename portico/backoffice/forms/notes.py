"""Jotting things down, and keeping files."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portico.kit.forms import Form, Text
from portico.records.models import Document

ACCEPT = ".pdf,.docx,.png,.jpg,.jpeg,.webp,.txt"


class NoteForm(Form):
    """One note."""

    alike = True
    text = Text(label=_("Note"), max_length=20000, rows=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs["placeholder"] = _("What did you learn or agree? Only your agency reads it.")


class DocumentForm(Form):
    """One file and what it is."""

    alike = True
    file = forms.FileField(
        label=_("File"),
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        help_text=_("PDF, Word (.docx), picture or text, up to 10 MB."),
    )
    kind = forms.ChoiceField(label=_("What is it?"), choices=Document.Kind)
