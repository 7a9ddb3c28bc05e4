"""What the pipeline's live part shows: table or board of the same rows, and a refused move with what was typed."""

from typing import Any

from django.core.exceptions import BadRequest

from portico.agencies.gate import DeskRequest
from portico.agencies.roles import May
from portico.backoffice.forms.pipeline import BulkForm, MoveForm
from portico.backoffice.reading import pipeline as reading
from portico.backoffice.reading.pipeline import Pipeline
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
    """What the pipeline's live part shows: ?view=board or table (remembered), ?show=ended, ?all=<stage>."""
    view = choice(request, "view", VIEWS)
    if view:
        request.session["pipeline_view"] = view
    view = view or request.session.get("pipeline_view", "board")
    show = choice(request, "show", ("ended",))
    found = reading.read_pipeline(job, request.member)
    if found.in_process == 0 and found.ended and not job.is_active and "view" not in request.GET:
        show = "ended"  # an empty board says nothing about a job that is over
    refused = getattr(request, "refused_form", None)
    first = refused.key if isinstance(refused, MoveForm) else None
    rows = sorted(
        (row for column in found.columns for row in column.rows), key=lambda row: row.pk != first
    )  # by stage, but first who was refused
    everything = request.GET.get("all", "")
    table = view == "table" and show == ""
    for column in found.columns:
        shorten(column, first, everything=everything in {str(column.id), "yes"})
    return {
        "pipeline": found,
        "view": view,
        "show": show,
        "ended_rows": reading.read_ended(job, request.member) if show == "ended" else [],
        "table_rows": rows if everything == "yes" else rows[: reading.TABLE_LIMIT],
        "table_total": len(rows),
        "parts": [{"label": one.name, "kind": one.kind, "count": one.count} for one in found.columns],
        "moves": moves_of(refused),
        "lost": lost_words(refused, found),
        "bulk_form": bound(request, BulkForm, key=job.pk, by=request.member, job_pk=job.pk) if table else None,
        "can_act": request.member.may(May.WORK_DESK) and job.is_active,
    }


def shorten(column: reading.Column, first: int | None, *, everything: bool) -> None:
    """At most so many cards in a column, the refused one among them."""
    if not everything and len(column.rows) > reading.COLUMN_LIMIT:
        column.rows = sorted(column.rows, key=lambda row: row.pk != first)[: reading.COLUMN_LIMIT]
        column.more = True


def moves_of(refused: Any) -> dict[int, dict[str, Any]]:
    """The refused move, for its card to be drawn open with what was typed."""
    if not isinstance(refused, MoveForm) or not refused.key:
        return {}
    words = {"to": refused.data.get("to", ""), "remark": refused.data.get("remark", ""), "error": first_error(refused)}
    return {refused.key: words}


def first_error(form: Any) -> str:
    """The sentence of a refused form."""
    return next((str(error) for errors in form.errors.values() for error in errors), "")


def lost_words(refused: Any, found: Pipeline) -> dict[str, Any]:
    """The sentence of a refused move and its remark: its card may be far away, or gone, and nothing typed is lost."""
    if not isinstance(refused, MoveForm):
        return {}
    column = next((one.id for one in found.columns if any(row.pk == refused.key for row in one.rows)), 0)
    return {"error": first_error(refused), "remark": str(refused.data.get("remark", ""))[:2000], "column": column}
