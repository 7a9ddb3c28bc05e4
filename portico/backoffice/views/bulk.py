"""Deeds for many candidates: those picked on the list, or all who were found; tags of one candidate."""

from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from portico.agencies.gate import DeskRequest, staff
from portico.agencies.roles import May
from portico.backoffice.forms.finding import BulkForm, TagForm
from portico.backoffice.listing import download
from portico.backoffice.views.candidates import candidate
from portico.backoffice.views.finding import COLUMNS, Search
from portico.candidates.models import Candidate
from portico.kit.pages import page, refuse, say
from portico.pipeline.bulk import AT_ONCE, DEEDS, KIND, MOST, do_to_many, tag, untag
from portico.records.longtasks import serve_refused
from portico.records.models import LongTask, Tag

NAMED = 5
"""So many of those who were left out are named at once."""
RUNNING = (LongTask.Status.WAITING, LongTask.Status.RUNNING)


def numbers_of(request: DeskRequest) -> list[int]:
    """Who is meant: the picked rows, or everybody whom the search found."""
    if request.POST.get("everything") == "1":
        request.GET = QueryDict(request.POST.get("query", "")[:2000])
        return list(Search(request).rows.order_by("pk").values_list("pk", flat=True)[: MOST + 1])
    picked = request.POST.getlist("pick")[: MOST + 1]
    if not all(text.isascii() and text.isdigit() and len(text) < 19 for text in picked):
        raise BadRequest("These are no candidates.")
    rows = Candidate.objects.visible_to(request.member).filter(pk__in=[int(text) for text in picked])
    return list(rows.order_by("pk").values_list("pk", flat=True))


@staff(May.WORK_DESK)
@require_POST
def candidates_bulk(request: DeskRequest) -> HttpResponseBase:
    """Ask what the deed still needs to know, then do it."""
    deed, query = request.POST.get("deed", ""), request.POST.get("query", "")[:2000]
    numbers = numbers_of(request)
    if deed == "export":
        rows = Candidate.objects.visible_to(request.member).filter(pk__in=numbers).order_by("name_key", "pk")
        return download(request, rows.select_related("owner__user").prefetch_related("skills"), COLUMNS)
    if deed not in DEEDS:
        raise BadRequest("Nobody knows how to do this.")
    if not all(request.member.may(may) for may in DEEDS[deed].may):
        raise PermissionDenied
    if not numbers:
        say(request, _("Pick at least one candidate."), tone="warn")
        return back_to(query)
    form = BulkForm(request.POST if "go" in request.POST else None, deed=deed, by=request.member)
    if "go" in request.POST and form.does(lambda **_words: do(request, deed, numbers, form)):
        return told(request, form.result, query)
    names = Candidate.objects.visible_to(request.member).filter(pk__in=numbers[:8]).order_by("name_key")
    return page(
        request,
        "backoffice/candidates_bulk.html",
        status=form.status if form.errors else None,
        form=form,
        deed=deed,
        label=DEEDS[deed].label,
        names=[one.name for one in names],
        count=len(numbers),
        numbers=[] if request.POST.get("everything") == "1" else numbers,
        query=query,
        back=f"{reverse('backoffice:candidate_list')}?{query}",
        in_background=len(numbers) > AT_ONCE,
    )


def do(request: DeskRequest, deed: str, numbers: list[int], form: BulkForm) -> Any:
    """The deed, with what the form says."""
    return do_to_many(deed, numbers, by=request.member, **form.settings())


def back_to(query: str) -> HttpResponse:
    """The list as it was."""
    return redirect(f"{reverse('backoffice:candidate_list')}?{query}")


def told(request: DeskRequest, result: Any, query: str) -> HttpResponse:
    """Follow the task, or read at once what came of it."""
    if isinstance(result, LongTask):
        return redirect("backoffice:bulk_task", result.pk)
    done, skipped = result
    words = [ngettext("Done for %d candidate.", "Done for %d candidates.", done) % done]
    if skipped:
        words.append(ngettext("%d was left out:", "%d were left out:", len(skipped)) % len(skipped))
        words.append("; ".join(why if name in why else f"{name}: {why}" for _pk, name, why in skipped[:NAMED]))
    say(request, " ".join(words), tone="warn" if skipped else "ok")
    return back_to(query)


def task_of(request: DeskRequest, pk: int) -> LongTask:
    """One of the agency's."""
    rows = LongTask.objects.visible_to(request.member).filter(task_kind=KIND)
    return get_object_or_404(rows.select_related("owner__user"), pk=pk)


@staff(May.WORK_DESK)
@require_safe
def bulk_task(request: DeskRequest, pk: int) -> HttpResponse:
    """How far it is, and what came of it."""
    task = task_of(request, pk)
    skipped = task.figures.get("skipped", [])
    return page(
        request,
        "backoffice/bulk_task.html",
        task=task,
        running=task.status in RUNNING,
        did=task.figures.get("did", 0),
        skipped=[{"name": name, "why": why} for _pk, name, why in skipped[:50]],
        left_out=len(skipped),
    )


@staff(May.WORK_DESK)
@require_POST
def bulk_stop(request: DeskRequest, pk: int) -> HttpResponse:
    """Stop it; what was done stays."""
    task_of(request, pk).cancel(by=request.member)
    return redirect("backoffice:bulk_task", pk)


@staff(May.WORK_DESK)
@require_safe
def bulk_left_out(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Who was left out and why, as a file."""
    return serve_refused(task_of(request, pk), "left-out.csv")


@staff(May.WORK_DESK)
@require_POST
def candidate_tag(request: DeskRequest, pk: int) -> HttpResponse:
    """Stick a tag on one candidate."""
    row = get_object_or_404(Candidate.objects.visible_to(request.member), pk=pk)
    form = TagForm(request.POST)
    form.key = row.pk
    if not form.does(lambda **words: tag(row, request.member, words)):
        return refuse(request, candidate, pk, form=form)
    return redirect("backoffice:candidate", pk)


@staff(May.WORK_DESK)
@require_POST
def candidate_untag(request: DeskRequest, pk: int, number: int) -> HttpResponse:
    """Take a tag off one candidate."""
    row = get_object_or_404(Candidate.objects.visible_to(request.member), pk=pk)
    found = get_object_or_404(Tag.objects.visible_to(request.member).filter(candidates=row), pk=number)
    untag(row, request.member, {"tag": found.name})
    return redirect("backoffice:candidate", pk)
