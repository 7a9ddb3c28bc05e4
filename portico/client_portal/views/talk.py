"""Messages about a candidate, and forwarding a candidate to somebody without access."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portico.agencies.gate import ClientRequest, client
from portico.agencies.roles import May
from portico.client_portal.forms.talk import ForwardForm, MessageForm
from portico.client_portal.views import pages
from portico.client_portal.views.deeds import seen_by
from portico.kit.pages import refuse, say
from portico.pipeline.models import GuestLink, Message


@client(May.JUDGE)
@require_POST
def submission_message(request: ClientRequest, pk: int) -> HttpResponse:
    """Write to the agency about a candidate; colleagues who see the candidate read it, too."""
    eyes, row = seen_by(request, pk)
    form = MessageForm(request.POST)
    form.key = pk
    if not form.does(Message.send, submission=row, by=request.member):
        return refuse(request, pages.submission, pk, form=form)
    say(request, _("Sent."))
    return HttpResponseRedirect(eyes.address("submission", pk) + "#messages")


@client(May.JUDGE)
@require_POST
def submission_forward(request: ClientRequest, pk: int) -> HttpResponse:
    """Mail somebody a link to this one candidate."""
    eyes, row = seen_by(request, pk)
    form = ForwardForm(request.POST)
    form.key = pk
    if not form.does(GuestLink.send, submission=row, by=request.member):
        return refuse(request, pages.submission, pk, form=form)
    say(request, _("Sent to %s. The link is good for seven days.") % form.cleaned_data["email"])
    return HttpResponseRedirect(eyes.address("submission", pk) + "#guests")


@client(May.JUDGE)
@require_POST
def guest_end(request: ClientRequest, pk: int) -> HttpResponse:
    """End a link one has sent."""
    links = GuestLink.objects.visible_to(request.member).select_related("submission")
    link = get_object_or_404(links, pk=pk)
    link.end(by=request.member)
    say(request, _("The link to %s is ended.") % link.email)
    eyes, _row = seen_by(request, link.submission_id)
    return HttpResponseRedirect(eyes.address("submission", link.submission_id) + "#guests")
