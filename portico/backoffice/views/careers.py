"""The careers pages from inside: their settings, and campaign links."""

from dataclasses import dataclass

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portico.agencies.gate import DeskRequest, staff
from portico.agencies.roles import May
from portico.backoffice.forms.careers import CareersForm, SourceLinkForm
from portico.backoffice.forms.jobs import NoWords
from portico.candidates.settings import change_settings, settings_of
from portico.jobs.models import SourceLink
from portico.kit.pages import bound, page, refuse, say
from portico.kit.times import day
from portico.pipeline.models import Application

MOST_LINKS = 200


@dataclass(frozen=True, slots=True)
class LinkRead:
    """A campaign link with what came of it."""

    pk: int
    name: str
    url: str
    added: str
    visits: int
    applications: int
    retired: bool


@staff()
@require_safe
def source_link_list(request: DeskRequest) -> HttpResponse:
    """Links to hand out, and what came of each."""
    rows = list(SourceLink.objects.visible_to(request.member).order_by("archived", "-added", "-pk")[:MOST_LINKS])
    mine = Application.objects.visible_to(request.member).filter(source__in=[row.name for row in rows])
    counted = dict(mine.order_by().values_list("source").annotate(Count("pk")))
    address = request.agency.address(reverse("careers:jobs"))
    links = [
        LinkRead(
            pk=row.pk,
            name=row.name,
            url=f"{address}?via={row.code}",
            added=day(row.added),
            visits=row.visits,
            applications=counted.get(row.name, 0),
            retired=row.archived is not None,
        )
        for row in rows
    ]
    new = SourceLink(agency=request.agency)
    form = bound(request, SourceLinkForm, instance=new)
    return page(
        request,
        "backoffice/source_link_list.html",
        links=links,
        form=form,
        careers_on=settings_of(request.agency).careers,
    )


@staff(May.WORK_DESK)
@require_POST
def source_link_add(request: DeskRequest) -> HttpResponse:
    """Make one more."""
    row = SourceLink(agency=request.agency)
    form = SourceLinkForm(request.POST, instance=row)
    if not form.does(lambda **words: row.add(by=request.member)):
        return refuse(request, source_link_list, form=form)
    say(request, _("“%s” is ready to hand out.") % row.name)
    return redirect("backoffice:source_link_list")


@staff(May.WORK_DESK)
@require_POST
def source_link_archive(request: DeskRequest, pk: int) -> HttpResponse:
    """Retire one; what was counted stays."""
    row = get_object_or_404(SourceLink.objects.visible_to(request.member), pk=pk)
    form = NoWords(request.POST)
    if not form.does(row.archive, by=request.member):
        return refuse(request, source_link_list, form=form)
    say(request, _("“%s” is retired.") % row.name)
    return redirect("backoffice:source_link_list")


@staff(May.MANAGE_SETTINGS)
def settings_careers(request: DeskRequest) -> HttpResponse:
    """Whether there are careers pages, what stands on them, and where else the list may be shown."""
    rules = settings_of(request.agency)
    form = CareersForm(request.POST if request.method == "POST" else None, initial=CareersForm.showing(rules))

    def save(**words: object) -> object:
        return change_settings(request.agency, by=request.member, **words)

    if request.method == "POST" and form.does(save):
        say(request, _("Saved."))
        return redirect("backoffice:settings_careers")
    full = {name: request.agency.address(reverse(f"careers:{name}")) for name in ("rss", "feed", "embed")}
    frame = f'<iframe src="{full["embed"]}" title="{_("Open jobs")}" width="100%" height="600"></iframe>'
    return page(
        request,
        "backoffice/settings_careers.html",
        status=form.status if form.errors else 200,
        form=form,
        on=rules.careers,
        feeds=[[_("RSS"), full["rss"]], [_("For job boards"), full["feed"]]],
        snippet=frame,
    )
