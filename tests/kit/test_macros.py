"""A template brings from another one only what it names, and draws the same with it."""

import re
from pathlib import Path

import minijinja
import pytest
from django.conf import settings

from portico.kit import folding, macros, templating

KIT = """{# Bits. #}
{% from "kit/badge.html" import badge, count as figure %}
{% from "kit/menu.html" import menu %}
{% macro mark(n) %}<i>{{ figure(n) }}</i>{% endmacro %}

{% macro row(n) %}<p>{{ mark(n) }}</p>{% endmacro %}
{% macro other() %}{{ menu("x") }}{{ badge("y") }}{% endmacro %}
{% macro deep(n) %}{% if n %}{{ deep(n - 1) }}{% endif %}{% endmacro %}
"""


def test_a_macro_comes_with_those_it_calls_and_without_the_others() -> None:
    said = macros.only(KIT, ["row"])
    assert "macro row" in said
    assert "macro mark" in said
    assert "macro other" not in said
    assert "macro deep" not in said
    assert '{% from "kit/badge.html" import count as figure %}' in said
    assert "kit/menu.html" not in said


def test_what_stands_beside_the_macros_keeps_what_it_needs() -> None:
    assert "macro deep" in macros.only(KIT + "{% set here = deep(2) %}", ["row"])
    assert macros.only(KIT, ["deep"]).count("macro") == 2 * 1


def test_the_other_template_is_named_with_what_is_wanted_of_it() -> None:
    source = '{% from "kit/form.html" import field, end as over %}'
    assert macros.by_name(source) == '{% from "kit/form.html#end,field" import field, end as over %}'


def test_plain_mails_stay_unescaped_when_parts_are_brought() -> None:
    assert not templating.is_html("messaging/emails/parts.txt#line")
    assert templating.is_html("messaging/emails/parts.html#line")


def imports_of(folder: Path) -> set[tuple[str, str]]:
    """Every import of the templates, by template and names."""
    found = set[tuple[str, str]]()
    for path in folder.rglob("templates/**/*.*"):
        found |= {(one[1], one[2]) for one in macros.BROUGHT.finditer(path.read_text(encoding="utf-8"))}
    return found


@pytest.mark.parametrize("engine", ["minijinja", "jinja2"])
def test_every_import_of_every_template_brings_what_it_names(engine: str) -> None:
    """Both engines compile what is left of a template, and know each name of it."""
    found = imports_of(settings.BASE_DIR / "portico")
    assert len(found) > 100
    for place, names in found:
        tag = f'{{% from "{place}" import {names} %}}'
        said = " ".join(f"{{{{ {one.split()[-1]} is defined }}}}" for one in names.split(","))
        source = macros.by_name(tag) + said
        if engine == "minijinja":
            shown = templating.minijinja_environment(None).render_str(source)
        else:
            shown = templating.jinja2_environment(None).from_string(source).render()
        assert not re.search("false", shown, re.IGNORECASE), (place, names)


def test_a_macro_that_is_not_there_is_still_an_error() -> None:
    with pytest.raises(minijinja.TemplateError):
        templating.minijinja_environment(None).render_str(
            macros.by_name('{% from "kit/badge.html" import nowhere %}') + "{{ nowhere() }}"
        )


def templates() -> dict[str, str]:
    """Every page's source by its place."""
    folders = templating.folders()
    return {str(one): one.read_text(encoding="utf-8") for folder in folders for one in folder.rglob("*.html")}


def test_each_template_brings_what_it_uses_and_nothing_else() -> None:
    """What it does not use is made anew for each page; what it takes from the page around it goes with that page."""
    known = set[str]().union(*map(macros.brought, templates().values())) - set(templating.GLOBALS)
    for place, source in templates().items():
        brought, said = set(macros.brought(source)), macros.words(source)
        assert brought <= said, (place, brought - said)
        tags = " ".join(folding.TAG.findall(source))
        own = set(re.findall(r"{% (?:macro|set) (\w+)", source))
        called = set(re.findall(r"(?<![\w.])(\w+)\(", tags)) & known
        assert called <= brought | own, (place, called - brought - own)
        loops = set(re.findall(r"{% for (\w+)", source))
        assert not brought & (own | loops), (place, "one name for two things", brought & (own | loops))
