"""Forms about application forms: what applicants are asked, and where their applications go."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from portico.agencies.models import Member
from portico.backoffice.forms.pipeline import open_stages
from portico.candidates.consents import Purpose
from portico.candidates.layouts import Need
from portico.candidates.profile_fields import FIELDS
from portico.candidates.settings import CandidateSettings
from portico.jobs.models import Question
from portico.jobs.questions import ALWAYS, ASKABLE, Ask, KnockOut, Wanted
from portico.kit.edit_forms import KeepsOthers
from portico.kit.forms import Form, ModelForm, Seen, Text

NEEDS = [(Need.MANDATORY.value, _("Must be given")), (Need.OPTIONAL.value, _("Can be given")), ("", _("Not asked"))]
CONSENT = [("required", _("Must agree")), ("optional", _("May agree")), ("", _("Not asked"))]
TELLS = [("owner", _("The job’s owner")), ("team", _("Owner and team")), ("nobody", _("Nobody"))]


class AskedForm(Form):
    """Which fields and files are asked for."""

    resume = forms.ChoiceField(label=_("Résumé"), choices=Ask.choices)
    cover_letter = forms.ChoiceField(label=_("Cover letter"), choices=Ask.choices)
    knock_out = forms.ChoiceField(
        label=_("An answer that rules somebody out"), choices=KnockOut.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key in ASKABLE:
            if key not in ALWAYS:
                label = FIELDS[key].label
                self.fields[f"need_{key}"] = forms.ChoiceField(label=label, choices=NEEDS, required=False)

    @property
    def need_fields(self) -> list[Any]:
        """The fields of the profile."""
        return [self[name] for name in self.fields if name.startswith("need_")]

    def needs(self) -> dict[str, str]:
        """What was chosen for each field that is asked for."""
        chosen = {key: self.cleaned_data.get(f"need_{key}", "") for key in ASKABLE}
        return {key: need for key, need in chosen.items() if need} | dict.fromkeys(ALWAYS, str(Need.MANDATORY))


class JobFormForm(KeepsOthers, AskedForm):
    """One job's application form."""

    stage: Any = forms.ModelChoiceField(
        label=_("Applications land in"), queryset=None, required=False, empty_label=_("First stage for applications")
    )
    owner: Any = forms.ModelChoiceField(
        label=_("New candidates are looked after by"), queryset=None, required=False, empty_label=_("The job’s owner")
    )

    def __init__(self, *args: Any, by: Member, wanted: Wanted | None = None, **kwargs: Any) -> None:
        if wanted is not None:
            kwargs["initial"] = {
                "resume": wanted.resume,
                "cover_letter": wanted.cover_letter,
                "knock_out": wanted.knock_out,
                "stage": wanted.stage,
                "owner": wanted.owner,
                **{f"need_{key}": need for key, need in wanted.fields.items()},
            }
        super().__init__(*args, **kwargs)
        bounds: dict[str, Any] = self.fields
        bounds["stage"].queryset = open_stages(by)
        colleagues = Member.objects.visible_to(by).staff().select_related("user").order_by("user__name")
        bounds["owner"].queryset = colleagues.filter(status=Member.Status.ACTIVE)


class UsualForm(KeepsOthers, AskedForm):
    """The agency's usual application form, and the rules of applying."""

    apply_without_account = forms.BooleanField(
        label=_("One can apply without an account"),
        required=False,
        help_text=_("Otherwise applicants sign in or register first; what they have typed is kept."),
    )
    apply_draft_days = forms.IntegerField(
        label=_("Days an application that was begun is kept"), min_value=1, max_value=90
    )
    apply_tells = forms.ChoiceField(label=_("Who is mailed of a new application"), choices=TELLS)

    def __init__(self, *args: Any, rules: CandidateSettings | None = None, **kwargs: Any) -> None:
        if rules is not None:
            kwargs["initial"] = {
                "resume": rules.apply_resume,
                "cover_letter": rules.apply_cover_letter,
                "knock_out": rules.apply_knock_out,
                "apply_without_account": rules.apply_without_account,
                "apply_draft_days": rules.apply_draft_days,
                "apply_tells": rules.apply_tells,
                **{f"need_{key}": need for key, need in rules.apply_fields},
                **{f"consent_{purpose}": need for purpose, need in rules.apply_consents},
            }
        super().__init__(*args, **kwargs)
        for purpose in Purpose:
            name = f"consent_{purpose.value}"
            self.fields[name] = forms.ChoiceField(label=purpose.label, choices=CONSENT, required=False)

    @property
    def consent_fields(self) -> list[Any]:
        """What applicants are asked to agree to."""
        return [self[name] for name in self.fields if name.startswith("consent_")]

    def changes(self) -> dict[str, Any]:
        """The rules as they were chosen."""
        data = self.cleaned_data
        consents = [(one.value, data.get(f"consent_{one.value}", "")) for one in Purpose]
        return {
            "apply_fields": list(self.needs().items()),
            "apply_resume": data["resume"],
            "apply_cover_letter": data["cover_letter"],
            "apply_knock_out": data["knock_out"],
            "apply_consents": [pair for pair in consents if pair[1]],
            **{name: data[name] for name in ("apply_without_account", "apply_draft_days", "apply_tells")},
        }


class QuestionForm(ModelForm[Question]):
    """A question of the agency's own."""

    seen = Seen()
    options = Text(
        label=_("Answers to choose from"), max_length=5000, rows=4, required=False, help_text=_("One a line.")
    )

    class Meta:
        model = Question
        fields: ClassVar = ["text", "kind", "options", "help", "required", "must"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bounds: dict[str, Any] = self.fields
        bounds["must"].help_text = _("For a yes-or-no question: who answers otherwise is ruled out.")
        if self.instance.options and "options" not in (kwargs.get("initial") or {}):
            self.initial["options"] = "\n".join(self.instance.options)

    def clean_options(self) -> list[str]:
        """The answers, each once."""
        lines = self.cleaned_data["options"].splitlines()
        return list(dict.fromkeys(line.strip() for line in lines if line.strip()))

    def clean(self) -> dict[str, Any]:
        """Answers to choose from belong to a choice only; a knock-out to yes or no."""
        cleaned = super().clean() or {}
        kind = cleaned.get("kind")
        choice = kind in (Question.Kind.CHOICE, Question.Kind.CHOICES)
        if choice and len(cleaned.get("options") or []) < 2:
            self.add_error("options", _t("Give at least two answers to choose from, one a line."))
        if kind and not choice:
            cleaned["options"] = []
        if cleaned.get("must") and kind != Question.Kind.YES_NO:
            self.add_error("must", _t("Only a yes-or-no question can be a knock-out."))
        return cleaned
