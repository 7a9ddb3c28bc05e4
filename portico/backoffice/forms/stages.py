"""Forms about the agency's own steps of the pipeline."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from portico.jobs.stages import Stage
from portico.kit.forms import ModelForm, Seen

CANDIDATES_READ = ["public_label", "candidates_see", "next_text", "expect_days"]
PLACED = _("Placing somebody is the agency’s own deed: it needs the first day.")
BLIND = _("Clients can only move candidates into a stage that they see.")


class StageForm(ModelForm[Stage]):
    """A stage's name and what others see of it. Its kind is fixed from the start."""

    seen = Seen()

    class Meta:
        model = Stage
        fields: ClassVar = ["name", "target_days", "clients_see", "clients_may_move", *CANDIDATES_READ]
        widgets: ClassVar = {"next_text": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bounds: dict[str, Any] = self.fields
        bounds["target_days"].required = bounds["expect_days"].required = False
        bounds["public_label"].help_text = _("What candidates read, like “Being reviewed”.")

    def clean_target_days(self) -> int:
        """Nothing entered: no target."""
        return self.cleaned_data["target_days"] or 0

    def clean_expect_days(self) -> int:
        """Nothing entered: no day is named."""
        return self.cleaned_data["expect_days"] or 0

    def clean(self) -> dict[str, Any]:
        """Clients move candidates only where they look, and nobody is placed by a move."""
        cleaned = super().clean() or {}
        kind = cleaned.get("kind") or self.instance.kind
        if cleaned.get("clients_may_move") and kind == Stage.Kind.PLACED:
            self.add_error("clients_may_move", PLACED)
        if cleaned.get("clients_may_move") and not cleaned.get("clients_see"):
            self.add_error("clients_may_move", BLIND)
        return cleaned


class NewStageForm(StageForm):
    """A new stage, with its kind."""

    class Meta:
        model = Stage
        fields: ClassVar = ["name", "kind", "target_days", "clients_see", "clients_may_move", *CANDIDATES_READ]
        widgets: ClassVar = {"next_text": forms.Textarea(attrs={"rows": 3})}
