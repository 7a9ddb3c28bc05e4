"""Forms of the pipeline: moving, ending, placing, adding; one and many at a time."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portico.agencies.models import Member
from portico.jobs.stages import Stage
from portico.kit.forms import Day, Form, Line, Seen, Text
from portico.pipeline.models import Application


def open_stages(by: Member) -> Any:
    """Stages somebody can be moved into; placing is a deed of its own."""
    return Stage.objects.visible_to(by).active().exclude(kind=Stage.Kind.PLACED)


class DeedForm(Form):
    """A form that shares its page with others: its fields' ids begin with its own name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"{type(self).__name__.lower()}_%s")
        super().__init__(*args, **kwargs)


class StageForm(DeedForm):
    """A form with a stage to choose."""

    def __init__(self, *args: Any, by: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = open_stages(by)  # type: ignore[attr-defined]


class MoveForm(StageForm):
    """To another stage, with a remark."""

    to: Any = forms.ModelChoiceField(label=_("To"), queryset=None, empty_label=None)
    remark = Text(label=_("Remark"), max_length=2000, rows=2, required=False)
    seen = Seen()


class WithdrawForm(DeedForm):
    """The candidate no longer wants the job."""

    reason = Text(label=_("Reason"), max_length=1000, rows=3, required=False)
    seen = Seen()


class PlaceForm(DeedForm):
    """The candidate is taken on."""

    start = Day(label=_("First day"))
    remark = Text(label=_("Remark"), max_length=2000, rows=2, required=False)
    seen = Seen()


class ReopenForm(DeedForm):
    """Taking an ended application up again."""

    remark = Line(label=_("Remark"), max_length=2000, required=False)


class AddForm(StageForm):
    """Putting candidates on a job."""

    to: Any = forms.ModelChoiceField(label=_("Stage to start in"), queryset=None, empty_label=None)
    source = Line(label=_("Source"), max_length=120, required=False)
    candidates = forms.CharField(required=False, max_length=4000)


class BulkForm(StageForm):
    """One deed for several rows: each row carries the stage it was shown in, like 17-4."""

    deed = forms.ChoiceField(choices=[("move", "move"), ("reject", "reject"), ("show", "show")])
    to: Any = forms.ModelChoiceField(label=_("Move to"), queryset=None, required=False)
    remark = Line(label=_("Remark"), max_length=2000, required=False)
    reason = Line(label=_("Reason"), max_length=1000, required=False)
    tell = forms.BooleanField(label=_("Tell the candidates by email"), required=False)

    def __init__(self, *args: Any, job_pk: int, by: Member, **kwargs: Any) -> None:
        super().__init__(*args, by=by, **kwargs)
        self.by, self.job_pk = by, job_pk
        self.picked: list[str] = self.data.getlist("pick")[:500] if self.is_bound else []  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """What the chosen deed needs, and at least one row."""
        cleaned = super().clean() or {}
        pairs = [pair.split("-") for pair in self.picked]
        if not pairs or any(len(pair) != 2 or not all(n.isdecimal() and len(n) < 19 for n in pair) for pair in pairs):
            raise forms.ValidationError(_("Pick the candidates first."))
        if cleaned.get("deed") == "move" and cleaned.get("to") is None:
            self.add_error("to", _("Choose the stage."))
        if cleaned.get("deed") == "reject" and not cleaned.get("reason"):
            self.add_error("reason", _("Say why."))
        self.seen = {int(pk): stage for pk, stage in pairs}
        return cleaned

    def applications(self) -> list[Application]:
        """The picked rows of this job."""
        rows = Application.objects.visible_to(self.by).filter(job=self.job_pk, pk__in=self.seen)
        return list(rows.select_related("candidate", "job", "stage", "agency"))
