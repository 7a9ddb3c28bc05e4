"""What somebody is mailed of, and how often."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portico.jobs.alerts import JobAlert
from portico.kit.forms import Form
from portico.messaging.writing import check_address
from portico.pipeline.candidate_mails import LABELS, MESSAGES

OPTIONAL: list[tuple[str, Any, Any]] = [
    # event, what it is called, what it is
    (LABELS, _("News about my applications"), _("When the label of one of them changes.")),
    (MESSAGES, _("Messages from my recruiter"), _("That there is one, never what it says.")),
]
DUTIES: list[Any] = [
    _("Questions whether we may put you forward, interviews, offers"),
    _("What became of an application in the end"),
    _("Signing in, and what you asked for yourself"),
]


class ChoicesForm(Form):
    """What may be switched off."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for event, label, words in OPTIONAL:
            self.fields[event] = forms.BooleanField(label=label, help_text=words, required=False)


class HowForm(Form):
    """How often an alert is mailed."""

    how = forms.ChoiceField(label=_("How often"), choices=JobAlert.How.choices)


class AlertForm(HowForm):
    """A candidate saves a search."""

    how = forms.ChoiceField(
        label=_("How often"), choices=JobAlert.How.choices, widget=forms.RadioSelect, initial=JobAlert.How.WEEKLY
    )


class StrangerAlertForm(AlertForm):
    """Somebody without an account saves a search."""

    email = forms.EmailField(label=_("Your email"), max_length=254, validators=[check_address])


class UnsubscribeForm(Form):
    """These mails, or all of the kind that one can be rid of."""

    everything = forms.BooleanField(required=False)
