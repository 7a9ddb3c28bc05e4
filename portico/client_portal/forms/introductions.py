"""Asking who a blind profile is."""

from django.utils.translation import gettext_lazy as _

from portico.kit.forms import Form, Text


class AskWhoForm(Form):
    """Why they would like to know."""

    words = Text(label=_("Why, in a few words"), max_length=1000, rows=2, required=False)
