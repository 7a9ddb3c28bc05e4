"""One form for the settings of client portals, built from their table, for whichever level is edited."""

import re
from collections.abc import Collection, Iterable
from typing import Any

from django import forms
from django.core.validators import FileExtensionValidator
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from portico.agencies import brand
from portico.jobs.stages import Stage
from portico.kit.forms import Form, Line, Seen, Text
from portico.kit.rules import RuleBroken
from portico.portals.changing import sealed
from portico.portals.settings import KINDS, LONGEST, PortalSettings
from portico.portals.words import SETTINGS, Setting
from portico.records.files import keep_logo

LONG_TEXTS = {"footer", "welcome"}
MAIL_DOMAIN = re.compile(r"(?=.{4,190}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}")
MOST_LINES = 40


class SettingsForm(Form):
    """The settings named, as they hold now. `changes()` is what the verbs take.

    `stages`: those clients see; `goals`: those an answer may move to; `color`: what holds where none is set.
    """

    seen = Seen()

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        settings: PortalSettings,
        stages: Iterable[Stage],
        goals: list[Stage],
        color: str,
        names: Collection[str],
    ) -> None:
        self.own_color, self.shown = color.lower(), settings
        self.stages = settings.in_order(list(stages))
        self.names = [name for name in SETTINGS if name in names]
        super().__init__(data, files, initial={"seen": sealed(settings, self.names)})
        for name in self.names:
            if name == "stage_order":
                self.fields |= {f"place_{one.pk}": place_field(one, n) for n, one in enumerate(self.stages, 1)}
            elif name == "stage_names":
                self.fields |= {f"name_{one.pk}": name_field(one, settings) for one in self.stages}
            else:
                self.fields[name] = field_of(SETTINGS[name], getattr(settings, name), goals, color)

    def clean_color(self) -> str:
        """A color on which a button's text can be read; the agency's own is none of the portal's."""
        color: str = self.cleaned_data["color"].lower()
        if color == self.own_color and not self.shown.color:
            return ""
        try:
            ratio = brand.legibility(color)
        except ValueError:
            raise forms.ValidationError(_t("Choose a color.")) from None
        if ratio < brand.LEGIBLE:
            darker = brand.legible_like(color)
            raise forms.ValidationError(
                _t("Neither white nor black text reads well on this color. A little darker does, like %s.") % darker
            )
        return color

    def clean_logo(self) -> str:
        """The key of the new picture; without one, what was there."""
        upload = self.cleaned_data["logo"]
        try:
            return keep_logo(upload) if upload else self.shown.logo
        except RuleBroken as no:
            raise forms.ValidationError(str(no)) from None

    def clean_reasons(self) -> tuple[str, ...]:
        """Each once."""
        return lines_of(self.cleaned_data["reasons"], longest=200)

    def clean_domains(self) -> tuple[str, ...]:
        """Domains as they stand behind the @, which may be typed too."""
        found = lines_of(self.cleaned_data["domains"].lower().replace("@", ""), longest=190)
        for one in found:
            if not MAIL_DOMAIN.fullmatch(one):
                raise forms.ValidationError(_t("“%s” is not a mail domain. Write it like example.com.") % one)
        return found

    def changes(self) -> dict[str, Any]:
        """Every setting of the form with its value."""
        words = self.cleaned_data
        found = {name: words[name] for name in self.names if name in words}
        for name in self.names:
            if SETTINGS[name].stage:
                found[name] = int(words[name])
            elif isinstance(found.get(name), list):
                found[name] = tuple(one for one in SETTINGS[name].choices or () if one in found[name])
        if "stage_order" in self.names:
            placed = sorted(self.stages, key=lambda one: words[f"place_{one.pk}"])
            moved = placed != self.stages
            found["stage_order"] = tuple(one.pk for one in placed) if moved else self.shown.stage_order
        if "stage_names" in self.names:
            found["stage_names"] = self.names_typed()
        return found

    def names_typed(self) -> tuple[tuple[int, str], ...]:
        """The names clients read, those of stages no longer in use among them."""
        typed = {one.pk: " ".join(self.cleaned_data[f"name_{one.pk}"].split()) for one in self.stages}
        called = {**dict(self.shown.stage_names), **typed}
        return tuple((pk, text) for pk, text in called.items() if text)


def lines_of(text: str, *, longest: int) -> tuple[str, ...]:
    """The lines of a text, each once, without empty ones."""
    found = dict.fromkeys(" ".join(one.split()) for one in text.splitlines())
    kept = tuple(one for one in found if one)
    if len(kept) > MOST_LINES or any(len(one) > longest for one in kept):
        words = {"lines": MOST_LINES, "letters": longest}
        raise forms.ValidationError(_t("At most %(lines)s lines of at most %(letters)s letters.") % words)
    return kept


def place_field(stage: Stage, place: int) -> forms.Field:
    """Where a stage stands among the others."""
    label = _t("Place of %s") % stage.name
    return forms.IntegerField(label=label, min_value=1, max_value=999, initial=place)


def name_field(stage: Stage, settings: PortalSettings) -> forms.Field:
    """What clients call a stage."""
    label, text = _t("Name of %s for clients") % stage.name, dict(settings.stage_names).get(stage.pk, "")
    return Line(label=label, max_length=60, required=False, initial=text, widget=hinted(stage.name))


def hinted(text: str) -> forms.TextInput:
    """A text box that shows what holds while it is empty."""
    return forms.TextInput(attrs={"placeholder": text})


def field_of(setting: Setting, value: Any, stages: list[Stage], color: str) -> forms.Field:
    """The control that fits the setting."""
    words: dict[str, Any] = {"label": setting.label, "help_text": setting.help, "required": False, "initial": value}
    kind = KINDS[setting.name]
    if setting.name == "color":
        picker = forms.TextInput(attrs={"type": "color"})
        return forms.CharField(**{**words, "initial": value or color, "required": True}, max_length=7, widget=picker)
    if setting.name == "logo":
        return logo_field(words)
    if setting.stage:
        goals = [(0, _("It stays where it is")), *((one.pk, one.name) for one in stages if one.kind != "placed")]
        return forms.ChoiceField(**{**words, "required": True}, choices=goals)
    if setting.lines:
        return Text(**{**words, "initial": "\n".join(value)}, max_length=9000, rows=6)
    if setting.choices and isinstance(value, tuple):
        boxes = list(setting.choices.items())
        return forms.MultipleChoiceField(
            **{**words, "initial": list(value)}, choices=boxes, widget=forms.CheckboxSelectMultiple
        )
    if setting.choices:
        return forms.ChoiceField(**{**words, "required": True}, choices=list(setting.choices.items()))
    if kind is bool:
        return forms.BooleanField(**words)
    if kind is int:
        least = setting.least
        return forms.IntegerField(**{**words, "required": True}, min_value=least, max_value=setting.most)
    return Text(**words, max_length=LONGEST, rows=3) if setting.name in LONG_TEXTS else Line(**words, max_length=200)


def logo_field(words: dict[str, Any]) -> forms.Field:
    """A picture to upload."""
    kinds = ["png", "jpg", "jpeg", "webp"]
    check = FileExtensionValidator(kinds, message=_("Choose a PNG, JPEG or WebP picture."))
    box = forms.FileInput(attrs={"accept": ".png,.jpg,.jpeg,.webp"})
    return forms.FileField(**{**words, "initial": None}, widget=box, validators=[check])
