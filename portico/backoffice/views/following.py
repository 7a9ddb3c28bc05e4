"""What the desk does about the candidate's side: show or hide an application, take back or send a no, write to them."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portico.agencies.gate import DeskRequest, staff
from portico.agencies.roles import May
from portico.backoffice.forms.following import ThreadForm
from portico.backoffice.forms.jobs import NoWords
from portico.backoffice.views import applications, candidates
from portico.candidates.models import Candidate
from portico.kit.pages import refuse, say
from portico.pipeline.candidate_threads import check_on_desk
from portico.pipeline.following import show_to_candidate
from portico.pipeline.models import CandidateLook, CandidateMessage, RejectionLetter
from portico.pipeline.rejections import send_now, take_back


@staff(May.WORK_DESK)
@require_POST
def application_shown(request: DeskRequest, pk: int) -> HttpResponse:
    """Show it to its candidate, or no longer."""
    found = applications.application_of(request, pk)
    shown = not found.shown_to_candidate
    show_to_candidate(found, shown=shown, by=request.member)
    words = _("%s finds it in the portal now.") if shown else _("%s no longer finds it in the portal.")
    say(request, words % found.candidate.name)
    return redirect("backoffice:application", pk)


@staff(May.WORK_DESK)
@require_POST
def application_unreject(request: DeskRequest, pk: int) -> HttpResponse:
    """Take back a no that the candidate has not heard of."""
    found = applications.application_of(request, pk)
    form = NoWords(request.POST)
    if not form.does(take_back, application=found, by=request.member):
        return refuse(request, applications.application, pk, form=form)
    say(request, _("Taken back. %s heard nothing, and is in process again.") % found.candidate.name)
    return redirect("backoffice:application", pk)


@staff(May.WORK_DESK)
@require_POST
def rejection_send(request: DeskRequest, pk: int) -> HttpResponse:
    """Tell the candidate now instead of later."""
    letters = RejectionLetter.objects.visible_to(request.member)
    letter = get_object_or_404(letters.select_related("application__candidate", "application__job", "agency"), pk=pk)
    form = NoWords(request.POST)
    if not form.does(send_now, letter=letter, by=request.member):
        return refuse(request, applications.application, letter.application_id, form=form)
    say(request, _("%s is told now.") % letter.application.candidate.name)
    return redirect("backoffice:application", letter.application_id)


@staff(May.WORK_DESK)
@require_POST
def candidate_message(request: DeskRequest, pk: int) -> HttpResponse:
    """Write to the candidate."""
    found = get_object_or_404(Candidate.objects.visible_to(request.member).select_related("member__user"), pk=pk)
    form = ThreadForm(request.POST)
    form.key = pk
    if not form.does(CandidateMessage.send, candidate=found, by=request.member):
        return refuse(request, candidates.candidate, pk, form=form)
    say(request, _("Sent. %s is told by mail that there is a message.") % found.name)
    return redirect(reverse("backoffice:candidate", args=[pk]) + "#thread")


@staff(May.WORK_DESK)
@require_POST
def candidate_read(request: DeskRequest, pk: int) -> HttpResponse:
    """Read, and nothing to answer."""
    found = get_object_or_404(Candidate.objects.visible_to(request.member), pk=pk)
    check_on_desk(found, request.member)
    CandidateLook.note(found, request.member)
    say(request, _("Marked as read."))
    return redirect(reverse("backoffice:candidate", args=[pk]) + "#thread")
