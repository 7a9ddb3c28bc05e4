"""Forms about what candidates follow: saying no, the words for it, offers, and messages with them."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from portico.backoffice.forms.pipeline import DeedForm
from portico.kit.edit_forms import KeepsOthers
from portico.kit.forms import Day, Form, ModelForm, Seen, Text
from portico.kit.money import COMMON
from portico.pipeline.models import Offer, RejectionText

MARKS = _("[first name], [job] and [agency] are filled in.")


class RejectForm(DeedForm):
    """A no: the reason, which stays in the agency, and the words to the candidate."""

    reason = Text(label=_("Reason"), max_length=1000, rows=2, help_text=_("Stays inside the agency."))
    words = Text(
        label=_("Words to the candidate"),
        max_length=4000,
        rows=6,
        required=False,
        help_text=_("They read it in the portal and in the mail. Empty: your usual words."),
    )
    tell = forms.BooleanField(label=_("Tell the candidate by email"), required=False, initial=True)
    seen = Seen()


class RejectionTextForm(KeepsOthers, ModelForm[RejectionText]):
    """Words to say no with."""

    class Meta:
        model = RejectionText
        fields: ClassVar = ["name", "words", "is_usual"]
        widgets: ClassVar = {"words": forms.Textarea(attrs={"rows": 8})}
        help_texts: ClassVar = {"words": MARKS}


class RulesForm(KeepsOthers, Form):
    """How candidates hear of what became of their applications."""

    rejection_hours = forms.IntegerField(
        label=_("Tell a no after hours"),
        min_value=0,
        max_value=720,
        help_text=_("Until then the candidate reads the label they had, and you can take the no back. 0: at once."),
    )
    label_mails = forms.BooleanField(
        label=_("Mail candidates on the portal when their label changes"),
        required=False,
        help_text=_("Some minutes after a move, without saying what changed. They can switch it off for themselves."),
    )


class OfferForm(ModelForm[Offer]):
    """What a candidate is offered."""

    seen = Seen()
    start = Day(label=_("First day"), required=False)
    until = Day(label=_("Valid until"))
    pay_currency = forms.ChoiceField(
        label=_("Currency"), choices=[("", "–"), *((code, code) for code in COMMON)], required=False
    )
    upload = forms.FileField(
        label=_("Document"),
        required=False,
        help_text=_("Optional, like the contract as a PDF. The candidate can download it."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx"}),
    )

    class Meta:
        model = Offer
        fields: ClassVar = ["start", "type", "pay", "pay_currency", "pay_per", "conditions", "until"]
        widgets: ClassVar = {"conditions": forms.Textarea(attrs={"rows": 5})}

    def clean(self) -> dict[str, Any]:
        """An amount says in which money, and for how long."""
        cleaned = super().clean() or {}
        if cleaned.get("pay") is not None:
            for name, words in (("pay_currency", _("Say the currency.")), ("pay_per", _("Say for how long."))):
                if not cleaned.get(name):
                    self.add_error(name, words)
        return cleaned


class ThreadForm(DeedForm):
    """A message to the candidate."""

    alike = True
    text = Text(label=_("Message"), max_length=4000, rows=3)
