"""Asking candidates to look over their profile: who was asked, one candidate's question, and the rules."""

from dataclasses import replace
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from portico.agencies.gate import DeskRequest, staff
from portico.agencies.roles import May
from portico.backoffice.forms.updates import AskForm, UpdateRulesForm, rules_initial
from portico.backoffice.listing import Filters, listing
from portico.backoffice.reading.profile_changes import changes_waiting_count
from portico.backoffice.reading.updates import STATES, TONES, figures_of, tabs_of
from portico.backoffice.views.candidates import candidate as candidate_page
from portico.candidates.models import Candidate, UpdateRequest
from portico.candidates.profile_fields import label_of
from portico.candidates.settings import CandidateSettings, change_settings, settings_of
from portico.candidates.update_asking import Question, ask, may_ask_again, next_round, wanted_fields, why_not
from portico.kit.forms import Form
from portico.kit.lists import Order
from portico.kit.pages import page, refuse, say

ORDERS = {
    "asked": Order(gettext_lazy("Asked"), "-asked"),
    "since": Order(gettext_lazy("Since"), "-status_since"),
    "name": Order(gettext_lazy("Candidate"), "candidate__name_key"),
}
HEADS = [
    (gettext_lazy("Candidate"), "name"),
    (gettext_lazy("State"),),
    (gettext_lazy("Since"), "since"),
    (gettext_lazy("Asked by"),),
    (gettext_lazy("Asked"), "asked"),
    (gettext_lazy("Deeds"),),
]
COLUMNS = [
    ("Candidate", "candidate"),
    ("State", "state_words"),
    ("Since", "status_since"),
    ("Asked by", "asked_by"),
    ("Way", "get_way_display"),
    ("Asked", "asked"),
    ("Answer by", "expires"),
    ("Reminders", "reminders"),
    ("First opened", "opened"),
    ("Answered", "submitted"),
]


@staff()
@require_safe
def update_list(request: DeskRequest) -> HttpResponseBase:
    """Who was asked, and how it stands."""
    status = request.GET.get("status", "")
    if status and status not in dict(STATES):
        raise BadRequest("Unknown state.")
    filters = Filters(
        request,
        UpdateRequest,
        looks_in=("candidate__first_name", "candidate__last_name", "candidate__email"),
        way=UpdateRequest.Way.choices,
    )
    rows = filters.apply(UpdateRequest.objects.visible_to(request.member))
    if status:
        rows = rows.open() if status == "open" else rows.filter(status=status)
    return listing(
        request,
        "backoffice/update_list.html",
        rows.select_related("candidate", "asked_by__user"),
        ORDERS,
        "asked",
        COLUMNS,
        filters,
        heads=HEADS,
        tones=TONES,
        states=STATES,
        status_chosen=status,
        figures=figures_of(request.member),
        tabs=tabs_of("requests", changes_waiting_count(request.member)),
    )


def request_of(request: DeskRequest, pk: int) -> UpdateRequest:
    """One of them, if the reader sees it."""
    rows = UpdateRequest.objects.visible_to(request.member)
    return get_object_or_404(rows.select_related("candidate__member", "asked_by__user", "agency"), pk=pk)


@staff(May.WORK_DESK)
@require_POST
def update_remind(request: DeskRequest, pk: int) -> HttpResponse:
    """Mail the question again."""
    found = request_of(request, pk)
    form: Any = Form(request.POST)
    form.key = "updates"
    if not form.does(found.remind, by=request.member):
        return refuse(request, candidate_page, found.candidate_id, form=form)
    say(request, _("%s is asked again.") % found.candidate.name)
    return redirect("backoffice:candidate", found.candidate_id)


@staff(May.WORK_DESK)
@require_POST
def update_cancel(request: DeskRequest, pk: int) -> HttpResponse:
    """Call it off."""
    found = request_of(request, pk)
    form: Any = Form(request.POST)
    form.key = "updates"
    if not form.does(found.cancel, by=request.member):
        return refuse(request, candidate_page, found.candidate_id, form=form)
    say(request, _("The question is called off; its links are dead."))
    return redirect("backoffice:candidate", found.candidate_id)


@staff(May.WORK_DESK)
def candidate_update(request: DeskRequest, pk: int) -> HttpResponse:
    """What one candidate shall be asked, and the question itself."""
    row = get_object_or_404(
        Candidate.objects.visible_to(request.member).select_related("agency", "layout", "member"), pk=pk
    )
    form = AskForm(request.POST if request.method == "POST" else None, by=request.member)

    def send(layout: Any, everything: bool, fields_chosen: list[str], message: str) -> None:
        days = 0 if everything or fields_chosen else None
        ask(row, Question(layout, tuple(fields_chosen), days, message), by=request.member)

    if request.method == "POST" and form.does(send):
        say(request, _("%s is asked by mail.") % row.name)
        return redirect("backoffice:candidate", row.pk)
    rules = settings_of(row.agency_id)
    wanted = wanted_fields(row, Question(), rules)
    return page(
        request,
        "backoffice/candidate_update.html",
        status=form.status if form.errors else None,
        candidate=row,
        form=form,
        wanted=[label_of(key) for key in wanted],
        no=why_not(row),
        rules=rules,
    )


@staff(May.WORK_DESK)
@require_POST
def candidate_may_ask(request: DeskRequest, pk: int) -> HttpResponse:
    """They said that they may be asked again."""
    row = get_object_or_404(Candidate.objects.visible_to(request.member), pk=pk)
    may_ask_again(row, by=request.member)
    say(request, _("%s may be asked again.") % row.name)
    return redirect("backoffice:candidate", row.pk)


@staff(May.MANAGE_SETTINGS)
def settings_updates(request: DeskRequest) -> HttpResponse:
    """The rules, with whom the clock would ask next."""
    rules = settings_of(request.agency)
    if request.method != "POST":
        return rules_page(request, UpdateRulesForm(initial=rules_initial(rules)), rules)
    form = UpdateRulesForm(request.POST, initial=rules_initial(rules))
    look = "look" in request.POST
    if look and form.is_valid():
        return rules_page(request, form, as_typed(form, rules))
    if look or not form.does(lambda **changes: change_settings(request.agency, by=request.member, **changes)):
        return rules_page(request, form, rules)
    say(request, _("Saved."))
    return redirect("backoffice:settings_updates")


def as_typed(form: UpdateRulesForm, rules: CandidateSettings) -> CandidateSettings:
    """The rules as the form says, not saved."""
    return replace(rules, **form.cleaned_data)


def rules_page(request: DeskRequest, form: UpdateRulesForm, rules: CandidateSettings) -> HttpResponse:
    """The form, and how many would be asked by these rules."""
    count = next_round(request.agency, rules)
    words = ngettext(
        "%d candidate would be asked in the next round.", "%d candidates would be asked in the next round.", count
    )
    return page(
        request,
        "backoffice/settings_updates.html",
        status=form.status if form.errors else None,
        form=form,
        preview=words % count,
        on=rules.update_auto,
    )
