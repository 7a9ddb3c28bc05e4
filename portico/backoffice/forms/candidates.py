"""Forms about candidates."""

from typing import Any, ClassVar

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from portico.agencies.models import Member
from portico.agencies.roles import May
from portico.backoffice.forms.pickers import PickField, choose_owner
from portico.candidates.models import Candidate
from portico.jobs.models import Job
from portico.kit.forms import Form, ModelForm, Seen
from portico.kit.money import COMMON
from portico.records.editing import plain


def names_in(text: str) -> list[str]:
    """The names in a list typed with commas or lines, each once."""
    parts = text.replace("\n", ",").split(",")
    return list(dict.fromkeys(part.strip() for part in parts if part.strip()))


MONEY = ["pay_expected", "pay_currency", "pay_per"]


class CandidateForm(ModelForm[Candidate]):
    """What the agency knows of a person."""

    seen = Seen()
    skills_seen = Seen()
    skill_names = forms.CharField(
        label=_("Skills"),
        max_length=3000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Separated by commas."),
    )
    pay_currency = forms.ChoiceField(
        label=_("Currency"), choices=[("", "–"), *((code, code) for code in COMMON)], required=False
    )

    class Meta:
        model = Candidate
        fields: ClassVar = [
            "first_name",
            "last_name",
            "email",
            "phone",
            "headline",
            "title",
            "employer",
            "city",
            "region",
            "country",
            "linkedin",
            "languages",
            "availability",
            *MONEY,
            "summary",
            "source",
            "owner",
        ]

    def __init__(self, *args: Any, by: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_owner(self.fields["owner"], by, self.instance.owner_id)
        if self.instance.pay_expected is not None:
            self.initial["pay_expected"] = plain(self.instance.pay_expected)
        if not by.may(May.SEE_MONEY):
            for name in MONEY:
                del self.fields[name]

    def clean_skills_seen(self) -> list[str]:
        """The skills that the page showed."""
        return names_in(self.cleaned_data["skills_seen"])

    def clean_skill_names(self) -> list[str]:
        """The skills one by one, each once."""
        names = names_in(self.cleaned_data["skill_names"])
        if any(len(name) > 100 for name in names):
            raise forms.ValidationError(_("A skill has at most 100 characters. Separate skills by commas."))
        return names

    def clean(self) -> dict[str, Any]:
        """A candidate has at least a name or an address; an amount has a currency and a period."""
        cleaned = super().clean() or {}
        if not any(cleaned.get(name) for name in ("first_name", "last_name", "email")):
            raise forms.ValidationError(_("Give a name or an email address."))
        if cleaned.get("pay_expected") is not None and not (cleaned.get("pay_currency") and cleaned.get("pay_per")):
            self.add_error("pay_expected", _("Say in which currency, and for what time."))
        return cleaned


class AddToJobForm(Form):
    """The job a candidate is put on."""

    alike = True
    job = PickField(reverse_lazy("backoffice:job_names"), thing=_("job"), label=_("Job"), by="title")

    def __init__(self, *args: Any, by: Member | None = None, **kwargs: Any) -> None:
        """`by`: who chooses, once something was chosen; the form itself is the same for everybody."""
        super().__init__(*args, **kwargs)
        if by is not None:
            self.fields["job"].rows = Job.objects.visible_to(by).active()  # type: ignore[attr-defined]


class MergeForm(Form):
    """The record that is the same and will lead here."""

    def __init__(self, *args: Any, rows: Any, thing: Any, address: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        other = PickField(address, thing=thing, label=_("The other record"))
        other.rows = rows
        self.fields["other"] = other
