"""What a reviewer says about a candidate."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portico.agencies.models import Member
from portico.jobs.stages import Stage
from portico.kit.forms import Form, Line, Seen, Text

REASONS = [
    _("Not enough experience"),
    _("Skills do not fit"),
    _("Location or availability"),
    _("Pay expectation"),
    _("We chose somebody else"),
    _("Something else"),
]


class SaidForm(Form):
    """Stars and a remark, both optional."""

    rating = forms.IntegerField(label=_("Stars"), min_value=1, max_value=5, required=False)
    remark = Text(label=_("Remark"), max_length=2000, required=False)


class AnswerForm(SaidForm):
    """An answer, with what was said beside it. `seen` is the answer the page showed."""

    seen = Seen()


class DeclineForm(AnswerForm):
    """No, and why."""

    reason = Line(label=_("Reason"), max_length=200, error_messages={"required": _("Please say why.")})

    def clean(self) -> None:
        """“Something else” needs words of one's own."""
        if self.cleaned_data.get("reason") == str(REASONS[-1]) and not self.cleaned_data.get("remark"):
            self.add_error("remark", _("Please say in a few words what it is."))


class MoveForm(Form):
    """Into which stage, and a remark. `seen` is the stage the page showed."""

    to: Any = forms.ModelChoiceField(label=_("To"), queryset=None)
    remark = Text(label=_("Remark"), max_length=2000, required=False)
    seen = Seen()

    def __init__(self, *args: object, member: Member, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        stages: forms.ModelChoiceField[Stage] = self.fields["to"]  # type: ignore[assignment]
        stages.queryset = Stage.objects.visible_to(member).active()
