"""Answering an update request: each field with what is known, a tick that it is still right, and room to change it."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from portico.candidates.profile_fields import ENTRIES, FIELDS, KEPT
from portico.candidates.profile_forms import EntryForm, ProfileForm

BLANKS = 2
ENTRIES_AT_MOST = 40
DRAFT_AT_MOST = 60_000
EMPTY: tuple[Any, ...] = ("", None, [], {})


def plain(value: Any) -> Any:
    """A value with the line ends that a browser sends made equal."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").strip()
    if isinstance(value, list):
        return [plain(one) for one in value]
    return {key: plain(one) for key, one in value.items()} if isinstance(value, dict) else value


class AnswerForm(ProfileForm):
    """The fields that were asked for. `held`: what the profile holds in them now; `needs`: how much they are wanted."""

    SAID = ("send", "all", "later", "stop")

    def __init__(self, *args: Any, held: Mapping[str, Any], needs: Mapping[str, str], **kwargs: Any) -> None:
        self.there = {key: plain(value) for key, value in held.items()}
        super().__init__(*args, keys=needs, values=held, needs=needs, **kwargs)
        self.order_of_needs = needs
        known = [key for key in needs if held[key] not in EMPTY]
        self.fields["right"] = forms.MultipleChoiceField(
            choices=[(key, FIELDS[key].label) for key in known], required=False, label=_("Still right")
        )
        self.fields["resume"] = forms.FileField(
            required=False,
            label=_("A newer résumé"),
            widget=forms.FileInput(attrs={"accept": ".pdf,.docx"}),
            help_text=_("PDF or Word. Only if there is one."),
        )
        self.lists = {key: self.entry_forms(key) for key in needs if key in ENTRIES}

    def entry_forms(self, key: str) -> list[EntryForm]:
        """One form for each entry there is, and some empty ones."""
        entries = list(self.there[key] or [])
        count = len(entries) + BLANKS
        if self.is_bound:
            count = max([count, *(number + BLANKS for number in self.posted_numbers(key))])
        made = []
        for number in range(min(count, ENTRIES_AT_MOST)):
            initial = entries[number] if number < len(entries) else {}
            form = EntryForm(self.data if self.is_bound else None, key=key, prefix=f"{key}-{number}", initial=initial)
            form.empty_permitted, form.use_required_attribute = True, False
            del form.fields["seen"]
            made.append(form)
        return made

    def posted_numbers(self, key: str) -> list[int]:
        """The numbers of entries that came with the form and say something, each plus one."""
        found = [0]
        for name, value in self.data.items():
            head, _dash, rest = str(name).partition("-")
            number = rest.partition("-")[0]
            if head == key and value and number.isdigit() and len(number) < 3:
                found.append(int(number) + 1)
        return found

    def clean(self) -> dict[str, Any]:
        """The entries are looked at with the plain fields."""
        cleaned = super().clean()
        for key, entries in self.lists.items():
            if not all(self.is_blank(one) or one.is_valid() for one in entries):
                self.add_error(None, _t("%s: look at the marked entry.") % FIELDS[key].label)
        return cleaned

    @staticmethod
    def is_blank(form: EntryForm) -> bool:
        """Whether nothing was typed into an entry: it falls out."""
        return not any(str(form[name].data or "").strip() for name in form.kept)

    def entries(self, key: str) -> list[dict[str, Any]]:
        """A list as it was typed."""
        return [one.entry() for one in self.lists[key] if not self.is_blank(one)]

    def changed_values(self) -> dict[str, Any]:
        """What differs from what the page showed."""
        typed = {**self.values(), **{key: self.entries(key) for key in self.lists}}
        shown = self.cleaned_data["seen"] or self.there
        return {key: value for key, value in typed.items() if not same(key, value, shown.get(key))}

    def right(self, said: str) -> list[str]:
        """The fields that are still right: those that were ticked, or all that are known."""
        if said == "all":
            return [key for key, value in self.there.items() if value not in EMPTY]
        return list(self.cleaned_data.get("right") or [])

    def draft(self) -> dict[str, list[str]]:
        """What was typed, word for word, to go on with later."""
        names = {*self.fields, *(one.add_prefix(name) for forms_ in self.lists.values() for one in forms_
                                 for name in one.kept)} - {"seen", "resume"}  # fmt: skip
        data: Any = self.data
        kept = {name: [one[:10_000] for one in data.getlist(name)] for name in names if name in data}
        size = sum(len(one) for values in kept.values() for one in values)
        return kept if size <= DRAFT_AT_MOST else {}

    @classmethod
    def going_on(cls, draft: dict[str, list[str]], **words: Any) -> "AnswerForm":
        """The form as it was left, with no word yet about what is wrong in it."""
        data = QueryDict(mutable=True)
        for name, values in draft.items():
            data.setlist(name, values)
        data["seen"] = cls(**words)["seen"].value()
        form = cls(data, **words)
        for one in [form, *(entry for entries in form.lists.values() for entry in entries)]:
            quiet(one)
        return form


def quiet(form: Any) -> None:
    """Take the form as looked at already, with nothing to object to."""
    form._errors = ErrorDict()
    form.cleaned_data = {}


def same(key: str, typed: Any, shown: Any) -> bool:
    """Whether what was typed says the same as what was shown."""
    one, other = plain(typed), plain(shown)
    if one in EMPTY and other in EMPTY:
        return True
    if key in ENTRIES:
        kept = KEPT[ENTRIES[key][0]]
        return [[line.get(name) or "" for name in kept] for line in one] == [
            [line.get(name) or "" for name in kept] for line in other or []
        ]
    if FIELDS[key].kind == "pay":
        return (
            {**one, "amount": float(one["amount"])} == {**other, "amount": float(other["amount"])}
            if one and other
            else False
        )
    return bool(one == other)


def as_paid(pay: dict[str, str]) -> tuple[Decimal, str, str]:
    """An amount as it is compared: 45,000 is 45,000.000."""
    return Decimal(pay["amount"]).normalize(), pay["currency"], pay["per"]
