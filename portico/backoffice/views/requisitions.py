"""What clients ask for: the list, and one requisition. (Answers stand in requisition_deeds.py.)"""

from typing import Any

from django.core.exceptions import BadRequest
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from portico.agencies.gate import DeskRequest, staff
from portico.agencies.models import Member
from portico.agencies.roles import May
from portico.backoffice.forms.requisitions import (
    ApproveForm,
    ChangesForm,
    DeclineForm,
    HoldForm,
    RequisitionRemarkForm,
)
from portico.backoffice.listing import Filters, listing
from portico.backoffice.parts import parts_of
from portico.backoffice.reading.requisitions import TONES, read_requisition, tabs
from portico.jobs.models import Requisition, RequisitionRemark
from portico.kit.lists import Order
from portico.kit.pages import bound, page
from portico.portals.job_changes import JobChange

STATUS = Requisition.Status
SHOWS: dict[str, Q] = {
    "waiting": Q(status__in=Requisition.WAITING),
    "client": Q(status=STATUS.CHANGES_REQUESTED),
    "on_hold": Q(status=STATUS.ON_HOLD),
    "over": Q(status__in=Requisition.OVER),
}
ORDERS = {
    "waiting": Order(gettext_lazy("Waiting since"), "handed_in"),
    "title": Order(gettext_lazy("Requisition"), "title"),
    "organization": Order(gettext_lazy("Organization"), "organization__name_key"),
    "status": Order(gettext_lazy("Status"), "status"),
}
HEADS = [
    (gettext_lazy("Requisition"), "title"),
    (gettext_lazy("Organization"), "organization"),
    (gettext_lazy("Asked for by"),),
    (gettext_lazy("Status"), "status"),
    (gettext_lazy("Waiting since"), "waiting"),
    (gettext_lazy("Due"),),
]
COLUMNS = [
    ("Requisition", "title"),
    ("Organization", "organization"),
    ("Asked for by", "requester"),
    ("Status", "get_status_display"),
    ("Headcount", "headcount"),
    ("Start", "start"),
    ("Location", "place"),
    ("Type", "get_employment_display"),
    ("Cost center", "cost_center"),
    ("Purchase order", "purchase_order"),
    ("First submitted", "submitted"),
    ("Last submitted", "handed_in"),
    ("Due", "due"),
    ("Taken up by", "handler"),
    ("Changes asked for", "times_changes_asked"),
    ("Decided", "decided"),
    ("Job", "job"),
]
RELATED = ["organization__owner__user", "requester__member__user", "handler__user", "job", "agency"]


def counts_of(rows: QuerySet[Requisition]) -> dict[str, int]:
    """How many there are in each view."""
    found: dict[str, int] = rows.aggregate(**{name: Count("pk", filter=which) for name, which in SHOWS.items()})
    return found


def open_changes(member: Member) -> int:
    """How many proposed changes wait."""
    return JobChange.objects.visible_to(member).open().count()


@staff()
@require_safe
def requisition_list(request: DeskRequest) -> HttpResponseBase:
    """What waits for an answer, the longest waiting first; ?show=client, on_hold or over."""
    show = request.GET.get("show") or "waiting"
    if show not in SHOWS:
        raise BadRequest("Unknown view.")
    all_rows = Requisition.objects.visible_to(request.member)
    filters = Filters(request, Requisition, looks_in=("title", "organization__name", "place", "requester__last_name"))
    rows = filters.apply(all_rows.filter(SHOWS[show])).select_related(*RELATED)
    columns = [*COLUMNS, ("Pay", "pay")] if request.member.may(May.SEE_MONEY) else COLUMNS
    return listing(
        request,
        "backoffice/requisition_list.html",
        rows,
        ORDERS,
        "-waiting" if show == "over" else "waiting",
        columns,
        filters,
        heads=HEADS,
        show=show,
        tones=TONES,
        views=tabs(show, counts_of(all_rows), open_changes(request.member)),
    )


def requisition_of(request: DeskRequest, pk: int) -> Requisition:
    """The requisition, if the reader sees it."""
    return get_object_or_404(Requisition.objects.visible_to(request.member).select_related(*RELATED), pk=pk)


@staff()
@require_safe
def requisition(request: DeskRequest, pk: int) -> HttpResponse:
    """One requisition: what it says, what became different, what looks like it, and the answers."""
    row = requisition_of(request, pk)
    it = read_requisition(row, request.member)
    remarks = RequisitionRemark.objects.visible_to(request.member).filter(requisition=row).select_related("by__user")
    seen: dict[str, Any] = {"seen": str(it.times)}
    forms: dict[str, Any] = {
        "approve_form": bound(request, ApproveForm, key=pk, initial={**seen, "share": not it.missing}),
        "changes_form": bound(request, ChangesForm, key=pk, initial=seen, auto_id="changes_%s"),
        "decline_form": bound(request, DeclineForm, key=pk, initial=seen, auto_id="decline_%s"),
        "hold_form": bound(request, HoldForm, key=pk, initial=seen, auto_id="hold_%s"),
        "remark_form": bound(request, RequisitionRemarkForm, key=pk, auto_id="remark_%s"),
    }
    return page(
        request,
        "backoffice/requisition.html",
        requisition=row,
        it=it,
        remarks=list(remarks.order_by("-at", "-pk")),
        asked=request.GET.get("do", ""),
        answerable=row.status in Requisition.WAITING,
        **forms,
        **parts_of(request, row),
    )
