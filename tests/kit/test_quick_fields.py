"""Templates get what they ask of a form or a field at the first look, and what is no such thing is still refused."""

from typing import Any

import pytest
from django import forms

from portico.kit.forms import Form, Line
from portico.kit.kept_forms import kept_form


class NameForm(Form):
    """A name, and a field that is called like something every form has."""

    alike = True
    name = Line(label="Name", help_text="As people call you")
    prefix = Line(label="Title", required=False)  # type: ignore[assignment]
    side = forms.ChoiceField(choices=[("l", "Left"), ("r", "Right")], widget=forms.RadioSelect)


@pytest.mark.parametrize("form", [NameForm(), kept_form(NameForm), NameForm({"name": ""})])
def test_a_field_gives_its_attributes_as_items(form: NameForm) -> None:
    field = form["name"]
    for name in ("label", "help_text", "id_for_label", "errors", "is_hidden", "widget_type", "html_name"):
        found: Any = field[name]
        assert found == getattr(field, name)
    assert [one.choice_label for one in form["side"]] == ["Left", "Right"]
    assert field[0].data["name"] == "name"


def test_a_form_gives_its_fields_first_and_then_its_attributes() -> None:
    form = NameForm({"name": ""})
    assert form["prefix"].label == "Title"
    errors: Any = form["errors"]
    assert errors == {"name": ["This field is required."], "side": ["This field is required."]}
    with pytest.raises(KeyError, match="NameForm has no field surname"):
        form["surname"]


def test_what_was_typed_is_never_kept() -> None:
    typed: Any = NameForm({"name": ""})
    assert kept_form(NameForm)["name"]["errors"] == []
    assert typed["name"]["errors"] == ["This field is required."]
    assert kept_form(NameForm)["name"]["errors"] == []
