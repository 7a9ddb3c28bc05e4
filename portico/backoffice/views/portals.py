"""Client portals: which there are, who is on them, what is shared there."""

from django.db.models import Count, Q
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from portico.agencies.gate import DeskRequest, staff
from portico.agencies.models import Member
from portico.agencies.roles import May
from portico.backoffice.listing import Filters, listing
from portico.backoffice.tones import TONES
from portico.kit.lists import Order
from portico.kit.pages import page, say
from portico.portals.models import JobShare, Portal, Seat

ORDERS = {
    "name": Order(gettext_lazy("Organization"), "organization__name_key"),
    "opened": Order(gettext_lazy("Opened"), "-opened"),
}
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


@staff()
@require_safe
def portal(request: DeskRequest, pk: int) -> HttpResponse:
    """One client portal: its people and its jobs."""
    found = get_object_or_404(Portal.objects.visible_to(request.member).select_related("organization"), pk=pk)
    seats = Seat.objects.visible_to(request.member).filter(portal=found)
    shares = JobShare.objects.visible_to(request.member).filter(portal=found)
    return page(
        request,
        "backoffice/portal.html",
        portal=found,
        seats=list(seats.select_related("contact", "member__user").order_by("contact__name_key")[:200]),
        shares=list(shares.select_related("job").annotate(people=Count("submissions")).order_by("-shared")[:200]),
        tones=TONES,
    )


@staff(May.WORK_DESK, May.INVITE)
@require_POST
def portal_switch(request: DeskRequest, pk: int) -> HttpResponse:
    """Switch a portal off for all of its people, or on again."""
    found = get_object_or_404(Portal.objects.visible_to(request.member).select_related("organization"), pk=pk)
    found.switch(on="on" in request.POST, by=request.member)
    say(request, _("The portal is on.") if found.active else _("The portal is off: nobody of this client can look in."))
    return redirect("backoffice:portal", pk)
