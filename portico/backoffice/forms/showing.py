"""What a recruiter decides about a candidate on a portal: telling, naming, asking the candidate."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portico.agencies.models import Member
from portico.agencies.roles import May
from portico.jobs.models import Job
from portico.kit.forms import Form, Line, Text

HOW = [
    ("now", _("Now, by mail")),
    ("digest", _("In tomorrow morning’s mail")),
]


class NotifyForm(Form):
    """When the client's people are told."""

    how = forms.ChoiceField(label=_("Notify Clients"), choices=HOW, widget=forms.RadioSelect, initial="now")


class NotRevealedForm(Form):
    """Why the client does not learn yet who it is."""

    reason = Text(label=_("Why not"), max_length=1000, rows=2, help_text=_("The client reads it. Do not name anybody."))


class OverrideForm(Form):
    """Why somebody is shown without having said yes here."""

    reason = Text(label=_("Reason"), max_length=1000, rows=2, help_text=_("Kept with your name and the date."))


class PermissionForm(Form):
    """What the candidate is asked: for this job, at this client, on these terms."""

    client = Line(
        label=_("Client, or how you describe it"),
        max_length=200,
        help_text=_("The candidate reads this. A description keeps a confidential client confidential."),
    )
    pay = Line(label=_("Pay you tell them"), max_length=200, required=False)
    days = forms.IntegerField(label=_("Days the permission holds"), min_value=1, max_value=365, initial=30)

    def __init__(self, *args: Any, by: Member, job: Job, **kwargs: Any) -> None:
        sees_money = by.may(May.SEE_MONEY)
        kwargs.setdefault("initial", {"client": job.organization.name, "days": 30})
        if sees_money:
            kwargs["initial"] = {"pay": str(job.pay or ""), **kwargs["initial"]}
        super().__init__(*args, **kwargs)
        if not sees_money:
            del self.fields["pay"]
