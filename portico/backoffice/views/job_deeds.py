"""What one does with a job: open, hold, close, archive, restore, delete."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from portico.agencies.gate import DeskRequest, staff
from portico.agencies.roles import May
from portico.backoffice.forms.jobs import CloseForm, NoWords
from portico.backoffice.views import jobs
from portico.jobs.models import Job
from portico.kit.pages import refuse, say
from portico.pipeline.deleting import delete
from portico.pipeline.submitting import close_job


def job_of(request: DeskRequest, pk: int) -> Job:
    """The job, if the reader sees it."""
    return get_object_or_404(Job.objects.visible_to(request.member).select_related("organization"), pk=pk)


def deed(request: DeskRequest, pk: int, verb: Callable[..., Any], said: str) -> HttpResponse:
    """Do one thing with a job that needs no further words."""
    job = job_of(request, pk)
    form = NoWords(request.POST)
    if not form.does(partial(verb, job), by=request.member):
        return refuse(request, jobs.job, pk, form=form)
    say(request, said % job.title)
    return redirect("backoffice:job", pk)


@staff(May.WORK_DESK)
@require_POST
def job_open(request: DeskRequest, pk: int) -> HttpResponse:
    """Start the work, or take it up again."""
    return deed(request, pk, Job.open, _("%s is open."))


@staff(May.WORK_DESK)
@require_POST
def job_hold(request: DeskRequest, pk: int) -> HttpResponse:
    """Pause the work."""
    return deed(request, pk, Job.hold, _("%s is on hold."))


@staff(May.WORK_DESK)
@require_POST
def job_archive(request: DeskRequest, pk: int) -> HttpResponse:
    """Take it out of the lists, and off the client portal."""
    return deed(request, pk, Job.archive, _("%s is archived."))


@staff(May.WORK_DESK)
@require_POST
def job_restore(request: DeskRequest, pk: int) -> HttpResponse:
    """Back into the lists."""
    return deed(request, pk, Job.restore, _("%s is back in the lists."))


@staff(May.WORK_DESK)
@require_POST
def job_close(request: DeskRequest, pk: int) -> HttpResponse:
    """End the work, filled or not; whoever is still in process ends with it."""
    job = job_of(request, pk)
    form = CloseForm(request.POST)
    form.key = pk

    def close(filled: str) -> int:
        return close_job(job, by=request.member, filled=filled == "yes")

    if not form.does(close):
        return refuse(request, jobs.job, pk, form=form)
    count: int = form.result
    ended = ngettext("%d application ended with it.", "%d applications ended with it.", count) % count if count else ""
    said = _("%s is filled.") if job.status == Job.Status.FILLED else _("%s is closed.")
    say(request, f"{said % job.title} {ended}".strip())
    return redirect("backoffice:job", pk)


@staff(May.WORK_DESK, May.DELETE)
@require_POST
def job_delete(request: DeskRequest, pk: int) -> HttpResponse:
    """Delete it for good, where nothing hangs on it."""
    job = job_of(request, pk)
    title = job.title
    form = NoWords(request.POST)
    if not form.does(delete, row=job, by=request.member):
        return refuse(request, jobs.job, pk, form=form)
    say(request, _("%s is deleted.") % title)
    return redirect("backoffice:job_list")
