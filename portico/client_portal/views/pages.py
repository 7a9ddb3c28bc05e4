"""The pages a client contact opens."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from portico.agencies.gate import ClientRequest, client
from portico.client_portal.reading.eyes import own_eyes
from portico.client_portal.reading.submission import read_submission, submission_row, what_there_is
from portico.client_portal.views import drawing
from portico.kit.trouble import by_the_way
from portico.pipeline.models import MessageLook
from portico.pipeline.pace import keep_pace
from portico.portals.models import Visit


def view_asked_for(request: HttpRequest) -> str:
    """How pipelines are looked at: ?view=list, else the board."""
    return "list" if request.GET.get("view") == "list" else ""


@client()
@require_safe
def start(request: ClientRequest) -> HttpResponse:
    """What waits for them, and their jobs."""
    return drawing.draw_start(request, own_eyes(request.member), Visit.note(request.member))


@client()
@require_safe
def jobs(request: ClientRequest) -> HttpResponse:
    """My Jobs and All Jobs."""
    return drawing.draw_jobs(request, own_eyes(request.member))


@client()
@require_safe
def job(request: ClientRequest, pk: int) -> HttpResponse:
    """A job that is shared with them."""
    return drawing.draw_job(request, own_eyes(request.member, view_asked_for(request)), pk)


@client()
@require_safe
def compare(request: ClientRequest, pk: int) -> HttpResponse:
    """Up to four candidates of a job side by side."""
    return drawing.draw_compare(request, own_eyes(request.member), pk)


@client()
@require_safe
def submission(request: ClientRequest, pk: int) -> HttpResponse:
    """One candidate; that they looked is written down."""
    eyes = own_eyes(request.member, view_asked_for(request))
    row = submission_row(eyes, pk)
    keep_pace(row, by=request.member)
    with what_there_is(eyes, row):
        it = read_submission(eyes, row)
        with by_the_way(f"member {request.member.pk} looked at submission {row.pk}"):
            row.was_viewed(by=request.member)
            if it.talk.unread:
                MessageLook.note(row, request.member)
        return drawing.draw_submission(request, eyes, row, it)
