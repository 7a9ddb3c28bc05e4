"""Our renderer draws fields exactly as Django's does."""

import re
from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates

from portico.kit import widgets
from portico.kit.widgets import Renderer

HOSTILE = "x<\"y'&/</textarea>"


class Everything(forms.Form):
    """One field of each kind we use."""

    line = forms.CharField(max_length=10, initial=HOSTILE, widget=forms.TextInput(attrs={"data-suggest": "/a/b/?c=d"}))
    number = forms.IntegerField(min_value=3)
    choice = forms.ChoiceField(choices=[("", "–"), (HOSTILE, [(1, "<one>"), (2, "two")])])
    several = forms.MultipleChoiceField(
        choices=[("1", "o'ne"), ("2", "two")], widget=forms.CheckboxSelectMultiple, initial=["2"]
    )
    one = forms.ChoiceField(
        choices=[("1", "one")], widget=forms.RadioSelect(attrs={"data-x": True, "data-y": False, "data-z": None})
    )
    text = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), initial=HOSTILE)
    file = forms.FileField()
    day = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    tick = forms.BooleanField()
    amount = forms.DecimalField(max_digits=8, decimal_places=2)
    hidden = forms.CharField(widget=forms.HiddenInput)
    perhaps = forms.NullBooleanField()
    nothing = forms.EmailField(initial=None)
    secret = forms.CharField(widget=forms.PasswordInput)
    many = forms.MultipleChoiceField(choices=[("1", "one"), ("2", "two")])


def drawn(renderer: Any, data: Any) -> dict[str, str]:
    """Every field and the list of errors, without the white space between tags."""
    form = Everything(data, renderer=renderer)
    parts = {name: str(form[name]) for name in form.fields} | {"errors": str(form.errors)}
    return {name: re.sub(r"\s*([<>])\s*", r"\1", re.sub(r"\s+", " ", text)) for name, text in parts.items()}


@pytest.mark.parametrize("data", [None, {"line": HOSTILE, "several": ["1"], "text": HOSTILE, "amount": "much"}])
def test_every_kind_of_field_looks_as_django_draws_it(data: Any) -> None:
    assert drawn(Renderer(), data) == drawn(DjangoTemplates(), data)


@pytest.mark.parametrize("data", [None, {"line": HOSTILE, "several": ["1"], "text": HOSTILE, "amount": "much"}])
def test_what_is_drawn_in_python_is_to_the_letter_what_the_template_says(
    data: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick = exactly(data)
    monkeypatch.setattr(widgets, "kind_of", lambda _name: "")
    assert exactly(data) == quick


def exactly(data: Any) -> list[str]:
    """Each field as it is drawn."""
    form = Everything(data, renderer=Renderer())
    return [str(form[name]) for name in form.fields]
