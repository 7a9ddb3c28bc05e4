"""The agency's side of the talk with a client: messages about a candidate, guest links, and who decides."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portico.agencies.gate import DeskRequest, staff
from portico.agencies.roles import May
from portico.backoffice.forms.talk import DeciderForm, MessageForm
from portico.backoffice.views import applications, shares
from portico.backoffice.views.sharing import share_of
from portico.kit.pages import refuse, say
from portico.pipeline.models import GuestLink, Message
from portico.portals.deciding import choose_decider


@staff(May.SHARE)
@require_POST
def share_decider(request: DeskRequest, pk: int) -> HttpResponse:
    """Say whose answer counts for the client."""
    found = share_of(request, pk)
    form = DeciderForm(request.POST, share=found)
    if not form.does(partial(choose_decider, found), by=request.member):
        return refuse(request, shares.share, pk, form=form)
    seat = form.cleaned_data["seat"]
    said = (
        _("%s decides on the candidates of this job.") % seat.contact.name if seat else _("Whoever answers, decides.")
    )
    say(request, said)
    return redirect("backoffice:share", pk)


@staff(May.WORK_DESK)
@require_POST
def submission_message(request: DeskRequest, pk: int) -> HttpResponse:
    """Write to the client's people about a candidate."""
    submission = shares.submission_of(request, pk)
    form = MessageForm(request.POST)
    form.key = pk
    if not form.does(Message.send, submission=submission, by=request.member):
        return refuse(request, applications.application, submission.application_id, form=form)
    say(request, _("Sent. %s is told by mail that there is a message.") % submission.share.portal.organization.name)
    return redirect(reverse("backoffice:application", args=[submission.application_id]) + "#messages")


@staff(May.SHARE)
@require_POST
def guest_link_end(request: DeskRequest, pk: int) -> HttpResponse:
    """End a link by which a client's guest reads a candidate."""
    links = GuestLink.objects.visible_to(request.member).select_related("submission")
    link = get_object_or_404(links, pk=pk)
    link.end(by=request.member)
    say(request, _("The link to %s is ended.") % link.email)
    return redirect("backoffice:application", link.submission.application_id)
