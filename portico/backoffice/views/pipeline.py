"""Deeds on a job's pipeline: for many rows at once, and adding candidates."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from portico.agencies.gate import DeskRequest, staff
from portico.agencies.roles import May
from portico.backoffice.forms.pipeline import AddForm, BulkForm
from portico.backoffice.views import jobs
from portico.candidates.models import Candidate
from portico.jobs.models import Job
from portico.jobs.stages import Stage
from portico.kit.lists import words_asked
from portico.kit.pages import page, refuse, say
from portico.pipeline.models import Application
from portico.pipeline.moving import each, move_many, reject_many
from portico.pipeline.submitting import propose
from portico.portals.models import JobShare
from portico.records.search import matching_ids
from portico.records.subjects import kind_of

FOUND = 25


@staff(May.WORK_DESK)
@require_POST
def applications_change(request: DeskRequest, pk: int) -> HttpResponse:
    """Move or reject the picked rows; who was moved by somebody else meanwhile is named."""
    job = get_object_or_404(Job.objects.visible_to(request.member), pk=pk)
    form = BulkForm(request.POST, by=request.member, job_pk=job.pk)
    form.key = job.pk
    if not form.is_valid():
        return refuse(request, jobs.job, pk, form=form)
    rows, words = form.applications(), form.cleaned_data
    if words["deed"] == "show":
        return show_picked(request, job, form)
    if words["deed"] == "move":
        outcome = move_many(rows, to=words["to"], by=request.member, remark=words["remark"], seen=form.seen)
        said = ngettext("%d candidate moved.", "%d candidates moved.", outcome.done) % outcome.done
    else:
        outcome = reject_many(rows, by=request.member, reason=words["reason"], tell=words["tell"], seen=form.seen)
        said = ngettext("%d candidate rejected.", "%d candidates rejected.", outcome.done) % outcome.done
    if outcome.refused and not outcome.done:
        form.status = 409
        for sentence in outcome.refused:
            form.add_error(None, sentence)
        return refuse(request, jobs.job, pk, form=form)
    say(request, " ".join([said, *outcome.refused]), tone="warn" if outcome.refused else "ok")
    return redirect("backoffice:job", pk)


def show_picked(request: DeskRequest, job: Job, form: BulkForm) -> HttpResponse:
    """Selected … Add to Client Portal: prepare them on the job's share, then review what goes out."""
    if not request.member.may(May.SHARE):
        raise PermissionDenied
    mine = JobShare.objects.visible_to(request.member).filter(job=job, portal__organization=job.organization_id)
    share = mine.exclude(status=JobShare.Status.ENDED).first()
    if share is None:
        say(request, _("Share the job first: then you choose the candidates."), tone="info")
        return redirect("backoffice:job_share", job.pk)

    def prepare(one: Application) -> None:
        propose(one, share, by=request.member)

    outcome = each(form.applications(), prepare)
    if not outcome.done:
        form.status = 409
        for sentence in outcome.refused:
            form.add_error(None, sentence)
        return refuse(request, jobs.job, job.pk, form=form)
    if outcome.refused:
        say(request, " ".join(outcome.refused), tone="warn")
    return redirect("backoffice:share_summaries", share.pk)


@staff(May.WORK_DESK)
def application_add(request: DeskRequest, pk: int) -> HttpResponse:
    """Search candidates by name or words, and put them on the job."""
    job = get_object_or_404(Job.objects.visible_to(request.member).select_related("organization"), pk=pk)
    first = Stage.first(job.agency_id, Stage.Kind.SOURCED)
    if request.method != "POST":
        return application_form(request, job, AddForm(by=request.member, initial={"to": first}))
    form = AddForm(request.POST, by=request.member)
    picked = {int(number) for number in request.POST.getlist("pick")[:100] if number.isdecimal() and len(number) < 19}
    people = list(Candidate.objects.visible_to(request.member).filter(pk__in=picked))
    if form.is_valid() and not people:
        form.add_error(None, _("Pick at least one candidate."))

    def add(to: Stage, source: str, **_rest: Any) -> None:
        for candidate in people:
            Application.add(job, candidate, by=request.member, stage=to, source=source)

    if not form.does(add):
        return application_form(request, job, form)
    names = ", ".join(candidate.name for candidate in people[:3])
    say(
        request,
        ngettext("%(names)s is on the job.", "%(count)d candidates are on the job.", len(people))
        % {"names": names, "count": len(people)},
    )
    return redirect("backoffice:job", pk)


def standing(application: Application) -> str:
    """Where somebody stands on the job: the stage, or how it ended."""
    return application.stage.name if application.status == application.Status.OPEN else application.get_status_display()


def application_form(request: DeskRequest, job: Job, form: AddForm) -> HttpResponse:
    """The search, with who is on the job already."""
    words = words_asked(request.POST) or words_asked(request.GET)
    rows = Candidate.objects.visible_to(request.member).current()
    if words:
        rows = rows.filter(pk__in=matching_ids(request.member.agency_id, kind_of(Candidate), words))
    found = list(rows.order_by("-changed", "-pk")[:FOUND])
    there = Application.objects.visible_to(request.member).filter(job=job, candidate__in=found).select_related("stage")
    on_job = {one.candidate_id: one for one in there}
    people = [
        {
            "pk": one.pk,
            "name": one.name,
            "line": one.position,
            "place": one.place,
            "application": on_job[one.pk].pk if one.pk in on_job else 0,
            "stage": standing(on_job[one.pk]) if one.pk in on_job else "",
            "picked": str(one.pk) in request.POST.getlist("pick"),
        }
        for one in found
    ]
    status = form.status if form.errors else 200
    return page(
        request, "backoffice/application_add.html", status=status, job=job, form=form, words=words, people=people
    )
