"""Forms about adverts, campaign links and the careers pages."""

import re
from typing import Any, ClassVar

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from portico.agencies.models import Member
from portico.agencies.roles import May
from portico.candidates.settings import CandidateSettings
from portico.jobs.models import Advert, SourceLink
from portico.jobs.sources import BUILT_IN, CODE
from portico.kit.edit_forms import KeepsOthers
from portico.kit.forms import Day, Form, Line, ModelForm, Seen, Text

ORIGIN = re.compile(r"https://[a-z0-9]([a-z0-9.-]{0,250}[a-z0-9])?(:[0-9]{1,5})?")
MOST_ORIGINS = 20


class AdvertForm(ModelForm[Advert]):
    """A job in the words of its advert. Only who sees pay may show it."""

    seen = Seen()
    text = Text(
        label=_("Text"),
        max_length=20000,
        rows=14,
        required=False,
        help_text=_(
            "Blank lines make paragraphs, lines that begin with a dash make a list, a short line above one a heading."
        ),
    )
    valid_until = Day(
        label=_("Last day"), required=False, help_text=_("After it, the job leaves the careers pages by itself.")
    )
    sure = forms.BooleanField(label=_("The client’s name means something else here"), required=False)

    class Meta:
        model = Advert
        fields: ClassVar = [
            "title",
            "text",
            "city",
            "region",
            "country",
            "postal_code",
            "remote",
            "valid_until",
            "show_pay",
            "show_organization",
        ]
        help_texts: ClassVar = {
            "show_pay": _("The pay span noted on the job."),
            "show_organization": _(
                "Otherwise the client stays unnamed everywhere: page, feeds, search engines, picture."
            ),
        }

    def __init__(self, *args: Any, by: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        remote: Any = self.fields["remote"]
        remote.choices = Advert.Remote.choices
        if not by.may(May.SEE_MONEY):
            del self.fields["show_pay"]


class SourceLinkForm(ModelForm[SourceLink]):
    """A new campaign link."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        required=False,
        help_text=_("Stands in the address: small letters, digits and dashes. Empty: one is drawn."),
        validators=[RegexValidator(rf"^{CODE}$", _("Only small letters, digits and dashes, at least two."))],
    )

    class Meta:
        model = SourceLink
        fields: ClassVar = ["name", "code"]

    def clean_code(self) -> str:
        """Some codes have a meaning already."""
        code: str = self.cleaned_data["code"]
        if code in BUILT_IN:
            raise forms.ValidationError(_("Portico uses this code itself. Choose another."))
        return code


class CareersForm(KeepsOthers, Form):
    """The careers pages: whether there are any, their words, and who may show the list elsewhere."""

    careers = forms.BooleanField(label=_("We have public careers pages"), required=False)
    careers_title = Line(
        label=_("Title"), max_length=120, required=False, help_text=_("Empty: “Jobs at” and your name.")
    )
    careers_intro = Text(label=_("Introduction"), max_length=600, rows=3, required=False)
    careers_foot = Text(label=_("Text at the foot"), max_length=600, rows=2, required=False)
    careers_imprint = forms.URLField(label=_("Imprint"), max_length=300, required=False, assume_scheme="https")
    careers_privacy = forms.URLField(label=_("Privacy notice"), max_length=300, required=False, assume_scheme="https")
    careers_origins = Text(
        label=_("Sites that may show your list"),
        max_length=2000,
        rows=3,
        required=False,
        help_text=_("One a line, like https://www.example.com. No other site can put the list into its pages."),
    )

    @classmethod
    def showing(cls, rules: CandidateSettings) -> dict[str, Any]:
        """What the form starts with."""
        told = {name: getattr(rules, name) for name in cls.base_fields}
        return {**told, "careers_origins": "\n".join(rules.careers_origins)}

    def clean_careers_origins(self) -> list[str]:
        """Each is a site, without a path."""
        found = [line.strip().rstrip("/").lower() for line in self.cleaned_data["careers_origins"].splitlines()]
        origins = list(dict.fromkeys(line for line in found if line))
        for origin in origins:
            if not ORIGIN.fullmatch(origin):
                raise forms.ValidationError(_("“%s” is not a site like https://www.example.com.") % origin[:80])
        if len(origins) > MOST_ORIGINS:
            raise forms.ValidationError(_("These are too many sites."))
        return origins
