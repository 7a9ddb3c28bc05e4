"""What clients write when they ask for people, or for something different about a job."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portico.jobs.models import Job
from portico.kit.forms import Day, Form, Line, Seen, Text
from portico.kit.money import COMMON, CURRENCIES

ACCEPT = ".pdf,.docx,.png,.jpg,.jpeg,.webp,.txt"
MOST = 10_000
FIELDS = [
    "title", "description", "qualifications", "requirements", "headcount", "start", "place", "remote", "employment",
    "pay_from", "pay_to", "pay_currency", "pay_per", "time_approver_id", "cost_center", "purchase_order", "note",
]  # fmt: skip
"""The requisition's own fields, as this form fills them."""
SHOWN_AS = {"pay": "pay_from", "time_approver": "time_approver_id"}
"""Where the form says that something the portal demands is missing."""
NONE = [("", "–")]


def currencies() -> list[tuple[str, str]]:
    """The usual ones first."""
    return [*NONE, *((code, code) for code in [*COMMON, *(code for code in CURRENCIES if code not in COMMON)])]


class Pay(forms.DecimalField):
    """An amount of pay; three digits for currencies that have as many."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_digits=14, decimal_places=3, required=False, **kwargs)


class PayForm(Form):
    """A span of pay, in order and with its currency."""

    pay_from = Pay(label=_("Pay from"))
    pay_to = Pay(label=_("Pay to"))
    pay_currency = forms.ChoiceField(label=_("Currency"), choices=currencies, required=False)
    pay_per = forms.ChoiceField(label=_("Per"), choices=[*NONE, *Job.Per.choices], required=False)

    def clean(self) -> dict[str, Any]:
        """Not backwards, not without a currency."""
        cleaned = super().clean() or {}
        low, high = cleaned.get("pay_from"), cleaned.get("pay_to")
        if low is not None and high is not None and low > high:
            self.add_error("pay_to", _("“Pay to” is less than “pay from”."))
        if (low is not None or high is not None) and not cleaned.get("pay_currency"):
            self.add_error("pay_currency", _("Choose the currency."))
        return cleaned


class RequisitionForm(PayForm):
    """A request for people. A draft needs a title; what else it takes to submit it, the portal says."""

    seen = Seen()
    title = Line(label=_("Title"), help_text=_("The position, like “Night porter”."))
    headcount = forms.IntegerField(label=_("Headcount"), min_value=1, max_value=MOST, initial=1)
    start = Day(label=_("Start"), required=False)
    place = Line(label=_("Location"), max_length=180, required=False)
    remote = forms.BooleanField(label=_("Can be done remotely"), required=False)
    employment = forms.ChoiceField(label=_("Type"), choices=[*NONE, *Job.Type.choices], required=False)
    description = Text(label=_("Description"), max_length=10000, rows=6, required=False)
    qualifications = Text(label=_("Qualifications"), max_length=5000, required=False)
    requirements = Text(label=_("Other requirements"), max_length=4000, rows=3, required=False)
    time_approver_id = forms.ChoiceField(label=_("Who approves hours"), required=False)
    cost_center = Line(label=_("Cost center"), max_length=100, required=False)
    purchase_order = Line(label=_("Purchase order"), max_length=100, required=False)
    note = Text(label=_("Note for your consultant"), max_length=4000, rows=3, required=False)
    file = forms.FileField(
        label=_("Attachment"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        help_text=_("PDF, Word (.docx), picture or text, up to 10 MB. You can add more afterwards."),
    )

    def __init__(
        self, *args: Any, demanded: tuple[str, ...] = (), colleagues: list[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        bounds: dict[str, Any] = self.fields
        bounds["time_approver_id"].choices = [*NONE, *((str(pk), name) for pk, name in colleagues)]
        for name in demanded:
            bound = bounds.get(SHOWN_AS.get(name, name))
            if bound is not None and not bound.required:
                bound.label = f"{bound.label} *"
                bound.widget.attrs["aria-required"] = "true"

    def clean_time_approver_id(self) -> int | None:
        """The contact's number."""
        chosen = self.cleaned_data["time_approver_id"]
        return int(chosen) if chosen else None

    def written(self) -> dict[str, Any]:
        """What was written, by the requisition's fields."""
        return {name: self.cleaned_data[name] for name in FIELDS}

    def demand(self, names: list[str]) -> None:
        """Say at each field that it is missing."""
        for name in names:
            self.add_error(SHOWN_AS.get(name, name), _("Needed before you can submit."))


class RemarkForm(Form):
    """Something to say about a requisition."""

    text = Text(label=_("Remark"), max_length=4000, rows=3)


class FileForm(Form):
    """One more file."""

    upload = forms.FileField(
        label=_("Another file"),
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        error_messages={"required": _("Choose a file first."), "empty": _("This file is empty. Choose another one.")},
    )


class NoWords(Form):
    """A deed that asks for nothing."""


class JobChangeForm(PayForm):
    """A shared job as the client would have it."""

    seen = Seen()
    title = Line(label=_("Title"))
    openings = forms.IntegerField(label=_("Openings"), min_value=1, max_value=MOST)
    location = Line(label=_("Location"), required=False)
    target = Day(label=_("Start"), required=False)
    description = Text(label=_("Description"), max_length=20000, rows=8, required=False)
    note = Text(label=_("Remark for your consultant"), max_length=2000, rows=3, required=False)

    def __init__(self, *args: Any, fields: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - {*fields, "seen", "note"}:
            del self.fields[name]
