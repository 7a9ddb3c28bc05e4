"""What the pipeline's live part shows: table or board of the same rows, and a refused move with what was typed."""

import re
from typing import Any

from django.core.exceptions import BadRequest

from portico.agencies.gate import DeskRequest
from portico.agencies.roles import May
from portico.backoffice.forms.pipeline import BulkForm, MoveForm
from portico.backoffice.reading import pipeline as reading
from portico.backoffice.reading.pipeline import Pipeline, Wanted
from portico.jobs.models import Job
from portico.kit.pages import bound

VIEWS = ("board", "table")


def choice(request: DeskRequest, name: str, options: tuple[str, ...]) -> str:
    """A parameter of the page; nonsense is a bad request."""
    value = request.GET.get(name, "")
    if value and value not in options:
        raise BadRequest(f"Unknown {name}.")
    return value


def pipeline_of(request: DeskRequest, job: Job) -> dict[str, Any]:
    """What the live part shows: ?view=board or table (remembered), ?show=ended, ?all=<stage>, ?move=<application>."""
    view = choice(request, "view", VIEWS)
    if view:
        request.session["pipeline_view"] = view
    view = view or request.session.get("pipeline_view", "board")
    show = choice(request, "show", ("ended",))
    refused = getattr(request, "refused_form", None)
    moves = moves_of(refused) or move_asked(request)
    table = view == "table" and show == ""
    whole = whole_column(request)
    wanted = Wanted(table=table, whole=whole, first=next(iter(moves), None))
    found = reading.read_pipeline(job, request.member, wanted)
    if found.in_process == 0 and found.ended and not job.is_active and "view" not in request.GET:
        show, table = "ended", False  # an empty board says nothing about a job that is over
    return {
        "pipeline": found,
        "view": view,
        "show": show,
        "whole": whole,
        "ended_rows": reading.read_ended(job, request.member) if show == "ended" else [],
        "parts": [{"label": one.name, "kind": one.kind, "count": one.count} for one in found.columns],
        "moves": moves,
        "lost": lost_words(refused, found),
        "bulk_form": bound(request, BulkForm, key=job.pk, by=request.member, job_pk=job.pk) if table else None,
        "can_act": request.member.may(May.WORK_DESK) and job.is_active,
    }


def whole_column(request: DeskRequest) -> str:
    """The stage of which all cards are shown, also after one of them was moved; "yes": all of the table."""
    asked = request.GET.get("all", "")
    return asked if re.fullmatch(r"[0-9]{1,18}|yes", asked) else ""


def moves_of(refused: Any) -> dict[int, dict[str, Any]]:
    """The refused move, for its card to be drawn open with what was typed."""
    if not isinstance(refused, MoveForm) or not refused.key:
        return {}
    words = {"to": refused.data.get("to", ""), "remark": refused.data.get("remark", ""), "error": first_error(refused)}
    return {refused.key: words}


def move_asked(request: DeskRequest) -> dict[int, dict[str, Any]]:
    """The card whose form somebody without scripts asked for."""
    number = request.GET.get("move", "")
    if not re.fullmatch(r"[0-9]{1,18}", number):
        return {}
    return {int(number): {"to": "", "remark": "", "error": "", "focus": True}}


def first_error(form: Any) -> str:
    """The sentence of a refused form."""
    return next((str(error) for errors in form.errors.values() for error in errors), "")


def lost_words(refused: Any, found: Pipeline) -> dict[str, Any]:
    """The sentence of a refused move and its remark: its card may be far away, or gone, and nothing typed is lost."""
    if not isinstance(refused, MoveForm):
        return {}
    column = next((one.id for one in found.columns if any(row.pk == refused.key for row in one.rows)), 0)
    return {"error": first_error(refused), "remark": str(refused.data.get("remark", ""))[:2000], "column": column}
