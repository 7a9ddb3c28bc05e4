"""What a client fills in about interviews."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portico.kit.forms import Form, Line, Text
from portico.kit.timing import TimesForm
from portico.pipeline.arranging import Person, Plan, people_in
from portico.pipeline.interview_people import InterviewFeedback
from portico.pipeline.interviews import Interview


class PeopleField(forms.CharField):
    """Who takes part, one a line."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.Textarea(attrs={"rows": 2, "placeholder": "Jonas Berg <jonas@example.com>"})
        super().__init__(max_length=3000, required=False, widget=widget, **kwargs)

    def clean(self, value: Any) -> Any:
        """The people meant."""
        return people_in(super().clean(value))


class AskForm(TimesForm):
    """Wanting to meet a candidate: how, how long, who, and the times; without times the agency arranges it."""

    HOW_MANY = 4
    times_required = False

    kind = forms.ChoiceField(label=_("How"), choices=Interview.Kind, initial=Interview.Kind.VIDEO)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=5, max_value=600, initial=45)
    place = Line(label=_("Place or link"), max_length=500, required=False)
    people = PeopleField(label=_("Who else takes part"), help_text=_("One mail address a line."))
    for_candidate = Text(label=_("What the candidate should know or prepare"), max_length=2000, rows=2, required=False)
    remark = Text(label=_("Remark for your consultant"), max_length=2000, rows=2, required=False)

    def plan(self) -> Plan:
        """The interview that is wanted."""
        return Plan(**self.cleaned_data)


class OfferForm(TimesForm):
    """Times for the candidate to choose from."""


class AgainForm(TimesForm):
    """The time does not hold: why, and other times."""

    times_required = False
    reason = Line(label=_("Why? Your consultant reads it."), max_length=1000, required=False)


class CancelForm(Form):
    """It does not take place."""

    reason = Line(label=_("Why? Your consultant reads it."), max_length=1000)


class PeopleForm(Form):
    """Who takes part."""

    people = PeopleField(label=_("Who takes part"), help_text=_("One mail address a line."))


class SlotForm(Form):
    """One of the offered times."""

    slot = forms.IntegerField(
        min_value=1, max_value=10**18 - 1, error_messages={"required": _("Choose one of the times first.")}
    )


class NoShowForm(Form):
    """Who did not come."""

    side = forms.ChoiceField(
        label=_("Who did not come?"), choices=[("candidate", _("The candidate")), ("client", _("We"))]
    )


class JudgeForm(Form):
    """What an interviewer thinks now."""

    rating = forms.IntegerField(
        label=_("Stars"), min_value=1, max_value=5, error_messages={"required": _("Give one to five stars.")}
    )
    advice = forms.ChoiceField(
        label=_("Would you take them on?"), choices=InterviewFeedback.Advice, widget=forms.RadioSelect
    )
    strengths = Text(label=_("Strengths"), max_length=2000, rows=2, required=False)
    concerns = Text(label=_("Concerns"), max_length=2000, rows=2, required=False)
    for_colleagues = forms.BooleanField(label=_("My colleagues may read this"), required=False, initial=True)


def lines_of(people: Sequence[Person]) -> str:
    """People as the field takes them."""
    return "\n".join(f"{one.name} <{one.email}>" for one in people)
