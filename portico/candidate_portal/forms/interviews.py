"""What a candidate answers about an interview."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portico.kit.forms import Form, Text
from portico.kit.timing import ZONE_CHOICES


class PickForm(Form):
    """One of the offered times; the zone on whose clocks it was read."""

    slot = forms.IntegerField(
        label=_("Time"),
        min_value=1,
        max_value=10**18 - 1,
        error_messages={"required": _("Choose one of the times first.")},
    )
    zone = forms.ChoiceField(choices=[("", ""), *ZONE_CHOICES], required=False)


class ProposeForm(Form):
    """Other times, in the candidate's words."""

    proposal = Text(label=_("When could you?"), max_length=2000, rows=3)


class TellForm(Form):
    """How much they want the job now, and what they still want to know."""

    rating = forms.IntegerField(
        label=_("How much do you want this position?"),
        min_value=1,
        max_value=5,
        error_messages={"required": _("Choose one to five stars.")},
    )
    questions = Text(label=_("Questions or remarks"), max_length=2000, rows=3, required=False)
