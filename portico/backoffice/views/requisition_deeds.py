"""Answers to requisitions."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portico.agencies.gate import DeskRequest, staff
from portico.agencies.roles import May
from portico.backoffice.forms.jobs import NoWords
from portico.backoffice.forms.requisitions import (
    ApproveForm,
    ChangesForm,
    DeclineForm,
    HoldForm,
    RequisitionRemarkForm,
)
from portico.backoffice.views import requisitions
from portico.backoffice.views.requisitions import requisition_of
from portico.jobs.models import Job, Requisition
from portico.kit.forms import Form
from portico.kit.pages import refuse, say
from portico.portals.approving import approve
from portico.portals.models import JobShare


def deed(
    request: DeskRequest, pk: int, form: Form, verb: Callable[[Requisition], Callable[..., Any]], said: str
) -> HttpResponse:
    """Do one thing with a requisition and come back to it."""
    row = requisition_of(request, pk)
    if form.fields:
        form.key = pk
    if not form.does(verb(row), by=request.member):
        return refuse(request, requisitions.requisition, pk, form=form)
    say(request, said)
    return redirect("backoffice:requisition", pk)


@staff(May.WORK_DESK)
@require_POST
def requisition_take_up(request: DeskRequest, pk: int) -> HttpResponse:
    """Look into it."""
    return deed(request, pk, NoWords(request.POST), lambda row: row.take_up, _("It is yours now."))


@staff(May.WORK_DESK)
@require_POST
def requisition_approve(request: DeskRequest, pk: int) -> HttpResponse:
    """Make a job of it."""
    row = requisition_of(request, pk)
    form = ApproveForm(request.POST)
    form.key = pk
    if not form.does(approve, requisition=row, by=request.member):
        return refuse(request, requisitions.requisition, pk, form=form)
    job: Job = form.result
    share = JobShare.objects.visible_to(request.member).filter(job=job).first()
    if share is None:
        said = _("Approved: the job is open. It is not on the client portal yet.")
    elif share.is_live:
        said = _("Approved: the job is open, and the client sees it.")
    else:
        said = _("Approved: the job is open, and its share is prepared.")
    say(request, said)
    return redirect("backoffice:job", job.pk)


@staff(May.WORK_DESK)
@require_POST
def requisition_ask_changes(request: DeskRequest, pk: int) -> HttpResponse:
    """Give it back to the client."""
    form = ChangesForm(request.POST, auto_id="changes_%s")
    return deed(request, pk, form, lambda row: row.ask_changes, _("The client is told what to change."))


@staff(May.WORK_DESK)
@require_POST
def requisition_decline(request: DeskRequest, pk: int) -> HttpResponse:
    """Say no."""
    form = DeclineForm(request.POST, auto_id="decline_%s")
    return deed(request, pk, form, lambda row: row.decline, _("Declined. The client is told."))


@staff(May.WORK_DESK)
@require_POST
def requisition_hold(request: DeskRequest, pk: int) -> HttpResponse:
    """Put it aside."""
    form = HoldForm(request.POST, auto_id="hold_%s")
    return deed(request, pk, form, lambda row: row.hold, _("It is on hold. The client is told."))


@staff(May.WORK_DESK)
@require_POST
def requisition_resume(request: DeskRequest, pk: int) -> HttpResponse:
    """Look into it again."""
    return deed(request, pk, NoWords(request.POST), lambda row: row.resume, _("It is in review again."))


@staff(May.WORK_DESK)
@require_POST
def requisition_remark(request: DeskRequest, pk: int) -> HttpResponse:
    """Say something that the client reads."""
    form = RequisitionRemarkForm(request.POST, auto_id="remark_%s")
    return deed(request, pk, form, lambda row: row.remark, _("Sent. The client is told."))
