"""Templates: readable by both engines, and nothing in them that the content security policy would refuse."""

import re

import jinja2
import minijinja
import pytest

from tests.house.tree import name, templates, text

INLINE = {
    "a style attribute": r"<[^>]*\sstyle\s*=",
    "a style element": r"<style\b",
    "a script without src": r"<script(?![^>]*\ssrc\s*=)(?![^>]*application/json)[^>]*>",
    "an event attribute": r"<[^>]*\son[a-z]+\s*=",
    "a script address": r"javascript:",
    "an htmx script": r"\shx-on[:-]|\shx-(vals|headers)\s*=\s*['\"]js:",
    "switched off escaping": r"\|\s*safe\b|autoescape\s+false",
}
BRITISH = r"\b(colour|organisation|favourite|behaviour|centre|catalogue|authorise|recognise|summarise|licence)[sd]?\b"


def is_mail(template: str) -> bool:
    """Mail programs know no stylesheets, and no policy holds there."""
    return "/emails/" in template or template.startswith("portico/messaging/templates/")


def test_templates_hold_no_inline_script_or_style() -> None:
    pages = [path for path in templates() if path.suffix == ".html" and not is_mail(name(path))]
    found = [
        (name(p), what) for p in pages for what, pattern in INLINE.items() if re.search(pattern, text(p), re.IGNORECASE)
    ]
    assert not found


@pytest.mark.parametrize("engine", ["jinja2", "minijinja"])
def test_every_template_parses(engine: str) -> None:
    assert templates()
    broken = {}
    for path in templates():
        try:
            if engine == "jinja2":
                jinja2.Environment(autoescape=True).parse(text(path))
            else:
                minijinja.Environment().add_template(name(path), text(path))
        except (jinja2.TemplateSyntaxError, minijinja.TemplateError) as error:
            broken[name(path)] = str(error)
    assert not broken


def test_every_page_says_its_language() -> None:
    frames = [path for path in templates() if re.search(r"<html\b", text(path))]
    assert not [name(path) for path in frames if not re.search(r"<html\b[^>]*\slang=", text(path))]


def test_texts_are_in_american_spelling() -> None:
    found = [
        (name(path), match.group()) for path in templates() if (match := re.search(BRITISH, text(path), re.IGNORECASE))
    ]
    assert not found
