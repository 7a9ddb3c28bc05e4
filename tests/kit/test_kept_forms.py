"""A form that is the same everywhere is made once, and what somebody typed into it stays theirs."""

from django import forms
from django.http import QueryDict
from django.test import RequestFactory
from django.utils import translation

from portico.kit.forms import Form, Line
from portico.kit.kept_forms import kept_form
from portico.kit.pages import bound


class WordForm(Form):
    """A word."""

    alike = True
    word = Line(label="Word", help_text="Any")
    sort = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)


class OwnForm(WordForm):
    """A word that somebody else sees otherwise."""

    alike = False


def drawn(form: Form) -> str:
    return "".join(str(field) + field.as_widget(attrs={"aria-describedby": "x"}) for field in form)


def test_it_is_drawn_as_a_fresh_one() -> None:
    for prefix in (None, "note"):
        kept = kept_form(WordForm, prefix)
        assert drawn(kept) == drawn(kept) == drawn(WordForm(prefix=prefix))
        for field, other in zip(kept, WordForm(prefix=prefix), strict=True):
            assert (field.auto_id, field.widget_type) == (other.auto_id, other.widget_type)
            assert list(field.errors) == []
            assert [str(one) for one in field.subwidgets] == [str(one) for one in other.subwidgets]


def test_everybody_gets_the_same_one_and_what_was_refused_their_own() -> None:
    request = RequestFactory().get("/")
    fresh = bound(request, WordForm, key=1)
    assert bound(RequestFactory().get("/"), WordForm, key=2) is fresh
    refused = WordForm(QueryDict("word=Hello"))
    refused.key = 1
    assert not refused.is_valid()
    request.refused_form = refused  # type: ignore[attr-defined]
    assert bound(request, WordForm, key=1) is refused
    assert "Hello" in drawn(refused)
    assert "Hello" not in drawn(bound(request, WordForm, key=2))


def test_a_form_that_differs_is_made_anew() -> None:
    request = RequestFactory().get("/")
    assert bound(request, OwnForm) is not bound(request, OwnForm)
    assert "Hi" in drawn(bound(request, WordForm, initial={"word": "Hi"}))
    assert "Hi" not in drawn(bound(request, WordForm))


def test_each_language_has_its_own() -> None:
    english = kept_form(WordForm)
    with translation.override("de"):
        assert kept_form(WordForm) is not english
