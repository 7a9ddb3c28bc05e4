"""The audit log: who did what, when, from where, for whom; and visits of the support."""

from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from portico.access import support
from portico.access.fresh import fresh_sign_in
from portico.access.models import SupportVisit
from portico.agencies.gate import DeskRequest, staff
from portico.agencies.roles import May
from portico.backoffice.reading.audit import Asked, checked, lines_of, people_of, visits_of
from portico.kit.lists import Order, read_page
from portico.kit.pages import page, say
from portico.records.audit_reading import GROUPS, KIND, narrowed
from portico.records.events import record
from portico.records.longtasks import serve_result, start
from portico.records.models import Event, LongTask

ORDERS = {"when": Order(gettext_lazy("When"), "-at")}
EXPORTS_SHOWN = 3


@staff(May.MANAGE_MEMBERS)
@require_safe
def audit_list(request: DeskRequest) -> HttpResponse:
    """All that happened at the agency, the newest first."""
    people = people_of(request.member)
    asked = Asked.of(request.GET, people)
    rows = narrowed(Event.objects.visible_to(request.member), asked.as_dict(), request.agency.zone)
    shown = read_page(rows, request.GET, ORDERS, "when")
    exports = LongTask.objects.visible_to(request.member).filter(task_kind=KIND, owner=request.member)
    return page(
        request,
        "backoffice/audit_list.html",
        list=shown,
        lines=lines_of(shown.rows, request.member),
        asked=asked,
        people=people,
        groups=[(key, label) for key, (label, _verbs) in GROUPS.items()],
        checked=checked(request.member),
        exports=list(exports.order_by("-created")[:EXPORTS_SHOWN]),
    )


@staff(May.MANAGE_MEMBERS, May.EXPORT)
@fresh_sign_in
@require_POST
def audit_export(request: DeskRequest) -> HttpResponse:
    """Make a file of what the filters leave, in the background."""
    asked = Asked.of(request.POST, people_of(request.member))
    wanted: dict[str, Any] = asked.as_dict()
    task = start(KIND, _("Audit log"), request.member, **wanted)
    record(task, "audit.exported", by=request.member)
    say(request, _("The file is being made. It appears here in a moment."))
    return redirect("backoffice:audit_list")


@staff(May.MANAGE_MEMBERS, May.EXPORT)
@require_safe
def audit_file(request: DeskRequest, pk: int) -> HttpResponseBase:
    """The file, for who asked for it."""
    mine = LongTask.objects.visible_to(request.member).filter(task_kind=KIND, owner=request.member)
    task = get_object_or_404(mine, pk=pk)
    if task.status != LongTask.Status.DONE:
        raise Http404
    return serve_result(task, f"audit-log-{task.created:%Y-%m-%d}.csv")


@staff(May.MANAGE_MEMBERS)
@require_safe
def support_list(request: DeskRequest) -> HttpResponse:
    """Who of the support came in as whom, why, and what was done."""
    return page(
        request,
        "backoffice/support_list.html",
        visits=visits_of(request.member),
        allowed=request.agency.support_allowed,
    )


@staff(May.MANAGE_MEMBERS)
@require_POST
def support_end(request: DeskRequest, pk: int) -> HttpResponse:
    """End a visit at once, or make its link worthless."""
    get_object_or_404(SupportVisit.objects.visible_to(request.member), pk=pk).end(by=request.member)
    say(request, _("The visit is over."))
    return redirect("backoffice:support_list")


@staff(May.MANAGE_MEMBERS)
@require_POST
def support_allow(request: DeskRequest) -> HttpResponse:
    """Let the support in, or keep it out."""
    allowed = request.POST.get("allowed") == "1"
    support.allow(request.agency, allowed, by=request.member)
    say(request, _("The support may come in when there is a reason.") if allowed else _("The support stays out."))
    return redirect("backoffice:support_list")
