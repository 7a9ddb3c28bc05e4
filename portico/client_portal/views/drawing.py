"""Drawing the pages, for a client contact and, in a preview, for a recruiter who looks as one."""

import re
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse

from portico.agencies.roles import May
from portico.client_portal.forms.answers import MoveForm, SaidForm
from portico.client_portal.forms.talk import ForwardForm, MessageForm
from portico.client_portal.forms.typed import Typed, typed
from portico.client_portal.navigation import nav_of
from portico.client_portal.reading.compare import read_compare
from portico.client_portal.reading.eyes import Eyes
from portico.client_portal.reading.history import part_of_history
from portico.client_portal.reading.interviews import read_list, read_rounds, read_upcoming
from portico.client_portal.reading.job import open_move, read_job
from portico.client_portal.reading.job_changes import read_changes
from portico.client_portal.reading.jobs import read_jobs
from portico.client_portal.reading.requisitions import asking
from portico.client_portal.reading.start import read_start
from portico.client_portal.reading.submission import SubmissionPage
from portico.kit.forms import Form
from portico.kit.pages import page
from portico.pipeline.models import Submission
from portico.portals.look import look_of


def draw(request: HttpRequest, template: str, eyes: Eyes, here: str = "jobs", **context: Any) -> HttpResponse:
    """A page in the portal's frame; `here` is the place of the menu it belongs to."""
    home = eyes.address("start", view="")
    nav = nav_of(eyes, here)
    look = look_of(eyes.settings, eyes.member.agency)
    as_judge = eyes.member.may(May.JUDGE)  # In a preview, too: what the page says, not what may be done.
    words = {"nav": nav, "home": home, "reader": eyes.member.name, "as_judge": as_judge, **look, **context}
    return page(request, f"client_portal/{template}.html", **words)


def draw_start(request: HttpRequest, eyes: Eyes, last_visit: datetime | None = None) -> HttpResponse:
    """What waits, what is new, and the jobs."""
    it = read_start(eyes, last_visit)
    return draw(request, "start", eyes, "home", it=it, asking=asking(eyes), interviews=read_upcoming(eyes))


def draw_jobs(request: HttpRequest, eyes: Eyes) -> HttpResponse:
    """The list of jobs."""
    return draw(request, "jobs", eyes, it=read_jobs(eyes, request.GET), asking=asking(eyes))


def draw_interviews(request: HttpRequest, eyes: Eyes) -> HttpResponse:
    """What is to come, what waits, what is over (?show=past)."""
    return draw(request, "interview_list", eyes, "interviews", it=read_list(eyes, request.GET.get("show", "")))


def draw_job(request: HttpRequest, eyes: Eyes, pk: int) -> HttpResponse:
    """A shared job; a move that was just refused, or asked for without scripts (?move=…), stands open in its card."""
    it = read_job(eyes, pk)
    form, asked = refused(request, MoveForm), request.GET.get("move", "")
    if form is not None:
        open_move(it, form.key, move_typed(typed(form)), eyes)
    elif re.fullmatch(r"[0-9]{1,18}", asked):
        open_move(it, int(asked), {}, eyes)
    return draw(request, "job", eyes, it=it, changes=read_changes(eyes, it))


def draw_compare(request: HttpRequest, eyes: Eyes, pk: int) -> HttpResponse:
    """Candidates of a job side by side."""
    return draw(request, "compare", eyes, it=read_compare(eyes, pk, request.GET))


def draw_submission(request: HttpRequest, eyes: Eyes, row: Submission, it: SubmissionPage) -> HttpResponse:
    """One candidate, with what was just refused as it was typed."""
    moved = refused(request, MoveForm)
    if it.move and moved is not None:
        it.move |= move_typed(typed(moved))
    return draw(
        request,
        "submission",
        eyes,
        it=it,
        interviews=read_rounds(eyes, row),
        past=part_of_history(eyes, it, whole=request.GET.get("history") == "all"),
        typed=typed(refused(request, SaidForm)),
        wrote=typed(refused(request, MessageForm)),
        forward=typed(refused(request, ForwardForm)),
    )


def refused[F: Form](request: HttpRequest, kind: type[F]) -> F | None:
    """The form of this kind that was just refused, if there is one."""
    form = getattr(request, "refused_form", None)
    return form if isinstance(form, kind) else None


def move_typed(said: Typed) -> dict[str, str]:
    """A refused move, as the card's form takes it."""
    problem = said.problem or said.errors.get("to") or said.errors.get("remark") or ""
    return {"to": said.values.get("to", ""), "remark": said.values.get("remark", ""), "error": problem}
