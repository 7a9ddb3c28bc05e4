"""Imports: the list, a new one step by step, its progress and its result."""

from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from portico.agencies.gate import DeskRequest, staff
from portico.agencies.roles import May
from portico.backoffice.forms.imports import ColumnsForm, SheetForm, UploadForm
from portico.backoffice.reading import imports as reading
from portico.imports.uploading import (
    RESUMES,
    TASK,
    begin,
    choose_sheet,
    is_draft,
    mapping_of,
    match,
    preview,
    receive,
    stop,
)
from portico.kit.lists import Order, read_page
from portico.kit.pages import bound, page, refuse, say
from portico.kit.rules import RuleBroken
from portico.records.longtasks import serve_refused, serve_result
from portico.records.models import LongTask

ORDERS = {"started": Order(gettext_lazy("Started"), "-created")}
STEPS = [("file", gettext_lazy("File")), ("columns", gettext_lazy("Columns")), ("preview", gettext_lazy("Preview"))]
RUNNING = (LongTask.Status.WAITING, LongTask.Status.RUNNING)


def imports_of(request: DeskRequest) -> QuerySet[LongTask]:
    """The agency's imports."""
    return LongTask.objects.visible_to(request.member).filter(task_kind=TASK).select_related("owner__user", "agency")


def import_of(request: DeskRequest, pk: int) -> LongTask:
    """One of them."""
    return get_object_or_404(imports_of(request), pk=pk)


def steps(now: str, pk: int = 0) -> list[dict[str, str]]:
    """Where in a new import one is."""
    at = [name for name, _label in STEPS].index(now)
    states = ["done" if place < at else "now" if place == at else "later" for place in range(len(STEPS))]
    return [{"label": str(label), "state": state} for (_name, label), state in zip(STEPS, states, strict=True)]


@staff(May.IMPORT)
@require_safe
def import_list(request: DeskRequest) -> HttpResponse:
    """What was imported, newest first."""
    found = read_page(imports_of(request), request.GET, ORDERS, "started")
    lines = [reading.line_of(task) for task in found.rows]
    return page(request, "backoffice/import_list.html", list=found, lines=lines)


@staff(May.IMPORT)
def import_add(request: DeskRequest) -> HttpResponse:
    """First step: a file, and what is in it."""
    if request.method != "POST":
        form = bound(request, UploadForm, initial={"kind": request.GET.get("kind", "candidates")[:20]})
        return page(request, "backoffice/import_add.html", form=form, steps=steps("file"))
    form = UploadForm(request.POST, request.FILES)
    if not form.does(receive, by=request.member):
        return refuse(request, import_add, form=form)
    task: LongTask = form.result
    return redirect(
        "backoffice:import_preview" if task.settings["kind"] == RESUMES else "backoffice:import_columns", task.pk
    )


@staff(May.IMPORT)
def import_columns(request: DeskRequest, pk: int) -> HttpResponse:
    """Second step: which column gives what."""
    task = import_of(request, pk)
    mapping = mapping_of(task)
    if mapping is None or not is_draft(task):
        return redirect("backoffice:import", pk)
    if request.method == "POST":
        form = ColumnsForm(request.POST, mapping=mapping)
        form.key = pk
        if not form.does(lambda **_columns: match(task, form.chosen())):
            return refuse(request, import_columns, pk, form=form)
        return redirect("backoffice:import_preview", pk)
    sheets = task.settings.get("sheets") or []
    return page(
        request,
        "backoffice/import_columns.html",
        task=task,
        kind=reading.kind_name(task),
        form=bound(request, ColumnsForm, key=pk, mapping=mapping),
        sheet_form=bound(request, SheetForm, key=pk, sheets=sheets, initial={"sheet": task.settings.get("sheet")})
        if len(sheets) > 1
        else None,
        questions=reading.questions(mapping),
        steps=steps("columns"),
    )


@staff(May.IMPORT)
@require_POST
def import_sheet(request: DeskRequest, pk: int) -> HttpResponse:
    """Take another sheet of the workbook."""
    task = import_of(request, pk)
    form = SheetForm(request.POST, sheets=task.settings.get("sheets") or [])
    form.key = pk
    if not form.does(choose_sheet, task=task):
        return refuse(request, import_columns, pk, form=form)
    return redirect("backoffice:import_columns", pk)


@staff(May.IMPORT)
@require_safe
def import_preview(request: DeskRequest, pk: int) -> HttpResponse:
    """Third step: what would be created, updated and refused."""
    task = import_of(request, pk)
    if not is_draft(task):
        return redirect("backoffice:import", pk)
    mapping = mapping_of(task)
    if mapping is None:
        return page(
            request, "backoffice/import_preview.html", task=task, found=None, files=task.settings.get("files", 0)
        )
    if mapping.lacking() or mapping.doubled():
        return redirect("backoffice:import_columns", pk)
    found = preview(task)
    return page(
        request,
        "backoffice/import_preview.html",
        task=task,
        found=found,
        counts=reading.counts(found.counts),
        looked_at=reading.number(len(found.outcomes)),
        rows=reading.preview_rows(found),
        left_out=reading.left_out(mapping),
        files=task.settings.get("files", 0),
        steps=steps("preview"),
    )


@staff(May.IMPORT)
@require_POST
def import_begin(request: DeskRequest, pk: int) -> HttpResponse:
    """Let it run."""
    begin(import_of(request, pk), by=request.member)
    return redirect("backoffice:import", pk)


@staff(May.IMPORT)
@require_safe
def one_import(request: DeskRequest, pk: int) -> HttpResponse:
    """How far it is, and what came of it."""
    task = import_of(request, pk)
    if is_draft(task):
        return redirect("backoffice:import_preview" if mapping_of(task) is None else "backoffice:import_columns", pk)
    return page(
        request,
        "backoffice/import.html",
        task=task,
        line=reading.line_of(task),
        running=task.status in RUNNING,
        counts=reading.counts(task.figures) if task.figures.get("rows") else [],
        records=reading.list_of(task),
        told=reading.told(task),
        done=reading.number(task.done),
        total=reading.number(task.total),
    )


@staff(May.IMPORT)
@require_POST
def import_cancel(request: DeskRequest, pk: int) -> HttpResponse:
    """Stop it, or throw away what was never begun."""
    task = import_of(request, pk)
    draft = is_draft(task)
    stop(task, by=request.member)
    say(request, _("The import was discarded.") if draft else _("The import is stopped. What it had taken in stays."))
    return redirect("backoffice:import_list") if draft else redirect("backoffice:import", pk)


@staff(May.IMPORT)
@require_POST
def import_again(request: DeskRequest, pk: int) -> HttpResponse:
    """Go on after a failure."""
    task = import_of(request, pk)
    if not task.source_key or not default_storage.exists(task.source_key):
        raise RuleBroken(_("The uploaded file is no longer there. Please upload it again."))
    task.again(by=request.member)
    return redirect("backoffice:import", pk)


@staff(May.IMPORT)
@require_safe
def import_refused(request: DeskRequest, pk: int) -> HttpResponseBase:
    """The refused rows, each with its reason, to be mended and uploaded again."""
    task = import_of(request, pk)
    return serve_refused(task, f"{task.title.rpartition('.')[0] or task.title}-refused.csv")


@staff(May.IMPORT)
@require_safe
def import_summary(request: DeskRequest, pk: int) -> HttpResponseBase:
    """The summary as a file."""
    task = import_of(request, pk)
    return serve_result(task, f"{task.title.rpartition('.')[0] or task.title}-summary.csv")
