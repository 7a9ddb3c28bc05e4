"""The MiniJinja environment: one set of globals and filters for every template.

Templates stay inside the subset that Jinja2 renders alike, so that TEMPLATE_ENGINE=jinja2 is a drop-in fallback.
"""

import os
import re
import secrets
from collections.abc import Callable
from contextvars import ContextVar
from functools import cache, lru_cache
from html import escape as quick_escape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import lucide
import minijinja
from django.apps import apps
from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext

from portico.kit import times
from portico.kit.addresses import address
from portico.kit.csrf import proof
from portico.kit.direction import without_marks
from portico.kit.folding import fold
from portico.kit.money import money


@cache
def icon(name: str, size: int = 18) -> SafeString:
    """An icon of the lucide package as inline SVG, hidden from screen readers."""
    svg = lucide._render_icon(name, size, **{"aria-hidden": "true", "class": "icon"})
    return SafeString(str(svg))


@cache
def symbols(*names: str) -> SafeString:
    """Icons that a page shows many times, drawn once and out of sight; `symbol` shows them."""
    drawn = []
    for name in names:
        inside = re.sub(r"^<svg[^>]*>|</svg>$|\n *", "", icon(name).strip())
        drawn.append(f'<symbol id="i-{name}" viewBox="0 0 24 24">{inside}</symbol>')
    return SafeString(f'<svg class="symbols" aria-hidden="true">{"".join(drawn)}</svg>')


@cache
def symbol(name: str) -> SafeString:
    """One of the icons that `symbols` drew on the same page: a tenth of the bytes."""
    return SafeString(f'<svg class="icon" aria-hidden="true"><use href="#i-{escape(name)}"/></svg>')


def url(name: str, *args: Any, **kwargs: Any) -> SafeString:
    """The address of a named page, ready for an attribute (MiniJinja would write each / as &#x2f;)."""
    return SafeString(quick_escape(address(name, *args, **kwargs)))


@lru_cache(maxsize=2000)
def face(name: str, size: str = "") -> SafeString:
    """Somebody's initials, in one of eight colors that follows from the name."""
    words = name.split() or ["?"]
    first, last = words[0][:1], words[-1][:1] if len(words) > 1 else ""
    color = ("abcdefghijklmnopqrstuvwxyz".find(first.lower()) + 1 + len(name)) % 8
    initials = escape((first + last).upper())
    return SafeString(f'<span class="avatar av-{color} {size}" aria-hidden="true">{initials}</span>')


def asset(path: str) -> SafeString:
    """The address of a static file."""
    return SafeString(escape(static(path))) if settings.DEBUG else collected(path)


@lru_cache(maxsize=200)
def collected(path: str) -> SafeString:
    """The same, once it has been collected: it does not change as long as this process lives."""
    return SafeString(escape(static(path)))


def query(base: Any, **changes: Any) -> str:
    """A query string like ?q=x&page=2: `base` (a QueryDict) with some values changed; empty ones are left out."""
    pairs: list[tuple[str, Any]] = []
    for name, values in base.lists():
        if name not in changes:
            pairs.extend((name, value) for value in values)
        elif (value := changes.pop(name)) not in (None, ""):
            pairs.append((name, value))
    pairs.extend((name, value) for name, value in changes.items() if value not in (None, ""))
    return f"?{urlencode(pairs)}" if pairs else "?"


def web(address: str) -> str:
    """The address if it leads into the web, else nothing: what people typed may be a script."""
    return address if address.lower().startswith(("http://", "https://")) else ""


STRICT = False
"""Whether values that would be printed wrongly are an error even without DEBUG."""
READER: ContextVar[HttpRequest | None] = ContextVar("READER", default=None)
"""The request that is being answered, for `csrf()`: imported macros see no context."""


def csrf() -> SafeString:
    """The hidden fields of a form that changes something: that it is ours, and a key by which it is done once.

    The key is the answer's, drawn by lot, and the form's number in it.
    """
    request = READER.get()
    if request is None:
        return SafeString("")
    token, key, number = request.META.get("portico.csrf") or (proof(request), secrets.token_urlsafe(12), 0)
    request.META["portico.csrf"] = token, key, number + 1
    return SafeString(
        f'<input type="hidden" name="csrfmiddlewaretoken" value="{token}">'
        f'<input type="hidden" name="once" value="{key}-{number}">'
    )


GLOBALS: dict[str, Callable[..., Any]] = {
    "url": url,
    "static": asset,
    "icon": icon,
    "symbols": symbols,
    "symbol": symbol,
    "face": face,
    "query": query,
    "csrf": csrf,
    "_": gettext,
    "ngettext": ngettext,
}
FILTERS: dict[str, Callable[..., Any]] = {
    "day": times.day,
    "moment": times.moment,
    "ago": times.ago,
    "money": money,
    "web": web,
}


@cache
def folders() -> list[Path]:
    """Each package's templates folder."""
    found = [Path(config.path) / "templates" for config in apps.get_app_configs()]
    return [
        folder
        for folder in found
        if folder.is_dir() and settings.BASE_DIR in folder.parents and ".venv" not in str(folder)
    ]


def load(name: str) -> str | None:
    """The source of a template by its name, like backoffice/job.html."""
    for folder in folders():
        path = folder / name
        if path.is_file():
            return path.read_text(encoding="utf-8")
    return None


def strictly(value: Any) -> Any:
    """Refuse what the engine would print otherwise than meant: None as a word, a form field as the text of its HTML.

    Asked in tests and with DEBUG only: a call back into Python for each value takes half of the time of drawing a page.
    """
    if value is None or (hasattr(value, "__html__") and not isinstance(value, str)):
        raise TypeError(f'A template prints {value!r}: write `or ""` behind it, or `.as_widget()`')
    return value


def looser(value: Any) -> Any:
    """The same mistake before real readers, where the engine allows to mend it for nothing."""
    return "" if value is None else value


def is_html(name: str) -> bool:
    """Text mails (.txt) are the one kind of template that is not escaped."""
    return not name.endswith(".txt")


def folded(name: str) -> str | None:
    """A template with what is the same on every page written out."""
    source = load(name)
    return None if source is None else fold(source, GLOBALS, html=is_html(name))


@lru_cache(maxsize=4)
def minijinja_environment(_language: str | None = None) -> minijinja.Environment:
    """The environment that renders pages and mails in one language."""
    environment = minijinja.Environment(
        loader=folded,
        undefined_behavior="strict",
        finalizer=strictly if STRICT or settings.DEBUG else None,
        auto_escape_callback=lambda name: is_html(name),
        trim_blocks=True,
        lstrip_blocks=True,
        globals=GLOBALS,
        filters=FILTERS,
        debug=settings.DEBUG,
    )
    environment.reload_before_render = settings.DEBUG
    return environment


@lru_cache(maxsize=4)
def jinja2_environment(_language: str | None = None) -> Any:
    """The fallback, and the second opinion of the template check."""
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(folded),
        undefined=jinja2.StrictUndefined,
        finalize=strictly if STRICT or settings.DEBUG else looser,
        autoescape=lambda name: is_html(name or ""),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(GLOBALS)
    environment.filters.update(FILTERS)
    return environment


def render(name: str, context: dict[str, Any]) -> str:
    """A template's text. What turns around the text beside it is left out, whoever brought it."""
    if os.environ.get("TEMPLATE_ENGINE") == "jinja2":
        return without_marks(str(jinja2_environment(get_language()).get_template(name).render(**context)))
    return without_marks(minijinja_environment(get_language()).render_template(name, **context))
