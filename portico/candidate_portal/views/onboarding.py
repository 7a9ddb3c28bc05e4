"""The first questions, step by step: what is wanted of them, group by group. It can be left and taken up again."""

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portico.agencies.gate import CandidateRequest, candidate
from portico.candidate_portal.forms.profile import PaperForm, SkillsForm
from portico.candidate_portal.reading.onboarding import Welcome, first_open, read_welcome, step_after
from portico.candidate_portal.views.pages import own_record
from portico.candidate_portal.views.profile import form_for, plain_keys, takes
from portico.candidates.profile_reading import needs_for
from portico.candidates.settings import settings_of
from portico.kit.pages import bound, page, say


@candidate()
@require_safe
def welcome(request: CandidateRequest) -> HttpResponse:
    """Where they left off; at the very beginning, what this is and the quick way with a résumé."""
    found = own_record(request)
    it = read_welcome(found, "")
    return page(
        request,
        "candidate_portal/welcome.html",
        it=it,
        begin=reverse("candidate_portal:welcome_step", args=[first_open(it)]) if it.steps else "",
        paper_form=bound(request, PaperForm, initial={"kind": "resume"}),
    )


@candidate()
def welcome_step(request: CandidateRequest, group: str) -> HttpResponse:
    """One group of questions."""
    found = own_record(request)
    it = read_welcome(found, group)
    if it.group is None:
        raise Http404
    form = None
    if plain_keys(group, needs_for(found)):
        form = form_for(found, group, request.POST if request.method == "POST" else None)
    if request.method == "POST" and (form is None or takes(request, found, form)):
        return onward(request, it, group)
    status = form.status if form is not None and form.errors else 200
    return page(
        request,
        "candidate_portal/welcome_step.html",
        status=status,
        it=it,
        form=form,
        skills_form=bound(request, SkillsForm),
    )


def onward(request: CandidateRequest, it: Welcome, group: str) -> HttpResponse:
    """The next step, or a break if that is what they want."""
    if request.POST.get("later"):
        say(request, _("Saved. You can go on whenever you like."))
        return HttpResponseRedirect(reverse("candidate_portal:start"))
    after = step_after(it, group)
    if after:
        return HttpResponseRedirect(reverse("candidate_portal:welcome_step", args=[after]))
    return HttpResponseRedirect(reverse("candidate_portal:welcome_done"))


@candidate()
@require_safe
def welcome_done(request: CandidateRequest) -> HttpResponse:
    """What now: jobs, alerts, the profile."""
    it = read_welcome(own_record(request), "")
    ways = [
        ("careers:jobs", _("Look at our jobs"), "search"),
        ("candidate_portal:alerts", _("Have new jobs mailed to you"), "bell"),
        ("candidate_portal:profile", _("Look at your profile"), "user-round"),
        ("candidate_portal:start", _("To the start page"), "house"),
    ]
    shown = []
    for name, label, icon in ways:
        if name.startswith("careers:") and not settings_of(request.agency).careers:
            continue
        try:
            shown.append({"url": reverse(name), "label": label, "icon": icon})
        except NoReverseMatch:
            continue
    return page(request, "candidate_portal/welcome_done.html", it=it, ways=shown)
