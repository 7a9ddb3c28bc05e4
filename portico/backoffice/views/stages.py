"""The agency's own steps of the pipeline: add, rename, reorder, archive, and what clients see of them."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portico.agencies.gate import DeskRequest, staff
from portico.agencies.roles import May
from portico.backoffice.editing import edits, seen_of
from portico.backoffice.forms.jobs import NoWords
from portico.backoffice.forms.stages import NewStageForm, StageForm
from portico.jobs.stages import Stage
from portico.kit.forms import Form
from portico.kit.pages import bound, page, refuse, say
from portico.kit.times import day, now
from portico.kit.workdays import working_days_after
from portico.pipeline.models import Application
from portico.pipeline.public_words import next_of, tone_of


def stage_of(request: DeskRequest, pk: int) -> Stage:
    """The agency's stage."""
    return get_object_or_404(Stage.objects.visible_to(request.member), pk=pk)


@staff()
@require_safe
def stage_list(request: DeskRequest) -> HttpResponse:
    """The pipeline's stages in their order, and those put away."""
    inside = Count("applications", filter=Q(applications__status=Application.Status.OPEN))
    rows = Stage.objects.visible_to(request.member).annotate(in_process=inside).order_by("position", "pk")
    return page(
        request,
        "backoffice/stage_list.html",
        stages=[row for row in rows if row.archived is None],
        put_away=[row for row in rows if row.archived is not None],
        form=bound(request, NewStageForm, instance=Stage(agency=request.agency)),
        may_change=request.member.may(May.MANAGE_SETTINGS),
    )


@staff(May.MANAGE_SETTINGS)
@require_POST
def stage_add(request: DeskRequest) -> HttpResponse:
    """A new stage, after those of its kind."""
    stage = Stage(agency=request.agency)
    form = NewStageForm(request.POST, instance=stage)
    if not form.does(lambda **_cleaned: stage.add(by=request.member)):
        return refuse(request, stage_list, form=form)
    say(request, _("The stage %s is in the pipeline.") % stage.name)
    return redirect("backoffice:stage_list")


@staff(May.MANAGE_SETTINGS)
def stage_edit(request: DeskRequest, pk: int) -> HttpResponse:
    """Rename it, and say what clients see of it."""
    stage = stage_of(request, pk)
    bound_to: Any = request.POST if request.method == "POST" else None
    form = StageForm(bound_to, instance=stage, initial=seen_of(StageForm, stage))
    looks = bound_to is not None and "preview" in request.POST and form.is_valid()
    if bound_to is not None and not looks and edits(form, stage, request.member, save=Stage.change):
        say(request, _("Saved."))
        return redirect("backoffice:stage_list")
    there = stage_of(request, pk)
    return page(
        request,
        "backoffice/stage_form.html",
        status=form.status if form.errors else 200,
        form=form,
        stage=there,
        is_placed=there.kind == Stage.Kind.PLACED,
        read=what_is_read(stage if looks else there, request.agency.zone),
    )


def what_is_read(stage: Stage, zone: str) -> dict[str, str]:
    """What candidates in this stage read, if they moved into it today."""
    due = working_days_after(now(), stage.expect_days, zone) if stage.expect_days else None
    return {
        "label": stage.public_label if stage.candidates_see else "",
        "tone": tone_of("open", stage.kind),
        "next": stage.next_text or next_of("open", stage.kind),
        "expected": day(due, zone) if due else "",
        "today": day(now(), zone),
    }


def deed(request: DeskRequest, pk: int, verb: Callable[..., Any], said: str, **words: Any) -> HttpResponse:
    """Do one thing with a stage."""
    stage = stage_of(request, pk)
    form: Form = NoWords(request.POST)
    if not form.does(partial(verb, stage), by=request.member, **words):
        return refuse(request, stage_list, form=form)
    if said:
        say(request, said % stage.name)
    return redirect("backoffice:stage_list")


@staff(May.MANAGE_SETTINGS)
@require_POST
def stage_up(request: DeskRequest, pk: int) -> HttpResponse:
    """One place earlier."""
    return deed(request, pk, Stage.move_by, "", steps=-1)


@staff(May.MANAGE_SETTINGS)
@require_POST
def stage_down(request: DeskRequest, pk: int) -> HttpResponse:
    """One place later."""
    return deed(request, pk, Stage.move_by, "", steps=1)


@staff(May.MANAGE_SETTINGS)
@require_POST
def stage_archive(request: DeskRequest, pk: int) -> HttpResponse:
    """Put it away; history keeps it."""
    return deed(request, pk, Stage.archive, _("The stage %s is put away."))


@staff(May.MANAGE_SETTINGS)
@require_POST
def stage_restore(request: DeskRequest, pk: int) -> HttpResponse:
    """Back into the pipeline."""
    return deed(request, pk, Stage.restore, _("The stage %s is back in the pipeline."))
