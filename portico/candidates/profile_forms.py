"""Forms about the fields of a profile: the same in the portal, behind a link in a mail, and on the desk."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from portico.candidates.layouts import Need
from portico.candidates.models import Candidate, Remote, WorkType
from portico.candidates.profile_fields import ENTRIES, FIELDS, KEPT, ProfileField
from portico.kit.forms import Day, Form, Line, Seen, Text
from portico.kit.money import COMMON
from portico.kit.rules import RuleBroken
from portico.messaging.writing import check_address

SIGNER = Signer(salt="portico.profile.seen")
PAY = ("amount", "currency", "per")
TOKENS = {
    "first_name": "given-name",
    "last_name": "family-name",
    "email": "email",
    "phone": "tel",
    "city": "address-level2",
    "region": "address-level1",
    "country": "country-name",
    "website": "url",
    "employer": "organization",
}
"""What browsers may fill in by themselves."""
HELP: dict[str, Any] = {
    "headline": _("One line that says what you do, like “Forklift driver with 8 years in cold stores”."),
    "skills": _("Separated by commas."),
    "notice": _("Like “four weeks to the end of a month”."),
    "availability": _("In your own words, like “weekday mornings”."),
    "right_to_work": _("Where you may work, and on what ground, like “EU citizen” or “Skilled Worker visa until May”."),
    "wants": _("What your next job should have, and what it should not."),
}


def seal(values: Mapping[str, Any]) -> str:
    """What a form showed of a profile, as it travels in the form's hidden `seen`."""
    return SIGNER.sign(json.dumps(dict(values), sort_keys=True))


def unseal(text: str) -> dict[str, Any]:
    """What the form showed."""
    try:
        found: dict[str, Any] = json.loads(SIGNER.unsign(text)) if text else {}
    except (BadSignature, ValueError):
        raise RuleBroken(_t("This form is too old. Open the page again.")) from None
    return found


class ProfileForm(Form):
    """The plain fields of a profile; lists of posts, schools and languages have forms of their own.

    `values` fill the fields; `held`, where it differs, is what the profile holds now (a change may wait for a yes).
    """

    seen = Seen()

    def __init__(
        self,
        *args: Any,
        keys: Iterable[str],
        values: Mapping[str, Any] | None = None,
        held: Mapping[str, Any] | None = None,
        needs: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        self.keys = [key for key in keys if key in FIELDS and FIELDS[key].kind != "entries"]
        shown = {key: value for key, value in (values or {}).items() if key in self.keys}
        initial = {"seen": seal({key: (held or shown).get(key, shown[key]) for key in shown}), **initial_of(shown)}
        kwargs["initial"] = {**initial, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        for key in self.keys:
            wanted = (needs or {}).get(key) == Need.MANDATORY
            for name, made in fields_for(FIELDS[key], wanted).items():
                self.fields[name] = made

    def clean_seen(self) -> dict[str, Any]:
        """What the page showed."""
        try:
            return unseal(self.cleaned_data["seen"])
        except RuleBroken as no:
            raise forms.ValidationError(str(no)) from None

    def clean(self) -> dict[str, Any]:
        """An amount has a currency and a period."""
        cleaned = super().clean() or {}
        if cleaned.get("pay_amount") is not None and not (cleaned.get("pay_currency") and cleaned.get("pay_per")):
            self.add_error("pay_amount", _t("Say in which currency, and for what time."))
        return cleaned

    def values(self) -> dict[str, Any]:
        """What was typed, as values of the profile's fields."""
        return {key: self.value(FIELDS[key]) for key in self.keys}

    def value(self, field: ProfileField) -> Any:
        """One field's value."""
        typed = self.cleaned_data.get(field.key)
        match field.kind:
            case "pay":
                pay = {name: self.cleaned_data.get(f"pay_{name}") for name in PAY}
                return {name: str(one) for name, one in pay.items()} if pay["amount"] is not None else {}
            case "date":
                return typed.isoformat() if typed else ""
            case "skills":
                return names_in(typed or "")
            case "choices":
                return list(typed or [])
        return typed

    def see_again(self, held: Mapping[str, Any]) -> None:
        """After a conflict the form knows what is there now: saving once more means it."""
        before: Any = self.data
        data = before.copy()
        data["seen"] = seal({key: held[key] for key in self.keys if key in held})
        self.data = data


def names_in(text: str) -> list[str]:
    """The names in a list typed with commas or lines, each once."""
    parts = text.replace("\n", ",").split(",")
    return list(dict.fromkeys(part.strip() for part in parts if part.strip()))


def initial_of(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values of a profile as the form's fields hold them."""
    initial: dict[str, Any] = {}
    for key, value in values.items():
        if FIELDS[key].kind == "pay":
            initial |= {f"pay_{name}": (value or {}).get(name, "") for name in PAY}
        else:
            initial[key] = ", ".join(value) if FIELDS[key].kind == "skills" else value
    return initial


def fields_for(field: ProfileField, required: bool) -> dict[str, forms.Field]:
    """The form's fields for one field of the profile; pay has three."""
    words: dict[str, Any] = {"label": field.label, "required": required, "help_text": HELP.get(field.key, "")}
    match field.kind:
        case "pay":
            return pay_fields(words)
        case "text":
            return {field.key: Text(max_length=longest(field.key), rows=5, **words)}
        case "skills":
            return {field.key: Text(max_length=5000, rows=2, **words)}
        case "date":
            return {field.key: Day(**words)}
        case "number":
            return {field.key: forms.IntegerField(min_value=0, max_value=20_000, **words)}
        case "choice":
            return {field.key: forms.ChoiceField(choices=[("", "–"), *Remote.choices], **words)}
        case "choices":
            boxes = forms.CheckboxSelectMultiple
            return {field.key: forms.MultipleChoiceField(choices=WorkType.choices, widget=boxes, **words)}
    return {field.key: line_field(field, words)}


def pay_fields(words: dict[str, Any]) -> dict[str, forms.Field]:
    """Amount, currency and period."""
    common = {"required": words["required"]}
    currencies = [("", "–"), *((code, code) for code in COMMON)]
    return {
        "pay_amount": forms.DecimalField(min_value=0, max_digits=13, decimal_places=3, label=words["label"], **common),
        "pay_currency": forms.ChoiceField(label=_("Currency"), choices=currencies, **common),
        "pay_per": forms.ChoiceField(label=_("Per"), choices=[("", "–"), *Candidate.Per.choices], **common),
    }


def line_field(field: ProfileField, words: dict[str, Any]) -> forms.Field:
    """One line, an address of mail or of a page, a phone number."""
    attrs = {"autocomplete": TOKENS[field.key]} if field.key in TOKENS else {}
    most = longest(field.key)
    if field.key == "email":
        mail = forms.EmailInput(attrs=attrs)
        return forms.EmailField(max_length=most, widget=mail, validators=[check_address], **words)
    if field.kind == "url":
        page = forms.URLInput(attrs={**attrs, "placeholder": "https://"})
        return forms.URLField(max_length=most, assume_scheme="https", widget=page, **words)
    if field.kind == "phone":
        return Line(max_length=most, widget=forms.TextInput(attrs={**attrs, "type": "tel"}), **words)
    return Line(max_length=most, widget=forms.TextInput(attrs=attrs), **words)


def longest(key: str) -> int:
    """How much a field can hold."""
    return int(getattr(Candidate._meta.get_field(key), "max_length", None) or 10_000)


class EntryForm(Form):
    """One post, school or language."""

    seen = Seen(max_length=40)

    def __init__(self, *args: Any, key: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        model = ENTRIES[key][0]
        self.kept = KEPT[model]
        for name in self.kept:
            self.fields[name] = entry_field(model._meta.get_field(name))
        self.main = ("title", "employer") if key == "experience" else ("degree", "school")
        if key == "languages":
            self.main = ("name", "name")
        self.fields[self.main[0]].required = key == "languages"

    def clean(self) -> dict[str, Any]:
        """Something must be said, and life runs forward."""
        cleaned = super().clean() or {}
        if not any(cleaned.get(name) for name in self.main) and not self.errors:
            self.add_error(self.main[0], _t("Fill in this field, please."))
        started, ended = cleaned.get("started") or "", cleaned.get("ended") or ""
        if cleaned.get("is_current"):
            cleaned["ended"] = ended = ""
        if started and ended and ended < started[: len(ended)]:
            self.add_error("ended", _t("The end is before the beginning."))
        return cleaned

    def entry(self) -> dict[str, Any]:
        """The entry as the profile keeps it."""
        return {name: self.cleaned_data.get(name, "") for name in self.kept}


def entry_field(field: Any) -> forms.Field:
    """The form's field for one part of an entry."""
    made: forms.Field = field.formfield()
    if field.name in ("started", "ended"):
        made.widget = forms.TextInput(attrs={"placeholder": "2021-03", "inputmode": "numeric"})
        made.help_text = _("A year, or year and month like 2021-03.")
    if field.name == "text":
        made = Text(max_length=field.max_length, rows=5, label=made.label, required=False)
    if made.label:
        made.label = str(made.label)[:1].upper() + str(made.label)[1:]
    return made
