"""Choosing one record out of many: type a part of its name, pick a suggestion. Works as plain text without scripts."""

import re
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from portico.agencies.models import Member
from portico.agencies.roles import Side
from portico.candidates.models import name_key

SUGGESTED = 20


def choose_owner(field: Any, by: Member, current: int | None) -> None:
    """One of the agency's own people who are in, or nobody. Whoever owns it now stays, also after leaving."""
    people = Member.objects.visible_to(by).filter(side=Side.STAFF)
    chosen = people.filter(Q(status=Member.Status.ACTIVE) | Q(pk=current))
    field.queryset = chosen.select_related("user").order_by("user__name", "pk")
    field.empty_label = _("Nobody")


class PickInput(forms.TextInput):
    """A text field with suggestions that are fetched while one types (kit: data-suggest)."""

    def __init__(self, address: Any) -> None:
        super().__init__(attrs={"autocomplete": "off", "data-suggest": address})


def pick_text(row: Any) -> str:
    """What stands in the field for a record: its name and number."""
    return f"{row} #{row.pk}"


class PickField(forms.CharField):
    """Gives the record that was picked, out of `rows` (set in the form's __init__)."""

    rows: QuerySet[Any]

    def __init__(self, address: Any, *, thing: Any, by: str = "name_key", **kwargs: Any) -> None:
        super().__init__(max_length=300, widget=PickInput(address), **kwargs)
        self.thing, self.by = thing, by

    def prepare_value(self, value: Any) -> Any:
        """A record as text; typed text as it is."""
        if isinstance(value, int):
            value = self.rows.filter(pk=value).first() or value
        return pick_text(value) if hasattr(value, "pk") else value

    def clean(self, value: Any) -> Any:
        """The record whose number, or exactly whose name, was typed."""
        text = super().clean(value)
        if not text:
            return None
        numbered = re.search(r"#(\d{1,18})\s*$", text)
        if numbered:
            found = list(self.rows.filter(pk=int(numbered.group(1)))[:1])
        else:
            found = list(self.rows.filter(**{f"{self.by}__iexact": name_of(text, self.by)})[:2])
        if len(found) == 1:
            return found[0]
        if found:
            raise forms.ValidationError(_("There are several with this name. Pick one of the suggestions."))
        raise forms.ValidationError(
            _("There is no %(thing)s with this name. Pick one of the suggestions."), params={"thing": self.thing}
        )


def name_of(text: str, by: str) -> str:
    """The text as the field `by` holds it."""
    return name_key(text) if by == "name_key" else text


def suggestions(rows: QuerySet[Any], typed: str, by: str = "name_key") -> list[dict[str, str]]:
    """The first records whose name holds every word typed."""
    for word in name_of(typed, by).split()[:5]:
        rows = rows.filter(**{f"{by}__icontains": word})
    return [{"value": pick_text(row), "label": str(row)} for row in rows.order_by(by, "pk")[:SUGGESTED]]
