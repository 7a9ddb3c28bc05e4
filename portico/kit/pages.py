"""Answering with pages and live parts.

A live part is one name for an element's id and for the template that draws it: backoffice/job.html includes
backoffice/job/candidates.html, which draws <section id="candidates">. When HTMX asks for the page with
HX-Target: candidates, only that part is rendered, so what a swap shows is what a reload shows.
"""

import re
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from portico.kit import templating
from portico.kit.forms import Form, ModelForm
from portico.kit.kept_forms import kept_form

type AnyForm = Form | ModelForm[Any]

UNDO = "undo:"
INCLUDED = re.compile(r"{% include \"([^\"]+)\" %}")
CONTEXT: list[Callable[[HttpRequest], dict[str, Any]]] = []
"""What packages add to every page's context (agencies adds member, agency and may)."""


def base_context(request: HttpRequest) -> dict[str, Any]:
    """What every template may use."""
    context: dict[str, Any] = {
        "request": request,
        "here": request.path,
        "notices": SimpleLazyObject(lambda: notices(request)) if len(messages.get_messages(request)) else [],
        "brand_css": "",
        "refused": getattr(request, "refused_form", None),
    }
    for add in CONTEXT:
        context.update(add(request))
    return context


def page(request: HttpRequest, template: str, *, status: int | None = None, **context: Any) -> HttpResponse:
    """The page, or only the live part that HTMX asked for."""
    name = part_asked_for(request, template) or template
    html = render_part(request, name, **context)
    if name != template:
        html += render_part(request, "kit/fresh_toasts.html")
    return HttpResponse(html, status=status or getattr(request, "refused_status", 200))


def part_asked_for(request: HttpRequest, template: str) -> str | None:
    """The live part's template, if HTMX wants just that and there is such a part of this page."""
    target = request.headers.get("HX-Target", "")
    if request.headers.get("HX-Request") != "true" or not re.fullmatch(r"[a-z][a-z0-9-]{0,40}", target):
        return None
    part = f"{template.removesuffix('.html')}/{target.replace('-', '_')}.html"
    # Other templates of the folder are drawn only inside their page, on which they may depend.
    return part if draws(part, target) else None


def asks_for(request: HttpRequest, part: str) -> bool:
    """Whether HTMX wants only this live part, so that nothing else need be read."""
    return request.headers.get("HX-Target") == part and request.headers.get("HX-Request") == "true"


def draws(template: str, target: str) -> bool:
    """Whether a template, or one that it includes, draws the element with this id."""
    source = templating.load(template) or ""
    return f'id="{target}"' in source or any(draws(name, target) for name in INCLUDED.findall(source))


def refuse(request: HttpRequest, view: Callable[..., Any], *args: Any, form: AnyForm, **kwargs: Any) -> HttpResponse:
    """Draw `view` again with the refused form, bound and open, and the sentence at the field (422; 409 for a rule).

    The view's page picks the form up by `bound(request, FormClass, …)`.
    """
    request.refused_form = form  # type: ignore[attr-defined]
    request.refused_status = form.status  # type: ignore[attr-defined]
    request.method = "GET"
    answer: HttpResponse = view(request, *args, **kwargs)
    if 300 <= answer.status_code < 400:  # The page leads elsewhere by now: what was refused is told there.
        for sentence in form.non_field_errors():
            say(request, str(sentence), tone="warn")
    return answer


def bound[F: AnyForm](request: HttpRequest, kind: type[F], *, key: Any = None, **fresh: Any) -> F:
    """The form that was just refused on this page (of this kind, about the thing `key`), or a fresh one."""
    refused = getattr(request, "refused_form", None)
    if isinstance(refused, kind) and refused.key == key:
        return refused
    if kind.alike and fresh.keys() <= {"prefix"}:
        kept: F = kept_form(kind, **fresh)
        return kept
    form = kind(**fresh)
    form.key = key
    return form


def say(request: HttpRequest, text: str, *, tone: str = "ok", undo: str = "") -> None:
    """A short message shown on the next page; `undo` is the address that takes the deed back when posted to."""
    messages.success(request, text, extra_tags=f"{tone} {UNDO}{undo}" if undo else tone)


def notices(request: HttpRequest) -> list[dict[str, str]]:
    """The messages that wait to be shown, each once."""
    shown = []
    for message in messages.get_messages(request):
        words = message.tags.split()
        undo = next((word.removeprefix(UNDO) for word in words if word.startswith(UNDO)), "")
        tags = " ".join(word for word in words if not word.startswith(UNDO))
        shown.append({"message": str(message.message), "tags": tags, "undo": undo})
    return shown


def render_part(request: HttpRequest, template: str, **context: Any) -> str:
    """A template with a page's usual context, as text."""
    token = templating.READER.set(request)
    try:
        return templating.render(template, {**base_context(request), **context})
    finally:
        templating.READER.reset(token)
