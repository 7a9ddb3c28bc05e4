"""The thread with the recruiter."""

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portico.agencies.gate import CandidateRequest, candidate
from portico.candidate_portal.forms.messages import MessageForm
from portico.candidate_portal.reading.messages import read_thread
from portico.candidate_portal.views.pages import own_record
from portico.kit.pages import bound, page, refuse, say
from portico.pipeline.models import CandidateLook, CandidateMessage


@candidate()
@require_safe
def messages(request: CandidateRequest) -> HttpResponse:
    """What was written so far; that it was read is noted."""
    found = own_record(request)
    it = read_thread(found, request.member)
    if any(one.fresh for one in it.said):
        CandidateLook.note(found, request.member)
    return page(request, "candidate_portal/messages.html", it=it, form=bound(request, MessageForm))


@candidate()
@require_POST
def message_send(request: CandidateRequest) -> HttpResponse:
    """Write to the recruiter."""
    form = MessageForm(request.POST)
    if not form.does(CandidateMessage.send, candidate=own_record(request), by=request.member):
        return refuse(request, messages, form=form)
    say(request, _("Sent. Your recruiter is told by mail."))
    return HttpResponseRedirect(reverse("candidate_portal:messages") + "#last")
