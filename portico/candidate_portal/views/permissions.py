"""“May we put you forward?”: behind an emailed link, without signing in, and in the portal. Looking changes nothing."""

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portico.access.carrying import silent
from portico.access.views.arriving import card
from portico.access.visits import agent_of, ip_of
from portico.agencies.gate import AgencyRequest, CandidateRequest, candidate
from portico.agencies.models import Member
from portico.candidate_portal.forms.permissions import PermissionForm
from portico.candidate_portal.reading.permissions import question_of
from portico.candidate_portal.views.pages import start
from portico.kit.pages import refuse, say
from portico.pipeline.models import Permission
from portico.pipeline.permissions import asked_with, was_opened


@silent
def permission(request: AgencyRequest, token: str) -> HttpResponse:
    """The question with its two buttons; POST is the answer. Scanners may look as often as they like."""
    found = asked_with(request.agency, token)
    if found is None:
        return card(request, "access/no_link.html", status=404)
    if request.method == "POST":
        form = PermissionForm(request.POST)
        if not answers(request, found, form, None):
            found.refresh_from_db()
            return draw(request, found, form=form, status=form.status)
        return HttpResponseRedirect(request.path)
    if request.method == "GET":
        was_opened(found)
    return draw(request, found)


def draw(
    request: AgencyRequest, found: Permission, *, status: int = 200, form: PermissionForm | None = None
) -> HttpResponse:
    """The question, or what was said."""
    words = {"form": form or PermissionForm(), "here": request.path}
    return card(request, "candidate_portal/permission.html", status=status, it=question_of(found), **words)


def answers(request: AgencyRequest, found: Permission, form: PermissionForm, by: Member | None) -> bool:
    """Do what the pressed button says, with the proof of it."""
    seen: dict[str, Any] = {"ip": ip_of(request), "agent": agent_of(request), "by": by}

    def deed(said: str, note: str) -> None:
        if said == "withdraw":
            found.withdraw(note=note, **seen)
        else:
            found.answer(yes=said == "yes", note=note, **seen)

    return form.does(deed)


@candidate()
@require_POST
def permission_answer(request: CandidateRequest, pk: int) -> HttpResponse:
    """The same answer, given in the portal."""
    rows = Permission.objects.visible_to(request.member)
    found = get_object_or_404(
        rows.select_related("application__candidate", "application__job", "asked_by__user"), pk=pk
    )
    form = PermissionForm(request.POST)
    if not answers(request, found, form, request.member):
        return refuse(request, start, form=form)
    say(request, _("Thank you. Your recruiter knows."))
    return HttpResponseRedirect(reverse("candidate_portal:start") + "#permissions")
