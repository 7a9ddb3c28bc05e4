"""Today, and searching everything."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from portico.agencies.gate import DeskRequest, staff
from portico.backoffice.reading.first_steps import first_steps
from portico.backoffice.reading.today import figures, waiting
from portico.backoffice.things import OF_KIND
from portico.kit.lists import words_asked
from portico.kit.pages import asks_for, page
from portico.kit.templating import query
from portico.kit.times import now
from portico.records.search import visible_hits

KINDS = [
    # kind, name of the group, page
    ("candidates.candidate", _("Candidates")),
    ("jobs.job", _("Jobs")),
    ("clients.organization", _("Organizations")),
    ("clients.contact", _("Contacts")),
]


@staff()
@require_safe
def start(request: DeskRequest) -> HttpResponse:
    """Opens with what waits for me."""
    member = request.member
    if asks_for(request, "figures"):
        return page(request, "backoffice/start.html", figures=figures(member, counted=True), counted=True)
    counted = request.GET.get("count") == "all"
    return page(
        request,
        "backoffice/start.html",
        waiting=waiting(member),
        steps=first_steps(member),
        figures=figures(member, counted=counted),
        counted=counted,
        today=now(),
    )


@staff()
@require_safe
def search(request: DeskRequest) -> HttpResponse:
    """Everything that fits the words, the best first, by kind."""
    words = words_asked(request.GET)
    kind = request.GET.get("kind", "")
    labels = dict(KINDS)
    kind = kind if kind in labels else ""
    kinds = [kind] if kind else [name for name, _label in KINDS if name in OF_KIND]
    hits = visible_hits(request.member, words, kinds=kinds, limit=40) if words else []
    groups = [
        {"kind": name, "label": labels[name], "hits": [hit for hit in hits if hit.kind == name]} for name in kinds
    ]
    pages = {name: thing.page for name, thing in OF_KIND.items()}
    return page(
        request,
        "backoffice/search.html",
        words=words,
        kind=kind,
        groups=[group for group in groups if group["hits"]],
        pages=pages,
        kinds=tabs_of(request, kind),
    )


def tabs_of(request: DeskRequest, kind: str) -> list[dict[str, Any]]:
    """Ways to look through one kind of record only."""
    choices = [("", _("Everything")), *KINDS]
    return [
        {"label": str(label), "url": query(request.GET, kind=name), "current": name == kind} for name, label in choices
    ]
