"""What applicants for a job are asked: its form, its own questions, a preview; and the agency's usual form."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portico.agencies.gate import DeskRequest, staff
from portico.agencies.roles import May
from portico.backoffice.editing import edits, seen_of
from portico.backoffice.forms.applying import JobFormForm, QuestionForm, UsualForm
from portico.backoffice.forms.jobs import NoWords
from portico.candidates.settings import change_settings, settings_of
from portico.jobs.models import Advert, Job, Question
from portico.jobs.questions import change_form, form_of, use_usual_form
from portico.kit.pages import bound, page, refuse, say
from portico.pipeline.apply_form import ApplyForm, asked_of


def job_of(request: DeskRequest, pk: int) -> Job:
    """The job, if the reader sees it."""
    return get_object_or_404(Job.objects.visible_to(request.member).select_related("agency", "organization"), pk=pk)


@staff()
@require_safe
def application_form(request: DeskRequest, pk: int) -> HttpResponse:
    """The form, the questions, and the preview."""
    job = job_of(request, pk)
    rules = settings_of(job.agency_id)
    wanted = form_of(job, rules)
    rows = list(Question.objects.visible_to(request.member).filter(job=job).order_by("position", "pk"))
    advert = Advert.objects.visible_to(request.member).filter(job=job).first()
    return page(
        request,
        "backoffice/application_form.html",
        job=job,
        wanted=wanted,
        form=bound(request, JobFormForm, key=pk, by=request.member, wanted=wanted),
        question_form=bound(request, QuestionForm, key=f"new-{pk}", instance=Question(agency=job.agency, job=job)),
        questions=[row for row in rows if row.archived is None],
        put_away=[row for row in rows if row.archived is not None],
        preview=ApplyForm(asked=asked_of(job, rules), auto_id="preview_%s"),
        advert=advert,
        can_act=request.member.may(May.WORK_DESK),
        without_account=rules.apply_without_account,
    )


@staff(May.WORK_DESK)
@require_POST
def application_form_change(request: DeskRequest, pk: int) -> HttpResponse:
    """Give the job a form of its own."""
    job = job_of(request, pk)
    wanted = form_of(job, settings_of(job.agency_id))
    form = JobFormForm(request.POST, by=request.member, wanted=wanted)
    form.key = pk

    def change(**cleaned: Any) -> None:
        rest = {name: value for name, value in cleaned.items() if not name.startswith("need_")}
        change_form(job, by=request.member, fields=form.needs(), **rest)

    if not form.does(change):
        return refuse(request, application_form, pk, form=form)
    say(request, _("Saved. Applicants for this job get this form from now on."))
    return redirect("backoffice:application_form", pk)


@staff(May.WORK_DESK)
@require_POST
def application_form_usual(request: DeskRequest, pk: int) -> HttpResponse:
    """Back to the agency's usual form."""
    use_usual_form(job_of(request, pk), by=request.member)
    say(request, _("This job uses the usual form again. Its own questions stay."))
    return redirect("backoffice:application_form", pk)


@staff(May.WORK_DESK)
@require_POST
def question_add(request: DeskRequest, pk: int) -> HttpResponse:
    """One more question."""
    job = job_of(request, pk)
    question = Question(agency=job.agency, job=job)
    form = QuestionForm(request.POST, instance=question)
    form.key = f"new-{pk}"
    if not form.does(lambda **_cleaned: question.add(by=request.member)):
        return refuse(request, application_form, pk, form=form)
    say(request, _("Applicants are asked that from now on."))
    return redirect("backoffice:application_form", pk)


def question_of(request: DeskRequest, pk: int) -> Question:
    """The question, if the reader sees its job."""
    rows = Question.objects.visible_to(request.member).select_related("job__agency")
    return get_object_or_404(rows, pk=pk)


@staff(May.WORK_DESK)
def question_edit(request: DeskRequest, pk: int) -> HttpResponse:
    """Ask it in other words."""
    question = question_of(request, pk)
    posted: Any = request.POST if request.method == "POST" else None
    form = QuestionForm(posted, instance=question, initial=seen_of(QuestionForm, question))
    if posted is not None and edits(form, question_of(request, pk), request.member, save=Question.change):
        say(request, _("Saved. Answers that came before keep the words they were asked in."))
        return redirect("backoffice:application_form", question.job_id)
    return page(
        request,
        "backoffice/question_form.html",
        status=form.status if form.errors else 200,
        form=form,
        question=question_of(request, pk),
    )


def deed(request: DeskRequest, pk: int, verb: Callable[..., Any], said: str, **words: Any) -> HttpResponse:
    """Do one thing with a question."""
    question = question_of(request, pk)
    form = NoWords(request.POST)
    if not form.does(partial(verb, question), by=request.member, **words):
        return refuse(request, application_form, question.job_id, form=form)
    if said:
        say(request, said)
    return redirect("backoffice:application_form", question.job_id)


@staff(May.WORK_DESK)
@require_POST
def question_up(request: DeskRequest, pk: int) -> HttpResponse:
    """Ask it one place earlier."""
    return deed(request, pk, Question.shift, "", by_places=-1)


@staff(May.WORK_DESK)
@require_POST
def question_down(request: DeskRequest, pk: int) -> HttpResponse:
    """Ask it one place later."""
    return deed(request, pk, Question.shift, "", by_places=1)


@staff(May.WORK_DESK)
@require_POST
def question_archive(request: DeskRequest, pk: int) -> HttpResponse:
    """No longer ask it."""
    return deed(request, pk, Question.archive, _("It is no longer asked. The answers stay."))


@staff(May.WORK_DESK)
@require_POST
def question_restore(request: DeskRequest, pk: int) -> HttpResponse:
    """Ask it again."""
    return deed(request, pk, Question.restore, _("It is asked again."))


@staff(May.MANAGE_SETTINGS)
def settings_applications(request: DeskRequest) -> HttpResponse:
    """The agency's usual application form, and the rules of applying."""
    if request.method != "POST":
        form = UsualForm(rules=settings_of(request.agency))
        return page(request, "backoffice/settings_applications.html", form=form)
    form = UsualForm(request.POST, rules=settings_of(request.agency))
    if not form.is_valid():
        return page(request, "backoffice/settings_applications.html", form=form, status=form.status)
    change_settings(request.agency, by=request.member, **form.changes())
    say(request, _("Saved."))
    return redirect("backoffice:settings_applications")
