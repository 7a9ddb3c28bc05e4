"""Messages, and forwarding a candidate."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portico.kit.forms import Form, Text


class MessageForm(Form):
    """A message to the agency."""

    text = Text(label=_("Message"), max_length=4000, rows=3)


class ForwardForm(Form):
    """To whom one candidate is shown, and why."""

    email = forms.EmailField(label=_("Email"), max_length=254)
    note = Text(label=_("A word to them"), max_length=1000, rows=2, required=False)


class GuestSaysForm(Form):
    """The one thing a guest may say."""

    text = Text(label=_("Remark"), max_length=2000, rows=4)
