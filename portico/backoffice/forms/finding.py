"""Forms of finding candidates: what to look for, keeping a search."""

from typing import Any, ClassVar

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from portico.agencies.models import Member
from portico.agencies.roles import May
from portico.backoffice.forms.candidates import names_in
from portico.backoffice.forms.pickers import PickField
from portico.candidates.finding import Criteria
from portico.candidates.layouts import ProfileLayout
from portico.candidates.models import Candidate
from portico.candidates.places import locate
from portico.jobs.models import Job
from portico.kit.forms import Day, Form, Line, Text
from portico.kit.money import COMMON
from portico.records.models import Tag

KM = [(str(km), _("within %d km") % km) for km in (5, 10, 25, 50, 100, 200)]
FRESH = [("30", _("in 30 days")), ("90", _("in 90 days")), ("180", _("in half a year")), ("365", _("in a year"))]
MOST_SKILLS = 20
MONEY = ("pay", "currency", "per")
FURTHER = ("skills", "every", "place", "km", "available", *MONEY, "credential", "valid", "fresh")
"""What stands behind “More filters”."""


class FindForm(Form):
    """What a candidate is looked for by, beside words; every field may stay empty."""

    tag: Any = forms.ModelMultipleChoiceField(label=_("Tag"), queryset=None, required=False, to_field_name="key")
    process = forms.ChoiceField(
        label=_("In process"), choices=[("", ""), ("yes", _("In process")), ("no", _("Not in process"))], required=False
    )
    skills = Line(label=_("Skills"), max_length=600, required=False, help_text=_("Separated by commas."))
    every = forms.BooleanField(label=_("All of them"), required=False)
    place = Line(label=_("Place"), max_length=120, required=False)
    km = forms.ChoiceField(label=_("Distance"), choices=KM, initial="25", required=False)
    available = Day(label=_("Available by"), required=False, help_text=_("And not away that day."))
    pay = forms.DecimalField(
        label=_("Pay expectation up to"), min_value=0, max_digits=12, decimal_places=2, required=False
    )
    currency = forms.ChoiceField(label=_("Currency"), choices=[(code, code) for code in COMMON], required=False)
    per = forms.ChoiceField(label=_("Per"), choices=Candidate.Per.choices, required=False)
    credential = Line(label=_("Certificate or license"), max_length=100, required=False)
    valid = Day(label=_("Valid on"), required=False)
    fresh = forms.ChoiceField(
        label=_("Profile changed or confirmed"), choices=[("", _("at any time")), *FRESH], required=False
    )

    def __init__(self, *args: Any, by: Member, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "find_%s")
        super().__init__(*args, **kwargs)
        self.by = by
        self.point: tuple[float, float] | None = None
        tags: Any = self.fields["tag"]
        tags.queryset = Tag.objects.visible_to(by)
        if not by.may(May.SEE_MONEY):
            for name in MONEY:
                del self.fields[name]

    def clean_skills(self) -> list[str]:
        """The skills one by one."""
        names = names_in(self.cleaned_data["skills"])
        if len(names) > MOST_SKILLS:
            raise forms.ValidationError(_t("Name at most %d skills.") % MOST_SKILLS)
        return names

    def clean_place(self) -> str:
        """A place on the map."""
        place: str = self.cleaned_data["place"].strip()
        if place:
            first, _comma, country = place.partition(",")
            self.point = locate(first, "", country) or locate(place)
            if self.point is None:
                raise forms.ValidationError(_t("We do not know this place. Try a town near it, and its country."))
        return place

    def criteria(self) -> Criteria:
        """What was asked for."""
        asked = self.cleaned_data
        return Criteria(
            skills=tuple(asked["skills"]),
            every_skill=asked["every"],
            tags=tuple(tag.pk for tag in asked["tag"]),
            point=self.point,
            km=int(asked["km"] or 25),
            available=asked["available"],
            pay=asked.get("pay"),
            pay_currency=asked.get("currency") or self.by.agency.currency,
            pay_per=asked.get("per") or Candidate.Per.YEAR,
            credential=asked["credential"],
            valid=asked["valid"],
            fresh_days=int(asked["fresh"]) if asked["fresh"] else None,
        )

    @property
    def further(self) -> bool:
        """Whether anything behind “More filters” is in use."""
        told = ("skills", "place", "available", "pay", "credential", "valid", "fresh")
        return any(self.data.get(name) for name in told)


class SaveForm(Form):
    """Keeping a search under a name."""

    name = Line(label=_("Name"), max_length=80)
    shared = forms.BooleanField(label=_("Share with the team"), required=False)
    query = forms.CharField(max_length=2000, required=False, widget=forms.HiddenInput)


def chips_of(form: FindForm) -> list[tuple[str, str]]:
    """What narrows the list, in words: the parameter, and what a person reads."""
    asked = form.cleaned_data if form.is_valid() else {}
    told = []
    if asked.get("skills"):
        glue = _t(" and ") if asked["every"] else _t(" or ")
        told.append(("skills", _t("Skills: %s") % glue.join(asked["skills"])))
    if asked.get("place"):
        told.append(("place", _t("%(km)s km around %(place)s") % {"km": asked["km"] or 25, "place": asked["place"]}))
    if asked.get("available"):
        told.append(("available", _t("Available by %s") % asked["available"].isoformat()))
    if asked.get("pay") is not None:
        told.append(("pay", _t("Pay up to %s") % asked["pay"]))
    if asked.get("credential"):
        told.append(("credential", _t("Holds: %s") % asked["credential"]))
    if asked.get("valid"):
        told.append(("valid", _t("Papers valid on %s") % asked["valid"].isoformat()))
    if asked.get("fresh"):
        told.append(("fresh", _t("Changed or confirmed %s") % dict(FRESH)[asked["fresh"]]))
    return told


class BulkForm(Form):
    """What a deed for many candidates needs to know beside who they are."""

    job = PickField(reverse_lazy("backoffice:job_names"), thing=_("job"), by="title", label=_("Job"))
    tag = Line(label=_("Tag"), max_length=40)
    layout: Any = forms.ModelChoiceField(
        label=_("Fields they are asked for"), queryset=None, required=False, empty_label=_("The usual ones")
    )
    message = Text(label=_("A personal word"), max_length=2000, rows=3, required=False)

    NEEDS: ClassVar[dict[str, tuple[str, ...]]] = {
        "job": ("job",),
        "tag": ("tag",),
        "untag": ("tag",),
        "invite": ("layout",),
        "update": ("layout", "message"),
    }

    def __init__(self, *args: Any, deed: str, by: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - set(self.NEEDS[deed]):
            del self.fields[name]
        if "job" in self.fields:
            self.fields["job"].rows = Job.objects.visible_to(by).active()  # type: ignore[attr-defined]
        if "layout" in self.fields:
            self.fields["layout"].queryset = ProfileLayout.objects.visible_to(by)  # type: ignore[attr-defined]

    def settings(self) -> dict[str, Any]:
        """What was chosen, as plain values."""
        return {name: getattr(value, "pk", value) for name, value in self.cleaned_data.items()}


class TagForm(Form):
    """A tag to stick on."""

    alike = True
    tag = Line(label=_("Tag"), max_length=40)
