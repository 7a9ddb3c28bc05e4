"""What a reviewer says about a candidate."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portico.agencies.models import Member
from portico.jobs.stages import Stage
from portico.kit.forms import Form, Line, Seen, Text
from portico.kit.rules import RuleBroken
from portico.pipeline.allowed import check_reason
from portico.portals.settings import REASONS, PortalSettings


class SaidForm(Form):
    """Stars and a remark, both optional."""

    rating = forms.IntegerField(label=_("Stars"), min_value=1, max_value=5, required=False)
    remark = Text(label=_("Remark"), max_length=2000, required=False)
    private = forms.BooleanField(label=_("Only for the agency"), required=False)


class AnswerForm(SaidForm):
    """An answer, with what was said beside it. `seen` is the answer the page showed."""

    seen = Seen()


class DeclineForm(AnswerForm):
    """No, and why."""

    reason = Line(label=_("Reason"), max_length=200, required=False)

    def __init__(self, *args: Any, settings: PortalSettings, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.settings = settings

    def clean_reason(self) -> str:
        """One of the portal's reasons, where one is asked for."""
        reason: str = self.cleaned_data["reason"]
        try:
            check_reason(self.settings, reason)
        except RuleBroken as no:
            raise forms.ValidationError(str(no)) from None
        if reason and self.settings.reasons and reason not in self.settings.reasons:
            raise forms.ValidationError(_("Choose one of the reasons."))
        return reason

    def clean(self) -> None:
        """“Other reason” needs words of one's own."""
        asked = self.settings.feedback and self.cleaned_data.get("reason") == REASONS[-1]
        if asked and not self.cleaned_data.get("remark"):
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
