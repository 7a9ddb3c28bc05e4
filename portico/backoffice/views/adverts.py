"""A job's advert: writing, publishing and ending it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portico.agencies.gate import DeskRequest, staff
from portico.agencies.roles import May
from portico.backoffice.editing import edits, seen_of
from portico.backoffice.forms.careers import AdvertForm
from portico.backoffice.forms.jobs import NoWords
from portico.backoffice.reading.adverts import advert_on, read_advert
from portico.jobs.models import Advert, Job
from portico.kit.pages import bound, page, refuse, say
from portico.kit.rules import RuleBroken


def advert_of(request: DeskRequest, pk: int) -> Advert:
    """The job's advert, or a first draft of one, if the reader sees the job."""
    rows = Job.objects.visible_to(request.member).select_related("organization", "agency")
    job = get_object_or_404(rows, pk=pk)
    return advert_on(job, request.member)


@staff()
@require_safe
def advert(request: DeskRequest, pk: int) -> HttpResponse:
    """What the public reads of a job, or shall read, and who came to it."""
    row = advert_of(request, pk)
    return page(
        request,
        "backoffice/advert.html",
        job=row.job,
        advert=read_advert(row, request.member),
        form=bound(
            request,
            AdvertForm,
            key=pk,
            instance=row,
            by=request.member,
            initial=seen_of(AdvertForm, row),
        ),
    )


@staff(May.WORK_DESK)
@require_POST
def advert_save(request: DeskRequest, pk: int) -> HttpResponse:
    """Keep what was written; with “Publish” it goes live, too."""
    row = advert_of(request, pk)
    form = AdvertForm(request.POST, instance=row, by=request.member)
    form.key = pk
    saved = saves(form, row, request)
    if not saved:
        return refuse(request, advert, pk, form=form)
    if "publish" not in request.POST:
        say(request, _("Saved."))
        return redirect("backoffice:advert", pk)
    try:
        advert_of(request, pk).publish(by=request.member, sure=form.cleaned_data["sure"])
        say(request, _("Published. The job is on your careers pages."))
    except RuleBroken as no:
        say(request, _("Saved, but not published: %s") % no, tone="danger")
    return redirect("backoffice:advert", pk)


def saves(form: AdvertForm, row: Advert, request: DeskRequest) -> bool:
    """Save the form onto a new advert or the one there is."""
    if not row.pk:

        def add(**cleaned: Any) -> Advert:
            return row.add(by=request.member, sure=cleaned["sure"])

        return form.does(add)

    def change(there: Advert, changes: dict[str, Any], *, seen: str, by: Any) -> list[str]:
        return advert_of(request, there.job_id).change(changes, seen=seen, by=by, sure="sure" in form.data)

    return edits(form, row, request.member, save=change)


@staff(May.WORK_DESK)
@require_POST
def advert_end(request: DeskRequest, pk: int) -> HttpResponse:
    """Take it off the careers pages."""
    row, form = advert_of(request, pk), NoWords(request.POST)
    form.key = "end"
    if not form.does(row.end, by=request.member):
        return refuse(request, advert, pk, form=form)
    say(request, _("The job is off your careers pages."))
    return redirect("backoffice:advert", pk)
