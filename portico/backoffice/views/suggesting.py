"""Find candidates for a job: a ranked list with reasons, a human's choice, and the log of what was shown."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from portico.agencies.gate import DeskRequest, staff
from portico.agencies.roles import May
from portico.backoffice.forms.suggesting import TakeUpForm
from portico.jobs.models import Job
from portico.kit.lists import Order, read_page
from portico.kit.pages import bound, page, refuse, say
from portico.kit.rules import RuleBroken
from portico.pipeline.models import SuggestionList
from portico.pipeline.moving import Outcome
from portico.pipeline.suggesting import MOST_SHOWN, note_shown, suggest, take_up
from portico.pipeline.suggestions import KEPT

STEP = 25
ORDERS = {"at": Order(gettext_lazy("Shown"), "-at")}


def job_of(request: DeskRequest, pk: int) -> Job:
    """A job on the member's desk."""
    return get_object_or_404(Job.objects.visible_to(request.member).select_related("organization"), pk=pk)


@staff(May.WORK_DESK)
@require_safe
def job_find(request: DeskRequest, pk: int) -> HttpResponse:
    """Who fits the job, best first, with the reasons; what is shown goes into the log."""
    job = job_of(request, pk)
    asked = request.GET.get("n", "")
    most = min(MOST_SHOWN, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 5 else STEP
    wanted, fits = suggest(job, to=request.member) if job.is_active else (None, [])
    shown = fits[: max(most, STEP)]
    if wanted is not None and shown:
        note_shown(job, wanted, shown, len(fits), to=request.member)
    return page(
        request,
        "backoffice/job_find.html",
        job=job,
        wanted=wanted.as_words() if wanted else {},
        fits=shown,
        more=min(len(fits), MOST_SHOWN, len(shown) + STEP) if len(fits) > len(shown) < MOST_SHOWN else 0,
        considered=len(fits),
        form=bound(request, TakeUpForm, key=job.pk, by=request.member),
        money=request.member.may(May.SEE_MONEY),
        months=KEPT.days // 30,
    )


@staff(May.WORK_DESK)
@require_POST
def job_find_add(request: DeskRequest, pk: int) -> HttpResponse:
    """Put those who were picked on the job."""
    job = job_of(request, pk)
    form = TakeUpForm(request.POST, by=request.member)
    form.key = job.pk
    if not form.is_valid():
        return refuse(request, job_find, pk, form=form)
    outcome = Outcome()
    for candidate in form.cleaned_data["pick"]:
        try:
            take_up(job, candidate, by=request.member)
        except RuleBroken as no:
            outcome.refused.append(str(no))
        else:
            outcome.done += 1
    if not outcome.done:
        form.status = 409
        for sentence in outcome.refused:
            form.add_error(None, sentence)
        return refuse(request, job_find, pk, form=form)
    said = ngettext("%d candidate is on the job.", "%d candidates are on the job.", outcome.done) % outcome.done
    say(request, " ".join([said, *outcome.refused]), tone="warn" if outcome.refused else "ok")
    return redirect("backoffice:job_find", pk)


@staff(May.WORK_DESK)
@require_safe
def job_find_log(request: DeskRequest, pk: int) -> HttpResponse:
    """What was proposed for this job, to whom, when, with which points and reasons."""
    job = job_of(request, pk)
    rows = SuggestionList.objects.visible_to(request.member).filter(job=job)
    shown = read_page(rows.prefetch_related("suggestions__candidate"), request.GET, ORDERS, "at", size=10)
    money = request.member.may(May.SEE_MONEY)
    lists = [
        {
            "list": one,
            "rows": [
                {
                    "place": row.place,
                    "candidate": row.candidate,
                    "points": row.points,
                    "added": row.added,
                    "reasons": [f"{words} ({points})" for kind, words, points in row.reasons if money or kind != "pay"],
                }
                for row in one.suggestions.all()
            ],
        }
        for one in shown.rows
    ]
    return page(request, "backoffice/job_find_log.html", job=job, list=shown, lists=lists, months=KEPT.days // 30)
