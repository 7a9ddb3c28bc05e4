"""What a candidate is mailed of, and their saved searches."""

from typing import Any

from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portico.agencies.gate import CandidateRequest, candidate
from portico.candidate_portal.forms.choices import DUTIES, OPTIONAL, ChoicesForm, HowForm
from portico.candidate_portal.reading.choices import read_alerts
from portico.jobs.alerts import JobAlert
from portico.kit.pages import page, refuse, say
from portico.messaging.choices import NotificationChoice

HERE = "candidate_portal:notifications"


@candidate()
def notifications(request: CandidateRequest) -> HttpResponse:
    """What may be switched off, what may not, and the saved searches."""
    off = NotificationChoice.objects.visible_to(request.member).filter(how=NotificationChoice.How.OFF)
    silent = set(off.values_list("event", flat=True))
    form = ChoicesForm(request.POST or None, initial={event: event not in silent for event, *_rest in OPTIONAL})

    @transaction.atomic
    def choose(**chosen: Any) -> None:
        for event, *_rest in OPTIONAL:
            how = NotificationChoice.How.ON if chosen[event] else NotificationChoice.How.OFF
            NotificationChoice.choose(request.member, event, how)

    if request.method == "POST" and form_was_sent(request) and form.does(choose):
        say(request, _("Saved."))
        return HttpResponseRedirect(reverse(HERE))
    return page(
        request,
        "candidate_portal/notifications.html",
        form=form,
        duties=[str(one) for one in DUTIES],
        alerts=read_alerts(request.member),
        hows=[(value, str(label)) for value, label in JobAlert.How.choices],
    )


def form_was_sent(request: CandidateRequest) -> bool:
    """Unticked boxes send nothing, so the form says itself that it was sent."""
    return "choices" in request.POST


def own_alert(request: CandidateRequest, pk: int) -> JobAlert:
    """One of theirs that is mailed."""
    return get_object_or_404(JobAlert.objects.visible_to(request.member).active(), pk=pk)


@candidate()
@require_POST
def alert_change(request: CandidateRequest, pk: int) -> HttpResponse:
    """More or less often."""
    found = own_alert(request, pk)
    form = HowForm(request.POST)
    if not form.does(found.change):
        return refuse(request, notifications, form=form)
    say(request, _("Saved."))
    return HttpResponseRedirect(reverse(HERE) + "#alerts")


@candidate()
@require_POST
def alert_stop(request: CandidateRequest, pk: int) -> HttpResponse:
    """No more mails for this search."""
    own_alert(request, pk).stop()
    say(request, _("Stopped. You get no more mails for this search."))
    return HttpResponseRedirect(reverse(HERE) + "#alerts")
