"""What a reviewer does with a candidate. Each deed is a POST that leads back to the page."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portico.agencies.gate import ClientRequest, client
from portico.agencies.roles import May
from portico.client_portal.forms.answers import AnswerForm, DeclineForm, MoveForm, SaidForm
from portico.client_portal.reading.eyes import Eyes, own_eyes
from portico.client_portal.reading.submission import submission_row
from portico.client_portal.views import pages
from portico.kit.pages import refuse, say
from portico.pipeline.models import Submission
from portico.pipeline.undoing import undo_answer, undo_move

UNDO_ANSWER, UNDO_MOVE = "client_portal:submission_undo_answer", "client_portal:submission_undo_move"


def seen_by(request: ClientRequest, pk: int) -> tuple[Eyes, Submission]:
    """The reader's eyes and the submission they act on."""
    eyes = own_eyes(request.member, pages.view_asked_for(request))
    return eyes, submission_row(eyes, pk)


def answer(
    request: ClientRequest, pk: int, kind: type[AnswerForm], verb: Callable[[Submission], Callable[..., Any]], said: str
) -> HttpResponse:
    """Run an answering verb, and offer to undo it where it was the first answer."""
    eyes, row = seen_by(request, pk)
    form = kind(request.POST, settings=row.share.settings) if kind is DeclineForm else kind(request.POST)
    form.key = pk
    first = row.decision == Submission.Decision.NEW
    if not form.does(verb(row), by=request.member):
        return refuse(request, pages.submission, pk, form=form)
    counts = row.decided_by_id == request.member.pk
    undo = reverse(UNDO_ANSWER, args=[pk]) if first and counts else ""
    said = said if counts else _("Your answer on %s is noted. Somebody else on your side decides.")
    say(request, said % row.shown_name, undo=undo)
    return HttpResponseRedirect(eyes.address("submission", pk))


@client(May.JUDGE)
@require_POST
def submission_approve(request: ClientRequest, pk: int) -> HttpResponse:
    """Yes, go on with them."""
    return answer(request, pk, AnswerForm, lambda row: row.approve, _("You approved %s. Your consultant knows."))


@client(May.JUDGE)
@require_POST
def submission_keep_in_view(request: ClientRequest, pk: int) -> HttpResponse:
    """Not now, but keep them."""
    return answer(request, pk, AnswerForm, lambda row: row.keep_in_view, _("You keep %s in view."))


@client(May.JUDGE)
@require_POST
def submission_decline(request: ClientRequest, pk: int) -> HttpResponse:
    """No, and why."""
    return answer(request, pk, DeclineForm, lambda row: row.decline, _("You declined %s. Your consultant knows."))


@client(May.JUDGE)
@require_POST
def submission_remark(request: ClientRequest, pk: int) -> HttpResponse:
    """Stars or a remark, without an answer."""
    eyes, row = seen_by(request, pk)
    form = SaidForm(request.POST)
    form.key = pk
    if not form.does(row.remark, by=request.member):
        return refuse(request, pages.submission, pk, form=form)
    private = form.cleaned_data["private"] and form.cleaned_data["remark"]
    say(
        request,
        _("Saved for the agency only.") if private else _("Saved. Your consultant and your colleagues can read it."),
    )
    return HttpResponseRedirect(eyes.address("submission", pk))


@client(May.JUDGE)
@require_POST
def submission_move(request: ClientRequest, pk: int) -> HttpResponse:
    """Into another stage; ?back=job: the move was made on the job's page."""
    eyes, row = seen_by(request, pk)
    form = MoveForm(request.POST, member=request.member)
    form.key = pk
    on_job = request.GET.get("back") == "job"
    if not form.does(row.move, by=request.member):
        if on_job:
            return refuse(request, pages.job, row.share_id, form=form)
        return refuse(request, pages.submission, pk, form=form)
    words = {"who": row.shown_name, "stage": eyes.stage_name(row.application.stage)}
    undo = reverse(UNDO_MOVE, args=[pk]) + ("?back=job" if on_job else "")
    say(request, _("%(who)s is now in %(stage)s.") % words, undo=undo)
    return HttpResponseRedirect(eyes.address("job", row.share_id) if on_job else eyes.address("submission", pk))


@client(May.JUDGE)
@require_POST
def submission_undo_answer(request: ClientRequest, pk: int) -> HttpResponse:
    """Take one's own answer back, within minutes."""
    eyes, row = seen_by(request, pk)
    undo_answer(row, by=request.member)
    say(request, _("Taken back. %s waits for an answer again.") % row.shown_name, tone="info")
    return HttpResponseRedirect(eyes.address("submission", pk))


@client(May.JUDGE)
@require_POST
def submission_undo_move(request: ClientRequest, pk: int) -> HttpResponse:
    """Back to the stage before, within minutes; ?back=job: from the job's page."""
    eyes, row = seen_by(request, pk)
    on_job = request.GET.get("back") == "job"
    undo_move(row, by=request.member)
    words = {"who": row.shown_name, "stage": eyes.stage_name(row.application.stage)}
    say(request, _("%(who)s is back in %(stage)s.") % words, tone="info")
    return HttpResponseRedirect(eyes.address("job", row.share_id) if on_job else eyes.address("submission", pk))
