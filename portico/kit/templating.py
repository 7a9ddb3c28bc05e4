"""The MiniJinja environment: one set of globals and filters for every template.

Templates stay inside the subset that Jinja2 renders alike, so that TEMPLATE_ENGINE=jinja2 is a drop-in fallback.
"""

import os
import secrets
from collections import OrderedDict
from collections.abc import Callable, Hashable
from contextvars import ContextVar
from functools import cache, lru_cache
from html import escape as quick_escape
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

import minijinja
from django.apps import apps
from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext

from portico.kit import beforehand, blanks, macros, times
from portico.kit.addresses import address
from portico.kit.csrf import proof
from portico.kit.direction import without_marks
from portico.kit.folding import fold, narrow
from portico.kit.icons import icon, symbol, symbols
from portico.kit.money import money


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


def initial(name: str) -> str:
    """The first letter of a name, where there is no logo."""
    return name[:1].upper()


def asset(path: str) -> SafeString:
    """The address of a static file."""
    return SafeString(escape(static(path))) if settings.DEBUG else collected(path)


@lru_cache(maxsize=200)
def collected(path: str) -> SafeString:
    """The same, once it has been collected: it does not change as long as this process lives."""
    return SafeString(escape(static(path)))


_quoted = lru_cache(maxsize=2000)(quote_plus)


def quoted(text: str) -> str:
    """A word as it stands in an address; lists say the same names and values in all of their links."""
    return _quoted(text) if len(text) < 100 else quote_plus(text)


def query(base: Any, **changes: Any) -> str:
    """A query string like ?q=x&page=2: `base` (a QueryDict) with some values changed; empty ones are left out."""
    pairs: list[tuple[str, Any]] = []
    for name, values in base.lists():
        if name not in changes:
            pairs.extend((name, value) for value in values)
        elif (value := changes.pop(name)) not in (None, ""):
            pairs.append((name, value))
    pairs.extend((name, value) for name, value in changes.items() if value not in (None, ""))
    return f"?{'&'.join(f'{quoted(name)}={quoted(str(value))}' for name, value in pairs)}" if pairs else "?"


def web(address: str) -> str:
    """The address if it leads into the web, else nothing: what people typed may be a script."""
    return address if address.lower().startswith(("http://", "https://")) else ""


def number(value: Any) -> int:
    """A number that goes into an address; a template that hands on something else is mistaken."""
    if type(value) is not int:
        raise TypeError(f"A template puts {value!r} into an address where a number stands")
    return value


STRICT = False
"""Whether values that would be printed wrongly are an error even without DEBUG."""
READER: ContextVar[HttpRequest | None] = ContextVar("READER", default=None)
"""The request that is being answered, for `csrf()`: imported macros see no context."""


def csrf() -> SafeString:
    """The hidden fields of a form that changes something: that it is ours, and a key by which it is done once.

    The key is the answer's, drawn by lot, and the form's number in it.
    """
    return SafeString(csrf_fields())


def csrf_fields() -> str:
    """The same without saying that it is HTML: templates say so themselves (`kit.folding`)."""
    request = READER.get()
    if request is None:
        return ""
    meta = request.META
    if "portico.csrf" not in meta:
        field = '<input type="hidden" name="csrfmiddlewaretoken" value="'
        field += f'{proof(request)}"><input type="hidden" name="once" value="{secrets.token_urlsafe(12)}'
        meta["portico.csrf"] = field, count()
    field, numbers = meta["portico.csrf"]
    return f'{field}-{next(numbers)}">'


GLOBALS: dict[str, Callable[..., Any]] = {
    "url": url,
    "static": asset,
    "icon": icon,
    "symbols": symbols,
    "symbol": symbol,
    "face": face,
    "initial": initial,
    "query": query,
    "csrf": csrf,
    "csrf_fields": csrf_fields,
    "_": gettext,
    "ngettext": ngettext,
}
FILTERS: dict[str, Callable[..., Any]] = {
    "day": times.day,
    "moment": times.moment,
    "ago": times.ago,
    "money": money,
    "web": web,
    "number": number,
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
    return not name.partition("#")[0].endswith(".txt")


def folded(name: str) -> str | None:
    """A template with what is the same on every page written out; behind a # the macros that are wanted of it."""
    worked_out.cache_clear()
    source = worked_out(name, get_language())
    if source is None or not is_html(name):
        return source and macros.by_name(source)
    bring = macros.brought(source)
    drawn = beforehand.drawn(source, lambda number, call: draw(f"{name}!{number}", call, bring))
    return narrow(macros.by_name(drawn).replace("{{ csrf() }}", "{{ csrf_fields()|safe }}"))


@lru_cache(maxsize=30)
def worked_out(name: str, _language: str | None) -> str | None:
    """The same before any macro is drawn. It is kept while the template is read, no longer."""
    place, _hash, names = name.partition("#")
    source = load(place)
    if source is None:
        return None
    calls = {call: GLOBALS[call] for call in ("icon", "symbol", "url", *([] if settings.DEBUG else ["static"]))}
    source = fold(source, calls, html=is_html(name), strict=STRICT or settings.DEBUG)
    return macros.only(source, names.split(",")) if names else source


def plainly(name: str) -> str | None:
    """A template as it is drawn beforehand. Behind a ! the number of one of its macros, which is drawn alone; behind
    a ? the macro that is drawn with blanks, and where it is given them."""
    place, _mark, number = name.partition("!")
    place, careful, given = place.partition("?")
    source = worked_out(place, get_language())
    if source is None or not (number or careful):
        return source
    if careful:
        macro, _colon, names = given.partition(":")
        return blanks.careful(macros.only(source, [macro]) if macro else source, macro, set(names.split(",")))
    call = beforehand.calls(source)[int(number)]
    return call.alone(macros.brought(source)[call.name])


def draw(name: str, call: beforehand.Call, bring: dict[str, str]) -> str | None:
    """One macro of a template that needs nothing of a page but what is put into its blanks; nothing if it does."""
    if call.name not in bring:
        return None
    environment = blank_environment(get_language())

    def render(drawing: blanks.Drawing) -> str | None:
        try:
            given = {f"blank{number}": blank for number, blank in enumerate(drawing.given)}
            with beforehand.without_page():
                return str(environment.render_template(name, **given))
        except Exception:  # Whatever it is, it happens again where the macro is shown, if it ever is.
            return None

    try:
        return blanks.filled_in(call.blanks, render)
    finally:
        environment.remove_template(name)


@lru_cache(maxsize=4)
def drawing_environment(_language: str | None = None) -> minijinja.Environment:
    """The environment in which small templates are drawn that know nothing of any page."""
    return environment_of(plainly, {**GLOBALS, "csrf": beforehand.proof})


@lru_cache(maxsize=1)
def blank_environment(_language: str | None = None) -> minijinja.Environment:
    """The environment in which macros are drawn with blanks."""
    later = {name: blanks.deferred(name, call) for name, call in GLOBALS.items()}
    return environment_of(plainly, {**later, "csrf": beforehand.proof, **blanks.FOR_MACROS})


def environment_of(loader: Callable[[str], str | None], given: dict[str, Any]) -> minijinja.Environment:
    """An environment of the one kind that we have."""
    environment = minijinja.Environment(
        loader=loader,
        undefined_behavior="strict",
        finalizer=strictly if STRICT or settings.DEBUG else None,
        auto_escape_callback=is_html,
        trim_blocks=True,
        lstrip_blocks=True,
        globals=given,
        filters=FILTERS,
        debug=settings.DEBUG,
    )
    environment.reload_before_render = settings.DEBUG
    return environment


KEPT: OrderedDict[Hashable, SafeString] = OrderedDict()
MOST_KEPT = 200


def drawn_alone(place: str, **given: Any) -> SafeString:
    """What a small template draws of nothing but this."""
    return SafeString(drawing_environment(get_language()).render_template(place, **given))


def field_of(form: Any, name: str, *label: str, **how: Any) -> SafeString:
    """A field of a form, by the macro `field` of kit/form.html."""
    given = dict(zip(("label", "help", "width", "prefix", "suffix", "bare"), label, strict=False))
    return whole_field(form[name], "kit/field.html", {**FIELD, **given, **how})


def file_drop_of(form: Any, name: str, hint: str = "") -> SafeString:
    """A place to drop files, by the macro of kit/file_drop.html."""
    return whole_field(form[name], "kit/field_drop.html", {"hint": hint})


FIELD = {"label": "", "help": "", "width": "", "prefix": "", "suffix": "", "bare": False}


def whole_field(field: Any, place: str, how: dict[str, Any]) -> SafeString:
    """A field with all that stands around it; one that nobody typed into as it was drawn before."""
    kept = field.kept
    if kept is None:
        return drawn_alone(place, f=field, **how)
    key = (place, *how.values())
    if key not in kept:
        kept[key] = drawn_alone(place, f=field, **how)
    html: SafeString = kept[key]
    return html


def drawn_once(place: str, lines: list[dict[str, Hashable]]) -> SafeString:
    """What a template draws of these lines, as it drew the same ones before: a menu is alike on hundreds of pages."""
    key = (place, get_language(), *((*one.items(), *map(type, one.values())) for one in lines))
    html = KEPT.pop(key, None)
    if html is None or settings.DEBUG:
        html = drawn_alone(place, lines=lines)
    KEPT[key] = html  # as the last one that was asked for
    if len(KEPT) > MOST_KEPT:
        KEPT.popitem(last=False)
    return html


GLOBALS |= {"drawn_once": drawn_once, "field_of": field_of, "file_drop_of": file_drop_of}
FOR_PAGES = GLOBALS | blanks.by_other_names(GLOBALS)


@lru_cache(maxsize=4)
def minijinja_environment(_language: str | None = None) -> minijinja.Environment:
    """The environment that renders pages and mails in one language."""
    return environment_of(folded, FOR_PAGES)


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
    environment.globals.update(FOR_PAGES)
    environment.filters.update(FILTERS)
    return environment


def render(name: str, context: dict[str, Any]) -> str:
    """A template's text. What turns around the text beside it is left out, whoever brought it."""
    if os.environ.get("TEMPLATE_ENGINE") == "jinja2":
        return without_marks(str(jinja2_environment(get_language()).get_template(name).render(**context)))
    text = minijinja_environment(get_language()).render_template(name, **context)
    if blank_environment.cache_info().currsize:
        let_go()
    return without_marks(text)


def let_go() -> None:
    """Forget what was needed to read the templates of a page: it is several megabytes for a site's pages."""
    for kept in (blank_environment, worked_out, beforehand.calls):
        kept.cache_clear()
