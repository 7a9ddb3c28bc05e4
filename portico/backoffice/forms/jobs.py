"""Forms about jobs."""

from typing import Any, ClassVar

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from portico.agencies.models import Member
from portico.agencies.roles import May
from portico.backoffice.forms.pickers import PickField, choose_owner
from portico.clients.models import Contact, Organization
from portico.jobs.models import Job
from portico.kit.forms import Day, Form, ModelForm, Seen, Several
from portico.kit.money import COMMON, CURRENCIES
from portico.portals.models import JobShare
from portico.portals.sharing import shares_in_question

PAY = ("pay_from", "pay_to", "pay_currency", "pay_per")
KEEP, END = "keep", "end"


def currency_choices() -> list[tuple[str, str]]:
    """Currencies, the usual ones first."""
    return [("", "–"), *((code, code) for code in [*COMMON, *(code for code in CURRENCIES if code not in COMMON)])]


class JobForm(ModelForm[Job]):
    """The facts of a position. Pay only for those who may see money."""

    seen = Seen()
    team_seen = Seen()
    organization = PickField(
        reverse_lazy("backoffice:organization_names"), thing=_("organization"), label=_("Organization")
    )
    primary_contact = PickField(
        reverse_lazy("backoffice:contact_names"),
        thing=_("contact"),
        label=_("Primary contact"),
        required=False,
        help_text=_("Needed before the job can be shared with the client."),
    )
    pay_currency = forms.ChoiceField(label=_("Currency"), choices=currency_choices, required=False)
    target = Day(label=_("Target date"), required=False, help_text=_("When the client wants somebody to start."))
    team: Any = Several(
        label=_("Team"),
        help_text=_("Who works on it beside the owner."),
    )
    shares = forms.ChoiceField(
        label=_("What shall happen to what the client sees?"),
        choices=[(KEEP, _("Keep sharing with those who see it now")), (END, _("Stop sharing at once"))],
        widget=forms.RadioSelect,
        required=False,
    )

    class Meta:
        model = Job
        fields: ClassVar = [
            "title",
            "organization",
            "primary_contact",
            "type",
            "location",
            "city",
            "country",
            "openings",
            "target",
            *PAY,
            "description",
            "internal_notes",
            "owner",
            "shown_to_candidates",
        ]

    def __init__(self, *args: Any, by: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        colleagues = Member.objects.visible_to(by).staff().select_related("user").order_by("user__name")
        bounds: dict[str, Any] = self.fields
        choose_owner(bounds["owner"], by, self.instance.owner_id)
        bounds["team"].queryset = colleagues
        bounds["organization"].rows = Organization.objects.visible_to(by).current()
        bounds["primary_contact"].rows = Contact.objects.visible_to(by).current()
        bounds["openings"].min_value = 1
        if not by.may(May.SEE_MONEY):
            for name in PAY:
                del self.fields[name]
        self.job = self.instance if self.instance.pk else None
        self.before = (self.instance.organization_id, self.instance.primary_contact_id)
        self.in_question: list[JobShare] = []

    def clean(self) -> dict[str, Any]:
        """The contact works there; and who changes client or contact says what becomes of the share."""
        cleaned = super().clean() or {}
        organization, contact = cleaned.get("organization"), cleaned.get("primary_contact")
        if organization is None:
            return cleaned
        changed = self.before != (organization.pk, contact.pk if contact else None)
        if contact is not None and changed and contact.organization_id != organization.pk:
            where = contact.organization.name if contact.organization else _("no organization")
            words = {"who": contact.name, "where": where}
            self.add_error("primary_contact", forms.ValidationError(_("%(who)s belongs to %(where)s.") % words))
        if self.job is not None and changed:
            there = Job(pk=self.job.pk, organization_id=self.before[0], primary_contact_id=self.before[1])
            self.in_question = shares_in_question(there, organization, contact)
            if self.in_question and not cleaned.get("shares"):
                self.add_error("shares", _("The job is shared with the client. Say what shall happen to the share."))
        if (cleaned.get("pay_from") or cleaned.get("pay_to")) and not cleaned.get("pay_currency"):
            self.add_error("pay_currency", _("Choose the currency."))
        return cleaned

    def team_after(self, now_there: set[int]) -> list[int]:
        """The team as it is now, with what this form added and took away: nobody else's change is lost."""
        shown = {int(pk) for pk in self.cleaned_data["team_seen"].split(",") if pk.isdecimal() and len(pk) < 19}
        wanted = {member.pk for member in self.cleaned_data["team"]}
        return sorted((now_there | (wanted - shown)) - (shown - wanted))


class CloseForm(Form):
    """Ending the work on a job."""

    alike = True
    filled = forms.ChoiceField(
        label=_("How did it end?"),
        choices=[("yes", _("Filled: somebody starts")), ("no", _("Closed without a placement"))],
        widget=forms.RadioSelect,
        initial="yes",
    )


class NoWords(Form):
    """A deed that asks for nothing."""
