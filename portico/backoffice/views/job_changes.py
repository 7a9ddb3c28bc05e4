"""What clients would have different about their jobs: the list, and deciding."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from portico.agencies.gate import DeskRequest, staff
from portico.agencies.roles import May
from portico.backoffice.forms.requisitions import DecideForm
from portico.backoffice.listing import Filters, listing
from portico.backoffice.reading.requisitions import TONES, tabs
from portico.backoffice.views.requisitions import counts_of, open_changes
from portico.jobs.models import Requisition
from portico.kit.lists import Order
from portico.kit.pages import bound, page, refuse, say
from portico.portals.job_changes import PARTS, JobChange
from portico.portals.showing_changes import ChangeRow, rows_of
from portico.records.editing import shown

ORDERS = {
    "asked": Order(gettext_lazy("Proposed"), "-asked"),
    "job": Order(gettext_lazy("Job"), "share__job__title"),
    "status": Order(gettext_lazy("Status"), "status"),
}
HEADS = [
    (gettext_lazy("Job"), "job"),
    (gettext_lazy("Organization"),),
    (gettext_lazy("Proposed by"),),
    (gettext_lazy("Status"), "status"),
    (gettext_lazy("Proposed"), "asked"),
]
COLUMNS = [
    ("Job", "share.job"),
    ("Organization", "share.portal.organization"),
    ("Proposed by", "asked_by"),
    ("Status", "get_status_display"),
    ("Proposed", "asked"),
    ("Decided", "decided"),
    ("Reason", "reason"),
]
RELATED = ["share__job__organization", "share__portal__organization", "asked_by__user", "decided_by__user"]


@staff()
@require_safe
def job_change_list(request: DeskRequest) -> HttpResponseBase:
    """Proposed changes; the open ones unless a state is chosen."""
    filters = Filters(
        request, JobChange, looks_in=("share__job__title", "share__portal__organization__name"),
        status=JobChange.Status.choices,
    )  # fmt: skip
    rows = filters.apply(JobChange.objects.visible_to(request.member)).select_related(*RELATED)
    if not filters.values["status"]:
        rows = rows.open()
    requisitions = Requisition.objects.visible_to(request.member)
    return listing(
        request,
        "backoffice/job_change_list.html",
        rows,
        ORDERS,
        "asked",
        COLUMNS,
        filters,
        heads=HEADS,
        tones=TONES,
        views=tabs("changes", counts_of(requisitions), open_changes(request.member)),
    )


def change_of(request: DeskRequest, pk: int) -> JobChange:
    """The proposal, if the reader sees it."""
    return get_object_or_404(JobChange.objects.visible_to(request.member).select_related(*RELATED), pk=pk)


@staff()
@require_safe
def job_change(request: DeskRequest, pk: int) -> HttpResponse:
    """One proposal: before and after, and what changed on the job meanwhile."""
    change = change_of(request, pk)
    sees_pay = request.member.may(May.SEE_MONEY)
    rows = rows_of(change, pay=sees_pay)
    fields = [name for part in PARTS.values() for name in part]
    form = bound(
        request,
        DecideForm,
        key=pk,
        parts=parts_of(rows),
        initial={"accepted": [row.part for row in rows if not row.outdated], "seen": shown(change.share.job, fields)},
    )
    return page(
        request,
        "backoffice/job_change.html",
        change=change,
        rows=rows,
        outdated=[row for row in rows if row.outdated],
        tone=TONES[change.status],
        about_pay="pay" in change.parts and not sees_pay,
        form=form,
        ticked=ticked(form),
    )


def parts_of(rows: list[ChangeRow]) -> list[tuple[str, str]]:
    """What can be ticked."""
    return [(row.part, row.label) for row in rows]


def ticked(form: DecideForm) -> list[str]:
    """What is ticked now."""
    return [str(part) for part in form["accepted"].value() or []]


@staff(May.WORK_DESK)
@require_POST
def job_change_decide(request: DeskRequest, pk: int) -> HttpResponse:
    """Take over all, some or none of it."""
    change = change_of(request, pk)
    rows = rows_of(change, pay=request.member.may(May.SEE_MONEY))
    form = DecideForm(request.POST, parts=parts_of(rows))
    form.key = pk
    if not form.does(change.decide, by=request.member):
        if form.conflict:
            fields = [name for part in PARTS.values() for name in part]
            change = change_of(request, pk)
            form.data = form.data.copy()  # type: ignore[attr-defined]
            form.data["seen"] = shown(change.share.job, fields)  # type: ignore[index]
        return refuse(request, job_change, pk, form=form)
    said = {
        JobChange.Status.ACCEPTED: _("The job is changed as the client asked."),
        JobChange.Status.PARTLY_ACCEPTED: _("The job is changed in part. The client is told why."),
    }.get(JobChange.Status(change.status), _("The job stays as it is. The client is told why."))
    say(request, said)
    return redirect("backoffice:job", change.share.job_id)
