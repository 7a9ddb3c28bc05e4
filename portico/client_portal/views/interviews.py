"""A client's interviews: the list, one interview, asking for one, and what one does with it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portico.access.account import keep_zone
from portico.agencies.gate import ClientRequest, client
from portico.agencies.roles import May
from portico.client_portal.forms.interviews import (
    AgainForm,
    AskForm,
    CancelForm,
    JudgeForm,
    NoShowForm,
    OfferForm,
    PeopleForm,
    SlotForm,
    lines_of,
)
from portico.client_portal.reading.eyes import own_eyes
from portico.client_portal.reading.interviews import read_interview, zone_of
from portico.client_portal.reading.submission import submission_row
from portico.client_portal.views.drawing import draw, draw_interviews
from portico.kit.forms import Form
from portico.kit.pages import bound, refuse, say
from portico.pipeline import arranging
from portico.pipeline.interview_people import judge
from portico.pipeline.interviews import Interview, check_client
from portico.pipeline.models import Submission

RELATED = [
    "agency", "application__candidate", "application__job__organization", "application__job__owner__user",
    "application__stage", "submission__share__portal__organization", "submission__application__candidate",
]  # fmt: skip


def interview_of(request: ClientRequest, pk: int) -> Interview:
    """The interview, if the reader sees it."""
    return get_object_or_404(Interview.objects.visible_to(request.member).select_related(*RELATED), pk=pk)


@client()
@require_safe
def interview_list(request: ClientRequest) -> HttpResponse:
    """What is to come, what waits, what is over (?show=past)."""
    return draw_interviews(request, own_eyes(request.member))


@client()
@require_safe
def interview(request: ClientRequest, pk: int) -> HttpResponse:
    """One interview, and what one can do with it now."""
    it = read_interview(interview_of(request, pk), request.member, request.member.may(May.JUDGE))
    mine = next((one for one in it.said if one.mine), None)
    fresh: dict[str, Any] = {"initial": {"zone": it.zone}}
    return draw(
        request,
        "interview",
        own_eyes(request.member),
        "interviews",
        it=it,
        guess=not request.member.user.zone,
        offer_form=bound(request, OfferForm, **fresh),
        again_form=bound(request, AgainForm, **fresh),
        cancel_form=bound(request, CancelForm),
        no_show_form=bound(request, NoShowForm),
        slot_form=bound(request, SlotForm),
        people_form=bound(request, PeopleForm, initial={"people": lines_of(it.people)}),
        judge_form=bound(request, JudgeForm, initial={"for_colleagues": mine.for_colleagues} if mine else None),
        mine=mine,
    )


@client(May.JUDGE)
def interview_add(request: ClientRequest, pk: int) -> HttpResponse:
    """Ask for an interview with this candidate; the next round begins like the last."""
    eyes = own_eyes(request.member)
    row = submission_row(eyes, pk)
    last = Interview.objects.visible_to(request.member).filter(submission=pk).order_by("-number").first()
    initial = {**plan_shown(row, last), "zone": zone_of(request.member)}
    form = AskForm(request.POST) if request.method == "POST" else AskForm(initial=initial)
    if request.method == "POST" and form.does(lambda **_words: ask(request, row, form)):
        say(request, _("Your consultant has your request and gets in touch with the candidate."))
        return HttpResponseRedirect(reverse("client_portal:interview", args=[form.result.pk]))
    it = {"name": row.shown_name, "job": row.share.job.title, "id": pk, "preview": False}
    guess = not request.member.user.zone and request.method != "POST"
    answer = draw(request, "interview_form", eyes, "interviews", it=it, form=form, guess=guess)
    answer.status_code = form.status if form.errors else 200
    return answer


def plan_shown(row: Submission, last: Interview | None) -> dict[str, Any]:
    """What the next round begins with, as the client may read it."""
    plan = arranging.plan_after(last)
    return plan | {name: row.masked(plan[name]) for name in ("place", "for_candidate") if name in plan}


def ask(request: ClientRequest, row: Submission, form: AskForm) -> Interview:
    """Do it, and keep the zone that was chosen."""
    made = arranging.ask(row, form.plan(), by=request.member)
    keep_zone(request.member.user, form.cleaned_data["zone"])
    return made


def deed(request: ClientRequest, pk: int, form: Form, verb: Callable[..., Any], said: str) -> HttpResponse:
    """Do it, say so, and go back to the interview; or show the page with what was typed."""

    def whole(**words: Any) -> None:
        verb(**words)
        if "zone" in words:
            keep_zone(request.member.user, words["zone"])

    if not form.does(whole):
        return refuse(request, interview, pk, form=form)
    say(request, said)
    return HttpResponseRedirect(reverse("client_portal:interview", args=[pk]))


@client(May.JUDGE)
@require_POST
def interview_offer(request: ClientRequest, pk: int) -> HttpResponse:
    """Offer times; the consultant hands them on."""
    found = interview_of(request, pk)

    def verb(zone: str, starts: Any) -> None:
        found.offer(starts, by=request.member, zone=zone)

    return deed(request, pk, OfferForm(request.POST), verb, _("Your consultant hands these times on to the candidate."))


@client(May.JUDGE)
@require_POST
def interview_pick(request: ClientRequest, pk: int) -> HttpResponse:
    """Take one of the candidate's times."""
    found = interview_of(request, pk)
    said = _("Booked. Everybody gets the invitation by mail.")
    return deed(request, pk, SlotForm(request.POST), lambda slot: found.pick_number(slot, by=request.member), said)


@client(May.JUDGE)
@require_POST
def interview_again(request: ClientRequest, pk: int) -> HttpResponse:
    """The time does not hold; other times, if they were given, go to the consultant."""
    found = interview_of(request, pk)

    def verb(zone: str, starts: Any, reason: str) -> None:
        arranging.reschedule(found, starts, by=request.member, zone=zone, reason=reason)

    said = _("The old time is off, and everybody is told. Your consultant arranges the new one.")
    return deed(request, pk, AgainForm(request.POST), verb, said)


@client(May.JUDGE)
@require_POST
def interview_cancel(request: ClientRequest, pk: int) -> HttpResponse:
    """It does not take place."""
    found = interview_of(request, pk)
    said = _("Cancelled. Everybody who had it in the calendar is told.")
    return deed(
        request, pk, CancelForm(request.POST), lambda reason: found.cancel(by=request.member, reason=reason), said
    )


@client(May.JUDGE)
@require_POST
def interview_no_show(request: ClientRequest, pk: int) -> HttpResponse:
    """Somebody did not come."""
    found = interview_of(request, pk)
    said = _("Noted. Your consultant knows.")
    return deed(request, pk, NoShowForm(request.POST), lambda side: found.no_show(side, by=request.member), said)


@client(May.JUDGE)
@require_POST
def interview_people(request: ClientRequest, pk: int) -> HttpResponse:
    """Say who takes part."""
    found = interview_of(request, pk)

    def verb(people: Any) -> None:
        check_client(found.submission, request.member)  # type: ignore[arg-type]
        arranging.set_people(found, people, by=request.member)

    return deed(request, pk, PeopleForm(request.POST), verb, _("Saved."))


@client(May.JUDGE)
@require_POST
def interview_judge(request: ClientRequest, pk: int) -> HttpResponse:
    """Say what they think now."""
    found = interview_of(request, pk)
    said = _("Thank you. Your consultant reads it.")
    return deed(request, pk, JudgeForm(request.POST), lambda **words: judge(found, by=request.member, **words), said)
