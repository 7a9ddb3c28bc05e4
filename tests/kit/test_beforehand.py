"""What a macro draws alike on every page is drawn when the template is read, and looks the same to the letter."""

import re
from typing import Any

import minijinja
import pytest
from jinja2 import meta

from portico.kit import beforehand, blanks, folding, macros, templating

BRING = (
    '{% from "kit/button.html" import button, deed, link_button %}{% from "kit/facts.html" import fact %}'
    '{% from "kit/panel.html" import panel, panel_head %}{% from "kit/badge.html" import badge, chips %}'
    '{% from "kit/person.html" import person %}{% from "kit/menu.html" import menu_link %}'
    '{% from "kit/form.html" import error_summary, plain_field %}{% from "kit/timeline.html" import timeline_item %}'
    '{% from "kit/notice.html" import callout %}{% from "kit/frame.html" import brand_link %}'
)


def drawn_of(source: str) -> str:
    """A template as it is kept, if this were its text."""
    environment = templating.blank_environment(None)

    def draw(number: int, call: beforehand.Call) -> str | None:
        bring = macros.brought(source).get(call.name)
        if not bring:
            return None

        def render(drawing: blanks.Drawing) -> str | None:
            try:
                with beforehand.without_page():
                    given = {f"blank{at}": blank for at, blank in enumerate(drawing.given)}
                    return environment.render_str(call.alone(bring), "x.html", **given)
            except Exception:
                return None

        return blanks.filled_in(call.blanks, render)

    return folding.narrow(beforehand.drawn(source, draw))


def shown(source: str, page: dict[str, Any]) -> str:
    """What a reader gets, without the white space that browsers take for one blank."""
    html = templating.minijinja_environment(None).render_str(source, "x.html", **page)
    return re.sub(r"\s+", " ", re.sub(r">\s+<", "><", html)).strip()


class Something:
    """A row as pages hand it to templates."""

    def __init__(self, **values: Any) -> None:
        self.__dict__ |= values


FULL = {
    "word": 'Save & "go"',
    "link": "/x/?a=1&b=2",
    "tone": "danger",
    "icon_name": "check",
    "number": 7,
    "rows": ["one", "<two>"],
    "row": Something(id=5, name="O'Neil <b>", text="said", icon="star", day="3 May", url="/x/"),
    "form": Something(errors={}),
}
EMPTY = {
    "word": "",
    "link": "",
    "tone": "",
    "icon_name": "",
    "number": 0,
    "rows": [],
    "row": Something(id=0, name="", text="", icon="", day="", url="", logo=""),
    "form": Something(errors={}),
}
CALLS = [
    '{{ button("Save & go", size="small") }}',
    "{{ button(word) }}",
    '{{ button(word, icon="check", bare=true) }}',
    '{{ button("Save", name=word, value=number) }}',
    '{{ deed("Take off", ("/desk/" ~ row.id ~ "/off/")|safe, icon="x", attrs={"data-confirm": word}) }}',
    '{{ deed(word, link, fields={"seen": number, "of": "all"}) }}',
    '{{ link_button(row.name, link, tone=tone if word else "primary", bare=true, icon="star") }}',
    '{{ fact("Name", row.name) }}',
    '{{ fact("Name", row.name, href=link, hint=row.text) }}',
    '{{ fact(word, rows|join(", "), icon="star") }}',
    '{% call fact("Said", hint=word) %}<i>{{ row.text }}</i>{% endcall %}',
    '{{ panel_head("Papers", count=rows|length) }}',
    "{{ panel_head(word, count=word) }}",
    '{{ panel_head("Papers", count=rows|length if rows else "", id=tone) }}',
    '<div>\n  {% call panel(word, count=rows|length, id="x") %}\n  {% for one in rows %}<b>{{ one }}</b>{% endfor %}'
    "\n  {% endcall %}\n  {% if word %}y{% endif %}\n</div>",
    '{% call panel("Outer") %}{% call panel(row.name, flush=true) %}{{ badge(word, tone=tone, dot=true) }}{% endcall %}'
    "{% endcall %}",
    '{{ badge(word ~ ": " ~ row.name|lower, tone, icon="star") }}',
    "{{ badge(row.name, icon=icon_name) if icon_name else word }}",
    "{{ chips(rows) }}",
    '{{ person(row.name, line=row.text, url=link, size="small") }}',
    "{% call person(row.name, line=word) %}{{ badge(row.text) }}{% endcall %}",
    '{{ menu_link("Edit", ("/desk/")|safe, icon="pencil", attrs={"data-x": "1"}) }}',
    "{{ menu_link(word, link, note=row.text) }}",
    "{{ error_summary(form) }}",
    '{{ plain_field("Why", "reason", value=word, help=row.text, error=tone) }}',
    '{{ timeline_item(row.name, row.day, icon="star", by=word, iso=row.day, tone=tone, text=row.text) }}',
    "{% for one in rows %}{{ timeline_item(one, number, iso=loop.index) }}{% endfor %}",
    '{{ callout(word, tone="danger", title=row.name) }}',
    "{{ callout(word, tone=tone or 'ok') }}",
    "{{ brand_link(row) }}",
    '{{ brand_link({"name": row.name, "url": link, "logo": word}) }}',
    "{% macro mine(url, icon) %}{{ button(url, icon=icon) }}{{ person(url, url=url) }}{% endmacro %}"
    "{{ mine(row.name, icon_name) }}",
    "{% with icon = icon_name, face = word %}{{ badge(face, icon=icon) }}{{ person(face) }}{% endwith %}",
]


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("page", [FULL, EMPTY], ids=["full", "empty"])
def test_a_page_looks_the_same_whether_its_macros_are_called_or_were_drawn(call: str, page: dict[str, Any]) -> None:
    assert shown(drawn_of(BRING + call), page) == shown(BRING + call, page)


def test_what_the_page_puts_in_stands_in_what_is_drawn() -> None:
    said = drawn_of(BRING + '{{ deed("Take off", ("/desk/" ~ row.id ~ "/off/")|safe, icon="x") }}')
    assert 'action="/desk/{{ row.id }}/off/"' in said
    assert "{{ csrf() }}" in said
    assert "import" not in said, "nothing is brought any more"
    said = drawn_of(BRING + '{{ fact("Name", row.name) }}')
    assert "{% if row.name %}{{ row.name }}{% else %}<span" in said
    assert said.count("<dt>") == 1, "what is alike in both is said once"
    said = drawn_of(BRING + '{{ fact("Pay", row.pay|lower) }}')
    assert said.count("row.pay|lower") == 1, "what takes long is worked out once"


def test_what_a_macro_does_not_only_print_is_left_to_the_page() -> None:
    for stays in (
        "{{ other(word) }}",
        "{{ chips(rows) }}",
        '{{ button("{{ x }}") }}',
        "{{ callout(word, tone=tone) }}",
    ):
        assert stays in drawn_of(BRING + stays)
    said = drawn_of(BRING + "{{ error_summary(form) }}")
    bring = '{% from "kit/form.html" import error_summary %}'
    assert said == f"{{% if form.errors %}}{bring}{{{{ error_summary(form) }}}}{{% endif %}}"
    leaks = '{% call panel("x") %}{% set here = 1 %}{% endcall %}'
    assert drawn_of(BRING + leaks).endswith(leaks), "what is set in a body stays there"
    unknown = '{% from "kit/button.html" import button %}{% if false %}{{ button("x", icon="no-such") }}{% endif %}'
    assert drawn_of(unknown) == unknown, "it fails where it is shown, if it is"


@pytest.mark.parametrize(
    "body",
    [
        "{{ x|lower }}",
        "{{ x|safe }}",
        '{{ "a" ~ x }}',
        "{{ x + 1 }}",
        '{% if x in "abc" %}y{% endif %}',
        "{% if x is none %}y{% endif %}",
        "{% if x > 3 %}y{% endif %}",
        "{% for one in x %}{{ one }}{% endfor %}",
        "{% set y = x|lower %}{{ y }}",
        "{% for y in [x] %}{{ y|lower }}{% endfor %}",
        "{{ x[0] }}",
        '{{ x.name|default("none") }}',
        '{{ x|default("") }}',
        '{% if x.one.two|default("") %}y{% endif %}',
    ],
)
def test_whatever_else_is_done_with_what_a_page_puts_in_fails_when_it_is_drawn(body: str) -> None:
    macro = f"{{% macro mine(x) %}}<b>{body}</b>{{% endmacro %}}"
    source = blanks.careful(macro, "mine", {"0"}) + "{{ mine(blank0) }}"
    drawing = blanks.Drawing(["row.name"], {})
    with pytest.raises((TypeError, minijinja.TemplateError)):
        templating.blank_environment(None).render_str(source, "x.html", blank0=drawing.given[0])


def test_a_text_that_looks_like_a_mark_is_only_a_text() -> None:
    page = {**FULL, "word": f"⟨0⟩ {blanks.STAYS} {beforehand.PROOF} {beforehand.BODY} {{{{ csrf() }}}}"}
    for call in CALLS:
        assert shown(drawn_of(BRING + call), page) == shown(BRING + call, page)


def test_a_form_s_proof_is_never_kept_for_everybody() -> None:
    with pytest.raises(RuntimeError):
        templating.drawing_environment(None).render_str("{{ csrf() }}", "x.html")


def test_fields_by_name_are_drawn_without_their_macro() -> None:
    said = folding.fold('{% from "kit/form.html" import field %}{{ field(f["name"], width="half") }}', {}, html=True)
    assert '{{ field_of(f, "name", width="half") }}' in said
    other = '{% macro field(x) %}{% endmacro %}{{ field(f["name"]) }}'
    assert folding.fold(other, {}, html=True) == other, "another macro of the same name"


def test_each_template_of_the_house_can_still_be_read() -> None:
    """Pieces fit together: every condition that is opened is closed, and nothing of the drawing is left."""
    second = templating.jinja2_environment(None)
    for folder in templating.folders():
        for path in folder.rglob("*.html"):
            place = str(path.relative_to(folder))
            assert not re.search(r"\bour_", templating.load(place) or ""), f"{path}: the names of drawn pieces"
            source = templating.folded(place) or ""
            unknown = meta.find_undeclared_variables(second.parse(source))
            assert not {one for one in unknown if one.startswith("blank")}, path
            assert "⟨" not in source, path
