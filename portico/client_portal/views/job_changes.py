"""Asking the agency to change something about a shared job."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portico.agencies.gate import ClientRequest, client
from portico.agencies.roles import May
from portico.client_portal.forms.requisitions import JobChangeForm, NoWords
from portico.client_portal.reading.eyes import own_eyes
from portico.client_portal.reading.job_changes import may_propose
from portico.client_portal.views import pages
from portico.client_portal.views.drawing import draw
from portico.kit.pages import refuse, say
from portico.portals.job_changes import JobChange, fields_open_to
from portico.portals.models import JobShare
from portico.records.editing import shown


def share_of(request: ClientRequest, pk: int) -> JobShare:
    """The shared job, if the reader sees it and may propose changes to it."""
    rows = JobShare.objects.visible_to(request.member).select_related("job__owner__user", "portal__organization")
    share = get_object_or_404(rows, pk=pk)
    if not may_propose(own_eyes(request.member), share):
        raise Http404
    return share


@client(May.REQUEST)
def job_change_add(request: ClientRequest, pk: int) -> HttpResponse:
    """Write down what should be different."""
    share = share_of(request, pk)
    names = fields_open_to(share)
    if request.method != "POST":
        initial = {name: getattr(share.job, name) for name in names}
        form = JobChangeForm(fields=names, initial={**initial, "seen": shown(share.job, names)})
        return draw_form(request, share, form)
    form = JobChangeForm(request.POST, fields=names)

    def propose(seen: str, note: str, **changes: Any) -> JobChange:
        return JobChange.propose(share, changes, seen=seen, by=request.member, note=note)

    if not form.does(propose):
        return draw_form(request, share, form)
    say(request, _("Sent. %s decides about your changes.") % request.agency.name)
    return HttpResponseRedirect(reverse("client_portal:job", args=[pk]) + "#changes")


def draw_form(request: ClientRequest, share: JobShare, form: JobChangeForm) -> HttpResponse:
    """The form, as it was typed."""
    answer = draw(
        request,
        "job_change_form",
        own_eyes(request.member),
        it={"preview": False, "title": share.job.title, "url": reverse("client_portal:job", args=[share.pk])},
        form=form,
    )
    answer.status_code = form.status if form.errors else 200
    return answer


@client(May.REQUEST)
@require_POST
def job_change_withdraw(request: ClientRequest, pk: int) -> HttpResponse:
    """Take a proposal back."""
    rows = JobChange.objects.visible_to(request.member).select_related("share__job", "share__portal__organization")
    change = get_object_or_404(rows, pk=pk)
    form = NoWords(request.POST)
    if not form.does(change.withdraw, by=request.member):
        return refuse(request, pages.job, change.share_id, form=form)
    say(request, _("Withdrawn."))
    return HttpResponseRedirect(reverse("client_portal:job", args=[change.share_id]))
