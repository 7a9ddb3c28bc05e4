"""Client portals: which there are, who is on them, what is shared there, whom they show."""

from typing import Any

from django.db.models import Count, Q
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from portico.agencies.gate import DeskRequest, staff
from portico.agencies.models import Member
from portico.agencies.roles import May
from portico.backoffice.forms.portals import OpenPortalForm
from portico.backoffice.listing import Filters, listing
from portico.backoffice.reading.portal import candidates_on, chosen_looker, lookers_of, read_people
from portico.backoffice.reading.portal_people import read_users
from portico.backoffice.tones import TONES
from portico.jobs.models import Job
from portico.kit.lists import Order, read_page, words_asked
from portico.kit.pages import page, say
from portico.pipeline.models import Submission
from portico.portals.models import JobShare, Portal

ORDERS = {
    "name": Order(gettext_lazy("Organization"), "organization__name_key"),
    "opened": Order(gettext_lazy("Opened"), "-opened"),
}
PEOPLE = {"name": Order(gettext_lazy("Name"), "name_key")}
PROPOSED, WITHDRAWN = Submission.Status.PROPOSED, Submission.Status.WITHDRAWN
HEADS = [
    (gettext_lazy("Organization"), "name"),
    (gettext_lazy("State"),),
    (gettext_lazy("People"), "", True),
    (gettext_lazy("Shared jobs"), "", True),
    (gettext_lazy("Opened"), "opened"),
]
COLUMNS = [
    ("Organization", "organization"), ("On", "active"), ("People", "people"), ("Shared jobs", "jobs"),
    ("Opened", "opened"),
]  # fmt: skip


@staff()
@require_safe
def portal_list(request: DeskRequest) -> HttpResponseBase:
    """All client portals."""
    filters = Filters(request, Portal, looks_in=("organization__name",))
    rows = filters.apply(Portal.objects.visible_to(request.member)).select_related("organization")
    rows = rows.annotate(
        people=Count("seats", filter=Q(seats__member__status=Member.Status.ACTIVE), distinct=True),
        jobs=Count("shares", filter=Q(shares__status=JobShare.Status.LIVE), distinct=True),
    )
    return listing(request, "backoffice/portal_list.html", rows, ORDERS, "name", COLUMNS, filters, heads=HEADS)


def portal_of(request: DeskRequest, pk: int) -> Portal:
    """The portal, if the reader sees it."""
    return get_object_or_404(Portal.objects.visible_to(request.member).select_related("organization"), pk=pk)


def portal_page(
    request: DeskRequest, found: Portal, name: str, *, at: str = "", status: int = 200, **context: Any
) -> HttpResponse:
    """One tab of a portal's page. `name`: its address and template; `at`: the tab it stands in."""
    tabs = {
        "portal": _("Jobs"),
        "portal_candidates": _("All Candidates"),
        "portal_users": _("Users"),
        "portal_customize": _("Customize"),
    }
    views = [
        {"label": label, "url": reverse(f"backoffice:{tab}", args=[found.pk]), "current": tab == (at or name)}
        for tab, label in tabs.items()
    ]
    words = {"looker": chosen_looker(lookers_of(found, request.member), ""), **context}
    template = "backoffice/portal_jobs.html" if name == "portal" else f"backoffice/{name}.html"
    return page(request, template, status=status, portal=found, views=views, tones=TONES, **words)


@staff()
@require_safe
def portal(request: DeskRequest, pk: int) -> HttpResponse:
    """The jobs on a portal; ?as=… chooses through whose eyes they are viewed."""
    found = portal_of(request, pk)
    rows = JobShare.objects.visible_to(request.member).filter(portal=found).select_related("job")
    shown = Count("submissions", filter=~Q(submissions__status__in=[PROPOSED, WITHDRAWN]))
    shares = list(rows.annotate(people=shown).order_by("-shared")[:200])
    lookers = lookers_of(found, request.member, shares)
    chosen = chosen_looker(lookers, request.GET.get("as", ""))
    return portal_page(request, found, "portal", shares=shares, lookers=lookers, looker=chosen)


@staff()
@require_safe
def portal_candidates(request: DeskRequest, pk: int) -> HttpResponse:
    """Everybody this client sees or is about to see."""
    found, words = portal_of(request, pk), words_asked(request.GET)
    rows = read_page(candidates_on(found, request.member, words), request.GET, PEOPLE, "name")
    people = read_people(found, request.member, rows.rows)
    return portal_page(request, found, "portal_candidates", list=rows, people=people, words=words)


@staff()
@require_safe
def portal_users(request: DeskRequest, pk: int) -> HttpResponse:
    """Everybody with a seat."""
    found = portal_of(request, pk)
    return portal_page(request, found, "portal_users", **read_users(request.member, found))


@staff(May.SHARE)
@require_safe
def portal_job_add(request: DeskRequest, pk: int) -> HttpResponse:
    """The organization's active jobs that are not on the portal; each leads into sharing it."""
    found = portal_of(request, pk)
    shares = JobShare.objects.visible_to(request.member).filter(portal=found)
    jobs = Job.objects.visible_to(request.member).active().filter(organization=found.organization_id)
    missing = jobs.exclude(pk__in=shares.filter(status__in=JobShare.SHARED).values("job"))
    prepared = set(shares.filter(status=JobShare.Status.DRAFT).values_list("job", flat=True))
    listed = list(missing.order_by("title", "pk")[:200])
    return portal_page(request, found, "portal_job_add", at="portal", jobs=listed, prepared=prepared)


@staff(May.WORK_DESK, May.INVITE)
def portal_open(request: DeskRequest) -> HttpResponse:
    """Open a portal for an organization that has none; where it has one, that is shown."""
    form = OpenPortalForm(request.POST if request.method == "POST" else None, by=request.member)
    if request.method == "POST" and form.does(Portal.of, by=request.member):
        say(request, _("The client portal of %s is open. Invite its people, then add jobs.") % form.result)
        return redirect("backoffice:portal", form.result.pk)
    return page(request, "backoffice/portal_open.html", status=form.status if form.errors else 200, form=form)


@staff(May.WORK_DESK, May.INVITE)
@require_POST
def portal_switch(request: DeskRequest, pk: int) -> HttpResponse:
    """Switch a portal off for all of its people, or on again."""
    found = portal_of(request, pk)
    found.switch(on="on" in request.POST, by=request.member)
    say(request, _("The portal is on.") if found.active else _("The portal is off: nobody of this client can look in."))
    return redirect("backoffice:portal", pk)
