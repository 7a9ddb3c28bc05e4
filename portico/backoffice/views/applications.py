"""One candidate's run on one job: its page, and what one does with it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portico.agencies.gate import DeskRequest, staff
from portico.agencies.roles import May
from portico.backoffice.board import whole_column
from portico.backoffice.following import ending_forms, following_of
from portico.backoffice.forms.following import RejectForm
from portico.backoffice.forms.jobs import NoWords
from portico.backoffice.forms.pipeline import MoveForm, PlaceForm, ReopenForm, WithdrawForm, open_stages
from portico.backoffice.forms.showing import PermissionForm
from portico.backoffice.parts import parts_of
from portico.backoffice.reading.application import read_presented, read_steps
from portico.backoffice.reading.arrivals import read_arrival
from portico.backoffice.reading.interviews import of_application
from portico.backoffice.reading.showing import latest_permission, read_placed
from portico.backoffice.reading.talk import read_guests
from portico.backoffice.talking import with_talk
from portico.backoffice.views import jobs
from portico.jobs.stages import Stage
from portico.kit.forms import Form
from portico.kit.pages import bound, page, refuse, say
from portico.kit.times import day, moment
from portico.pipeline.clocks import clocks_of
from portico.pipeline.models import Application, RejectionLetter, Submission
from portico.pipeline.undoing import take_back_move


def application_of(request: DeskRequest, pk: int) -> Application:
    """The application, if the reader sees it."""
    related = ("candidate__member__user", "job__organization", "job__owner__user", "stage")
    rows = Application.objects.visible_to(request.member).select_related(*related)
    return get_object_or_404(rows, pk=pk)


@staff()
@require_safe
def application(request: DeskRequest, pk: int) -> HttpResponse:
    """Its steps and remarks, what the client is shown and says, notes and timeline; ?do=reject opens that form."""
    found = application_of(request, pk)
    placed = Submission.objects.visible_to(request.member).filter(application=found)
    return page(
        request,
        "backoffice/application.html",
        application=found,
        candidate=found.candidate,
        job=found.job,
        placement=getattr(found, "placement", None) if found.status == Application.Status.PLACED else None,
        came=read_arrival(found, request.member),
        steps=read_steps(found, request.member),
        presented=with_talk(request, read_presented(found, request.member)),
        interviews=of_application(found, request.member),
        guests=read_guests(request.member, submission__application=found),
        clock=clocks_of([found], request.member).get(pk),
        placed={one.pk: one for one in read_placed(request.member, placed)},
        permission=latest_permission(found, request.member),
        ask_form=bound(request, PermissionForm, key=pk, by=request.member, job=found.job),
        move_form=bound(
            request,
            MoveForm,
            key=pk,
            by=request.member,
            initial={"seen": found.stage_id, "to": next_stage(request, found)},
        ),
        withdraw_form=bound(request, WithdrawForm, key=pk, initial={"seen": found.stage_id}),
        reopen_form=bound(request, ReopenForm, key=pk),
        asked=request.GET.get("do", ""),
        can_act=request.member.may(May.WORK_DESK),
        **ending_forms(request, found),
        **following_of(request, found),
        **parts_of(request, found),
    )


def next_stage(request: DeskRequest, found: Application) -> Stage | None:
    """Where most people go from here."""
    later = open_stages(request.member).filter(position__gt=found.stage.position)
    following: Stage | None = later.first()
    return following


def done(request: DeskRequest, found: Application, said: str, *, undo: str = "") -> HttpResponse:
    """Say what happened, and go back to where the form stood: the application's page or its job's."""
    say(request, said, undo=undo)
    if "stay" in request.POST:
        return redirect("backoffice:application", found.pk)
    whole = whole_column(request)
    return redirect(reverse("backoffice:job", args=[found.job_id]) + (f"?all={whole}" if whole else ""))


def refused(request: DeskRequest, found: Application, form: Form) -> HttpResponse:
    """Draw the page the form stood on again, with what was typed and how things stand now."""
    form.key = found.pk
    if form.status == 409 and "seen" in form.fields:
        there = (
            Application.objects.visible_to(request.member).filter(pk=found.pk).values_list("stage", flat=True).first()
        )
        form.data = form.data.copy()  # type: ignore[attr-defined]
        form.data["seen"] = str(there)  # type: ignore[index]
    if "stay" in request.POST:
        return refuse(request, application, found.pk, form=form)
    return refuse(request, jobs.job, found.job_id, form=form)


@staff(May.WORK_DESK)
@require_POST
def application_move(request: DeskRequest, pk: int) -> HttpResponse:
    """To another stage, forwards or backwards."""
    found = application_of(request, pk)
    form = MoveForm(request.POST, by=request.member)
    if not form.does(found.move, by=request.member):
        return refused(request, found, form)
    said = _("%(who)s is in %(stage)s now.") % {"who": found.candidate.name, "stage": found.stage.name}
    return done(request, found, said, undo=reverse("backoffice:application_undo", args=[pk]))


@staff(May.WORK_DESK)
@require_POST
def application_undo(request: DeskRequest, pk: int) -> HttpResponse:
    """Take back one's own last move."""
    found = application_of(request, pk)
    form = NoWords(request.POST)
    if not form.does(take_back_move, application=found, by=request.member):
        return refused(request, found, form)
    said = _("%(who)s is back in %(stage)s.") % {"who": found.candidate.name, "stage": found.stage.name}
    return done(request, found, said)


@staff(May.WORK_DESK)
@require_POST
def application_reject(request: DeskRequest, pk: int) -> HttpResponse:
    """End it with a no."""
    found = application_of(request, pk)
    form = RejectForm(request.POST)
    if not form.does(found.reject, by=request.member):
        return refused(request, found, form)
    told = form.cleaned_data["tell"] and found.candidate.email
    words = _("%s is rejected, and told so by email.") if told else _("%s is rejected. No mail was sent.")
    letter = RejectionLetter.objects.visible_to(request.member).filter(application=found).waiting().first()
    if letter is not None:
        later = _("%(who)s is rejected. They hear of it on %(when)s; until then you can take it back.")
        said = later % {"who": found.candidate.name, "when": moment(letter.due)}
        return done(request, found, said, undo=reverse("backoffice:application_unreject", args=[pk]))
    return done(request, found, words % found.candidate.name)


@staff(May.WORK_DESK)
@require_POST
def application_withdraw(request: DeskRequest, pk: int) -> HttpResponse:
    """The candidate steps back."""
    found = application_of(request, pk)
    form = WithdrawForm(request.POST)
    if not form.does(found.withdraw, by=request.member):
        return refused(request, found, form)
    return done(request, found, _("%s is withdrawn. The client no longer sees them.") % found.candidate.name)


@staff(May.WORK_DESK)
@require_POST
def application_reopen(request: DeskRequest, pk: int) -> HttpResponse:
    """Take it up again."""
    found = application_of(request, pk)
    form = ReopenForm(request.POST)
    if not form.does(found.reopen, by=request.member):
        return refused(request, found, form)
    said = _("%(who)s is in process again, in %(stage)s.") % {"who": found.candidate.name, "stage": found.stage.name}
    return done(request, found, said)


@staff(May.WORK_DESK)
@require_POST
def application_place(request: DeskRequest, pk: int) -> HttpResponse:
    """The organization takes the candidate on."""
    found = application_of(request, pk)
    form = PlaceForm(request.POST)
    if not form.does(found.place, by=request.member):
        return refused(request, found, form)
    said = _("%(who)s is placed and starts on %(day)s.")
    return done(request, found, said % {"who": found.candidate.name, "day": day(form.cleaned_data["start"])})


@staff(May.WORK_DESK)
@require_POST
def submission_note(request: DeskRequest, pk: int) -> HttpResponse:
    """Take note of what the client answered or did: it no longer waits."""
    rows = Submission.objects.visible_to(request.member).select_related("share__portal__organization")
    submission = get_object_or_404(rows, pk=pk)
    submission.note_answer(by=request.member)
    found = application_of(request, submission.application_id)
    return done(request, found, _("Noted: you have seen the client’s answer on %s.") % found.candidate.name)
