"""Asking for people: the list, one requisition, writing and handing it in."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portico.agencies.gate import ClientRequest, client
from portico.agencies.roles import May
from portico.client_portal.forms.requisitions import FIELDS, FileForm, RemarkForm, RequisitionForm
from portico.client_portal.reading.eyes import own_eyes
from portico.client_portal.reading.requisitions import read_list, read_requisition
from portico.client_portal.views.drawing import draw
from portico.jobs.models import Requisition
from portico.kit.pages import bound, say
from portico.kit.rules import RuleBroken
from portico.portals import requesting
from portico.portals.models import Portal
from portico.records.editing import shown


def portal_of(request: ClientRequest) -> Portal:
    """The reader's portal, while it is on."""
    portal = requesting.portal_of(request.member)
    if portal is None:
        raise Http404
    return portal


def requisition_of(request: ClientRequest, pk: int) -> Requisition:
    """The requisition, if the reader sees it."""
    portal_of(request)
    related = ["requester", "handler__user", "time_approver", "organization", "agency"]
    return get_object_or_404(Requisition.objects.visible_to(request.member).select_related(*related), pk=pk)


def draw_page(request: ClientRequest, template: str, **context: Any) -> HttpResponse:
    """A page of this part of the portal."""
    return draw(request, template, own_eyes(request.member), "requisitions", **context)


@client(May.REQUEST)
@require_safe
def requisition_list(request: ClientRequest) -> HttpResponse:
    """What they and their colleagues asked for."""
    portal = portal_of(request)
    rows = Requisition.objects.visible_to(request.member)
    return draw_page(request, "requisition_list", it=read_list(rows, request.member, portal, request.GET))


@client(May.REQUEST)
@require_safe
def requisition(request: ClientRequest, pk: int) -> HttpResponse:
    """One requisition: where it stands, what was said, what it says."""
    row = requisition_of(request, pk)
    twins = requesting.twins_for_client(row, request.member) if row.status in Requisition.CHANGEABLE else []
    return draw_page(
        request,
        "requisition",
        it=read_requisition(row, request.member, portal_of(request), twins),
        remark_form=bound(request, RemarkForm, key=pk),
        file_form=bound(request, FileForm, key=pk),
    )


@client(May.REQUEST)
def requisition_add(request: ClientRequest) -> HttpResponse:
    """Write a new one."""
    row = requesting.begin(request.member)
    form = form_for(request, row)
    if request.method != "POST" or not form.is_valid():
        return draw_form(request, form, None)
    for name, value in form.written().items():
        setattr(row, name, value)
    row.save()
    return keep(request, row, form)


@client(May.REQUEST)
def requisition_edit(request: ClientRequest, pk: int) -> HttpResponse:
    """Go on writing, or change what the agency asked to be changed."""
    row = requisition_of(request, pk)
    row.check_changeable(request.member)
    form = form_for(request, row)
    if request.method != "POST":
        return draw_form(request, form, row)

    def save(**_cleaned: Any) -> None:
        requesting.change(row, form.written(), seen=form.cleaned_data["seen"], by=request.member)

    if not form.does(save):
        if form.conflict:
            row.refresh_from_db()
            see_again(form, row)
        return draw_form(request, form, row)
    row.refresh_from_db()
    return keep(request, row, form)


def form_for(request: ClientRequest, row: Requisition) -> RequisitionForm:
    """The form about this requisition, with what was sent."""
    portal = portal_of(request)
    people = requesting.colleagues(portal)
    if row.time_approver is not None and row.time_approver_id not in dict(people):
        people.append((row.time_approver.pk, row.time_approver.name))
    asks: dict[str, Any] = {"demanded": portal.settings.request_fields, "colleagues": people}
    if request.method == "POST":
        return RequisitionForm(request.POST, request.FILES, **asks)
    initial = {name: getattr(row, name) for name in FIELDS}
    if not row.pk:
        initial["pay_currency"] = request.agency.currency
    seen = shown(row, FIELDS) if row.pk else ""
    return RequisitionForm(initial={**initial, "seen": seen}, **asks)


def keep(request: ClientRequest, row: Requisition, form: RequisitionForm) -> HttpResponse:
    """It is saved; take in the file, and hand it in where that was pressed."""
    see_again(form, row)
    try:
        if form.cleaned_data["file"]:
            requesting.attach(row, form.cleaned_data["file"], by=request.member)
    except RuleBroken as no:
        form.add_error("file", str(no))
    if "submit" not in request.POST and form.is_valid():
        say(request, _("Saved. Only you see it until you submit it.") if row.submitted is None else _("Saved."))
        return redirect("client_portal:requisition", row.pk)
    form.demand(requesting.lacking(row, portal_of(request).settings))
    if not form.is_valid():
        return draw_form(request, form, row)
    twins = requesting.twins_for_client(row, request.member)
    if twins and "anyway" not in request.POST:
        form.status = 409
        return draw_form(request, form, row, twins=twins)
    if not form.does(lambda **_cleaned: requesting.hand_in(row, by=request.member)):
        return draw_form(request, form, row)
    say(request, _("Submitted. %s knows of it.") % request.agency.name)
    return redirect("client_portal:requisition", row.pk)


def see_again(form: RequisitionForm, row: Requisition) -> None:
    """What the form, drawn again, has seen of the requisition: it is saved as it was typed."""
    data: Any = form.data
    form.data = data.copy()
    form.data["seen"] = shown(row, FIELDS)  # type: ignore[index]


def draw_form(
    request: ClientRequest, form: RequisitionForm, row: Requisition | None, twins: list[str] | None = None
) -> HttpResponse:
    """The form; when something is missing or in question, it stays as it was typed."""
    request_status = form.status if form.errors or twins else 200
    papers = [one.name for one in requesting.papers(row)] if row is not None else []
    answer = draw_page(
        request,
        "requisition_form",
        it={"preview": False, "id": row.pk if row else 0, "title": row.title if row else "", "papers": papers},
        form=form,
        twins=twins or [],
    )
    answer.status_code = request_status
    return answer
