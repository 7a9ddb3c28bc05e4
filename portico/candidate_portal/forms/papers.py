"""Handing in a document."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portico.kit.forms import Form


class HandInForm(Form):
    """A résumé as PDF or Word file."""

    upload = forms.FileField(
        label=_("Your résumé"),
        help_text=_("PDF or Word, newest version. Your recruiter sees it at once."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx"}),
        error_messages={"required": _("Choose a file first."), "empty": _("This file is empty. Choose another one.")},
    )
