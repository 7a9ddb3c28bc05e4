"""Drawing form fields as Django's own widget templates say: the plain ones in Python, a tenth of the time; the rest by
MiniJinja."""

from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import minijinja
from django.forms import renderers
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

WIDGETS = "django/forms/widgets/"
FOLDER = Path(renderers.__file__).parent / "jinja2"


def load(name: str) -> str | None:
    """The source of one of Django's widget templates."""
    path = FOLDER / name
    return path.read_text(encoding="utf-8") if path.is_file() else None


def finalize(value: Any) -> Any:
    """Escaped as Django does it."""
    return value if isinstance(value, int | SafeString) else SafeString(conditional_escape(value))


@cache
def environment() -> minijinja.Environment:
    """Django writes these templates for Jinja2, and they ask for what a widget may not have."""
    return minijinja.Environment(
        loader=load, undefined_behavior="chainable", finalizer=finalize, auto_escape_callback=lambda _name: True
    )


@cache
def kind_of(name: str) -> str:
    """Which of the plain ways draws this template: a line of an input, several lines, or none."""
    source = (load(name) or "").strip()
    if source == f'{{% include "{WIDGETS}input.html" %}}':
        return "input"
    return "textarea" if name == f"{WIDGETS}textarea.html" else ""


def escaped(value: Any) -> str:
    """A value between quotation marks or tags."""
    return (
        value if isinstance(value, SafeString) else escape(value) if type(value) is str else conditional_escape(value)
    )


def written(attributes: dict[str, Any]) -> str:
    """A widget's attributes."""
    pairs = attributes.items()
    return "".join(
        f" {name}" if value is True else f' {name}="{escaped(value)}"' for name, value in pairs if value is not False
    )


def input_of(widget: dict[str, Any]) -> str:
    """A line to type in, a box to tick, or a hidden value."""
    value = "" if widget["value"] is None else f' value="{escaped(widget["value"])}"'
    return f'<input type="{escaped(widget["type"])}" name="{escaped(widget["name"])}"{value}{written(widget["attrs"])}>'


def textarea_of(widget: dict[str, Any]) -> str:
    """Several lines; a browser leaves out the first line break."""
    value = escaped(widget["value"]) if widget["value"] else ""
    return f'<textarea name="{escaped(widget["name"])}"{written(widget["attrs"])}>\n{value}</textarea>'


PLAIN = {"input": input_of, "textarea": textarea_of}


class Renderer(renderers.BaseRenderer):
    """What draws every field of our forms."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> SafeString:
        """The field's HTML."""
        plain = kind_of(template_name)
        if plain:
            return SafeString(PLAIN[plain](context["widget"]))
        return SafeString(environment().render_template(template_name, **context).strip())
