"""Interviews on the desk: the list, one interview, arranging a round, and every step of it."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from portico.access.account import keep_zone
from portico.agencies.gate import DeskRequest, staff
from portico.agencies.roles import May
from portico.backoffice.forms.interviews import (
    AgainForm,
    ArrangeForm,
    CancelForm,
    ChangeForm,
    NoShowForm,
    OfferForm,
    SetTimeForm,
)
from portico.backoffice.forms.jobs import NoWords
from portico.backoffice.reading.interviews import RELATED, SHOWS, counts, listed, read_feedback, row_of, zone_of
from portico.backoffice.views.applications import application_of
from portico.kit.forms import Form
from portico.kit.lists import Order, read_page
from portico.kit.pages import bound, page, refuse, say
from portico.kit.times import now
from portico.pipeline import arranging
from portico.pipeline.interviews import Interview
from portico.pipeline.models import Application, Submission
from portico.records.timeline import timeline

ORDERS = {
    "when": Order(gettext_lazy("When"), "start"),
    "since": Order(gettext_lazy("Waiting since"), "status_since"),
    "last": Order(gettext_lazy("Last"), "-status_since"),
}
SORTED = {"": "when", "waiting": "since", "past": "last"}


def interview_of(request: DeskRequest, pk: int) -> Interview:
    """The interview, if the reader sees it."""
    return get_object_or_404(Interview.objects.visible_to(request.member).select_related(*RELATED), pk=pk)


@staff()
@require_safe
def interview_list(request: DeskRequest) -> HttpResponse:
    """What is to come, what waits for a time (?show=waiting), what is over (?show=past)."""
    show = request.GET.get("show", "")
    if show not in SHOWS:
        raise BadRequest("Unknown part of the list.")
    shown = read_page(listed(request.member, show), request.GET, {SORTED[show]: ORDERS[SORTED[show]]}, SORTED[show])
    shown.rows = [row_of(one, request.member) for one in shown.rows]
    zone = zone_of(request.member)
    return page(
        request, "backoffice/interview_list.html", list=shown, show=show, counts=counts(request.member), zone=zone
    )


@staff()
@require_safe
def interview(request: DeskRequest, pk: int) -> HttpResponse:
    """One round: when, who, what is next, and everything one can do about it."""
    found = interview_of(request, pk)
    people = list(found.people.all())
    zone: dict[str, Any] = {"initial": {"zone": zone_of(request.member), "picker": found.picker}}
    return page(
        request,
        "backoffice/interview.html",
        interview=found,
        row=row_of(found, request.member),
        people=people,
        feedback=read_feedback(found, request.member),
        begun=found.start is not None and found.start <= now(),
        zone=zone_of(request.member),
        guess=not request.member.user.zone,
        can_act=request.member.may(May.WORK_DESK),
        offer_form=bound(request, OfferForm, **zone),
        time_form=bound(request, SetTimeForm, **zone),
        change_form=bound(request, ChangeForm, initial=how(found)),
        again_form=bound(request, AgainForm),
        cancel_form=bound(request, CancelForm),
        no_show_form=bound(request, NoShowForm),
        plain=bound(request, NoWords),
        timeline=timeline(found, request.member, limit=30),
    )


def how(found: Interview) -> dict[str, Any]:
    """How it is to be, as the form shows it."""
    names = ("title", "kind", "minutes", "place", "for_client", "for_candidate", "name_company")
    people = "\n".join(f"{one.name} <{one.email}>" for one in found.people.all())
    return {"people": people, **{name: getattr(found, name) for name in names}}


@staff(May.WORK_DESK)
def interview_add(request: DeskRequest, pk: int) -> HttpResponse:
    """Arrange a round with this candidate; the next one begins like the last."""
    found = application_of(request, pk)
    form = arrange_form(request, found)
    if request.method == "POST" and form.does(lambda **_words: arrange(request, found, form)):
        several = len(form.result) > 1
        words = _("The same times are offered to %d people.") % len(form.result) if several else ""
        say(request, words or (_("The times are sent.") if form.cleaned_data["starts"] else _("Saved. Set its time.")))
        return redirect("backoffice:interview", form.result[0].pk)
    status = form.status if form.errors else 200
    guess = not request.member.user.zone and request.method != "POST"
    context = {"application": found, "form": form, "guess": guess}
    return page(request, "backoffice/interview_form.html", status=status, **context)


def arrange_form(request: DeskRequest, found: Application) -> ArrangeForm:
    """The form, begun like the last round."""
    submissions = Submission.objects.visible_to(request.member).filter(application=found).shown()
    others = Application.objects.visible_to(request.member).filter(job=found.job_id).open().exclude(pk=found.pk)
    rows: dict[str, Any] = {
        "submissions": submissions.select_related("share__portal__organization"),
        "others": others.select_related("candidate").order_by("candidate__first_name", "pk"),
    }
    if request.method == "POST":
        return ArrangeForm(request.POST, **rows)
    last = Interview.objects.visible_to(request.member).filter(application=found).order_by("-number").first()
    contact = found.job.primary_contact
    people = f"{contact.name} <{contact.email}>" if contact and contact.email else ""
    shown = last.submission_id if last else submissions.values_list("pk", flat=True).first()
    initial = {"people": people, **arranging.plan_after(last), "zone": zone_of(request.member), "submission": shown}
    return ArrangeForm(initial=initial, **rows)


def arrange(request: DeskRequest, found: Application, form: ArrangeForm) -> list[Interview]:
    """Do it, for all who are offered the same times, and keep the zone that was chosen."""
    also = list(form.cleaned_data["also"])
    with_client = form.cleaned_data["submission"] is not None
    shown = Submission.objects.visible_to(request.member).filter(application__in=also).shown()
    theirs = {one.application_id: one for one in shown.select_related("share__portal")} if with_client else {}
    made = arranging.arrange(
        found,
        form.plan(),
        by=request.member,
        submission=form.cleaned_data["submission"],
        also=[(one, theirs.get(one.pk)) for one in also],
    )
    keep_zone(request.member.user, form.cleaned_data["zone"])
    return made


def deed(request: DeskRequest, found: Interview, form: Form, verb: Callable[..., Any], said: str) -> HttpResponse:
    """Do it, say so, and go back to where the button stood; or show the interview with what was typed."""

    def whole(**words: Any) -> None:
        verb(**words)
        if "zone" in words:
            keep_zone(request.member.user, words["zone"])

    if not form.does(whole):
        return refuse(request, interview, found.pk, form=form)
    say(request, said)
    if "stay" in request.POST:
        return redirect("backoffice:application", found.application_id)
    return redirect("backoffice:interview", found.pk)


@staff(May.WORK_DESK)
@require_POST
def interview_release(request: DeskRequest, pk: int) -> HttpResponse:
    """Hand the client's times on to the candidate."""
    found = interview_of(request, pk)
    said = _("%s has the times and picks one.") % found.application.candidate.name
    return deed(request, found, NoWords(request.POST), lambda: found.release(by=request.member), said)


@staff(May.WORK_DESK)
@require_POST
def interview_offer(request: DeskRequest, pk: int) -> HttpResponse:
    """Offer other times."""
    found = interview_of(request, pk)

    def verb(zone: str, starts: Any, picker: str) -> None:
        found.offer(starts, by=request.member, zone=zone, picker=picker)

    return deed(request, found, OfferForm(request.POST), verb, _("The times are sent."))


@staff(May.WORK_DESK)
@require_POST
def interview_set_time(request: DeskRequest, pk: int) -> HttpResponse:
    """Book, or move to, a time both sides have agreed to."""
    found = interview_of(request, pk)

    def verb(zone: str, starts: Any) -> None:
        found.set_time(starts[0], by=request.member)

    return deed(request, found, SetTimeForm(request.POST), verb, _("Booked. Everybody gets the invitation by mail."))


@staff(May.WORK_DESK)
@require_POST
def interview_confirm(request: DeskRequest, pk: int) -> HttpResponse:
    """Both sides have said that they will be there."""
    found = interview_of(request, pk)
    return deed(request, found, NoWords(request.POST), lambda: found.confirm(by=request.member), _("Confirmed."))


@staff(May.WORK_DESK)
@require_POST
def interview_again(request: DeskRequest, pk: int) -> HttpResponse:
    """The time does not hold."""
    found = interview_of(request, pk)

    def verb(reason: str) -> None:
        found.reschedule(by=request.member, reason=reason)

    said = _("The old time is off, and everybody is told. Offer new times, or set one.")
    return deed(request, found, AgainForm(request.POST), verb, said)


@staff(May.WORK_DESK)
@require_POST
def interview_cancel(request: DeskRequest, pk: int) -> HttpResponse:
    """It does not take place."""
    found = interview_of(request, pk)

    def verb(reason: str) -> None:
        found.cancel(by=request.member, reason=reason)

    said = _("Cancelled. Everybody who had it in the calendar is told.")
    return deed(request, found, CancelForm(request.POST), verb, said)


@staff(May.WORK_DESK)
@require_POST
def interview_no_show(request: DeskRequest, pk: int) -> HttpResponse:
    """One side did not come."""
    found = interview_of(request, pk)

    def verb(side: str) -> None:
        found.no_show(side, by=request.member)

    return deed(request, found, NoShowForm(request.POST), verb, _("Noted."))


@staff(May.WORK_DESK)
@require_POST
def interview_held(request: DeskRequest, pk: int) -> HttpResponse:
    """It took place."""
    found = interview_of(request, pk)
    said = _("Both sides are asked how it was.")
    return deed(request, found, NoWords(request.POST), lambda: found.held(by=request.member), said)


@staff(May.WORK_DESK)
@require_POST
def interview_change(request: DeskRequest, pk: int) -> HttpResponse:
    """Another place, way, length, other notes or people."""
    found = interview_of(request, pk)

    def verb(people: Any, **details: Any) -> None:
        arranging.change(found, by=request.member, **details)
        arranging.set_people(found, people, by=request.member)

    return deed(request, found, ChangeForm(request.POST, initial=how(found)), verb, _("Saved."))
