"""Arranging interviews on the desk."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portico.kit.edit_forms import KeepsOthers
from portico.kit.forms import Form, Line, Several, Text
from portico.kit.timing import OneTimeForm, TimesForm
from portico.pipeline.arranging import Plan, people_in
from portico.pipeline.interviews import Interview
from portico.pipeline.models import Application, Submission


class PeopleField(forms.CharField):
    """Who of the client takes part, one a line."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.Textarea(attrs={"rows": 3, "placeholder": "Jonas Berg <jonas@example.com>"})
        words = {"label": _("Who of the client takes part"), "help_text": _("One mail address a line."), **kwargs}
        super().__init__(max_length=3000, required=False, widget=widget, **words)

    def clean(self, value: Any) -> Any:
        """The people meant."""
        return people_in(super().clean(value))


class HowForm(forms.Form):
    """How an interview is to be."""

    title = Line(label=_("Title"), max_length=120, required=False, help_text=_("Empty: Interview, and its round."))
    kind = forms.ChoiceField(label=_("How"), choices=Interview.Kind, initial=Interview.Kind.VIDEO)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=5, max_value=600, initial=45)
    place = Line(label=_("Place or link"), max_length=500, required=False)
    for_client = Text(label=_("Notes for the client"), max_length=2000, rows=2, required=False)
    for_candidate = Text(label=_("Notes for the candidate"), max_length=2000, rows=2, required=False)
    name_company = forms.BooleanField(label=_("Tell the candidate the company’s name"), required=False, initial=True)


class ArrangeForm(HowForm, TimesForm):
    """A new round: with whom, how, and the times, which go out at once."""

    times_required = False

    submission: Any = forms.ModelChoiceField(
        label=_("Client"), queryset=None, required=False, empty_label=_("Only inside the agency")
    )
    picker = forms.ChoiceField(
        label=_("Who picks the time"), choices=Interview.Picker, initial=Interview.Picker.CANDIDATE
    )
    people = PeopleField()
    also: Any = Several(label=_("Offer the same times to"), help_text=_("Each time goes to whoever picks it first."))

    def __init__(
        self, *args: Any, submissions: QuerySet[Submission], others: QuerySet[Application], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        shown: Any = self.fields["submission"]
        shown.queryset = submissions
        shown.label_from_instance = lambda one: one.share.portal.organization.name
        also: Any = self.fields["also"]
        also.queryset = others
        also.label_from_instance = lambda one: one.candidate.name

    def plan(self) -> Plan:
        """The interview that is wanted."""
        return Plan(**{name: value for name, value in self.cleaned_data.items() if name not in {"submission", "also"}})


class OfferForm(TimesForm):
    """Times to offer, and who picks."""

    picker = forms.ChoiceField(label=_("Who picks the time"), choices=Interview.Picker)


class SetTimeForm(OneTimeForm):
    """A time that both sides have agreed to."""


class ChangeForm(KeepsOthers, HowForm, Form):
    """How the interview is to be, and who takes part."""

    people = PeopleField()


class ReasonForm(Form):
    """Why."""

    reason = Line(label=_("Why? It stays inside the agency."), max_length=1000, required=False)


class CancelForm(ReasonForm):
    """It does not take place."""


class AgainForm(ReasonForm):
    """The time does not hold."""


class NoShowForm(Form):
    """Who did not come."""

    side = forms.ChoiceField(
        label=_("Who did not come?"), choices=[("candidate", _("The candidate")), ("client", _("The client"))]
    )
