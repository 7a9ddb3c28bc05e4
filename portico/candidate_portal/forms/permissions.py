"""Answering whether one may be put forward."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portico.kit.forms import Form, Text


class PermissionForm(Form):
    """Yes, no, or a yes taken back, with a word if they like."""

    said = forms.ChoiceField(choices=[("yes", _("Yes")), ("no", _("No")), ("withdraw", _("Take it back"))])
    note = Text(label=_("A word to your recruiter"), max_length=1000, rows=2, required=False)
