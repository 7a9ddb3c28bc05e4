"""A candidate on a portal: telling the client, naming a blind profile, asking the candidate, adding papers."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from portico.agencies.gate import DeskRequest, staff
from portico.agencies.roles import May
from portico.backoffice.forms.jobs import NoWords
from portico.backoffice.forms.notes import DocumentForm
from portico.backoffice.forms.showing import NotifyForm, NotRevealedForm, OverrideForm, PermissionForm
from portico.backoffice.views import applications, shares
from portico.kit.forms import Form
from portico.kit.pages import refuse, say
from portico.pipeline.models import Permission, Submission
from portico.pipeline.permissions import ask_permission
from portico.pipeline.representing import show_without_permission
from portico.pipeline.revealing import refuse_reveal, reveal
from portico.pipeline.submitting import add_document, notify_clients, propose
from portico.portals.models import JobShare
from portico.records.files import take_in


def deed(request: DeskRequest, pk: int, form: Form, verb: Callable[..., Any], said: str) -> HttpResponse:
    """Do one thing with a submission, and come back to its page."""
    submission = shares.submission_of(request, pk)
    form.key = pk
    if not form.does(verb, submission=submission, by=request.member):
        return refuse(request, shares.submission_edit, pk, form=form)
    say(request, said)
    return redirect("backoffice:submission_edit", pk)


@staff(May.SHARE)
@require_POST
def submission_reveal(request: DeskRequest, pk: int) -> HttpResponse:
    """Tell the client who it is, asked or not."""
    said = _("The client can see now who it is. The introduction is written down with its date.")
    return deed(request, pk, NoWords(request.POST), reveal, said)


@staff(May.SHARE)
@require_POST
def submission_not_revealed(request: DeskRequest, pk: int) -> HttpResponse:
    """Not yet, and why."""
    said = _("The client is told that they do not learn the name yet.")
    return deed(request, pk, NotRevealedForm(request.POST), refuse_reveal, said)


@staff(May.SHARE)
@require_POST
def submission_override(request: DeskRequest, pk: int) -> HttpResponse:
    """Show them without their yes."""
    said = _("Noted, with your name. This candidate can be published without an answer.")
    return deed(request, pk, OverrideForm(request.POST), show_without_permission, said)


@staff(May.SHARE)
@require_POST
def submission_notify(request: DeskRequest, pk: int) -> HttpResponse:
    """Tell the client's people that something changed: now, or in tomorrow's mail."""
    submission = shares.submission_of(request, pk)
    form = NotifyForm(request.POST)
    form.key = pk
    if not form.does(notify_clients, share=submission.share, submissions=[submission], by=request.member):
        return refuse(request, shares.submission_edit, pk, form=form)
    say(request, told_words(form.result, form.cleaned_data["how"]))
    return redirect("backoffice:submission_edit", pk)


def told_words(count: int, how: str) -> str:
    """How many hear of it, and when."""
    if not count:
        return _("Everybody has seen everything already. No mail was sent.")
    if how == "digest":
        return (
            ngettext("%d person hears of it tomorrow morning.", "%d people hear of it tomorrow morning.", count) % count
        )
    return ngettext("%d person is told by mail.", "%d people are told by mail.", count) % count


@staff(May.SHARE)
@require_POST
def submission_document(request: DeskRequest, pk: int) -> HttpResponse:
    """Add a file to the candidate and show it to the client."""
    submission = shares.submission_of(request, pk)
    form = DocumentForm(request.POST, request.FILES, prefix="document")
    form.key = f"document-{pk}"

    def add(file: Any, kind: str) -> None:
        kept = take_in(file, on=submission.application.candidate, by=request.member, kind=kind)
        add_document(submission, kept, by=request.member)

    if not form.does(add):
        return refuse(request, shares.submission_edit, pk, form=form)
    say(request, _("The file is kept and shown to the client."))
    return redirect("backoffice:submission_edit", pk)


@staff(May.SHARE)
@require_POST
def application_show(request: DeskRequest, pk: int) -> HttpResponse:
    """Add to Client Portal: prepare them on the job's share, then review what goes out."""
    found = applications.application_of(request, pk)
    mine = JobShare.objects.visible_to(request.member).filter(job=found.job_id)
    share = mine.filter(portal__organization=found.job.organization_id).exclude(status=JobShare.Status.ENDED).first()
    if share is None:
        say(request, _("Share the job first: then you choose the candidates."), tone="info")
        return redirect("backoffice:job_share", found.job_id)
    form = NoWords(request.POST)
    if not form.does(lambda: propose(found, share, by=request.member)):
        form.key = None
        return refuse(request, applications.application, pk, form=form)
    shown: Submission = form.result
    if shown.status != Submission.Status.PROPOSED:
        return redirect("backoffice:submission_edit", shown.pk)
    return redirect("backoffice:share_summaries", share.pk)


@staff(May.SHARE)
@require_POST
def application_permission(request: DeskRequest, pk: int) -> HttpResponse:
    """Ask the candidate for permission to be put forward for this job."""
    found = applications.application_of(request, pk)
    form = PermissionForm(request.POST, by=request.member, job=found.job)
    form.key = pk
    back = request.POST.get("back", "")
    if not form.does(lambda **words: ask_permission(found, by=request.member, **words)):
        return refuse(request, applications.application, pk, form=form)
    say(request, _("%s is asked by mail. You are told the answer.") % found.candidate.name)
    return back_to(request, pk, back)


@staff(May.SHARE)
@require_POST
def permission_remind(request: DeskRequest, pk: int) -> HttpResponse:
    """Send the question again."""
    rows = Permission.objects.visible_to(request.member).select_related(
        "application__candidate", "application__job", "asked_by__user"
    )
    found = get_object_or_404(rows, pk=pk)
    form = NoWords(request.POST)
    if not form.does(found.remind, by=request.member):
        return refuse(request, applications.application, found.application_id, form=form)
    say(request, _("The question is sent again. The earlier link no longer works."))
    return back_to(request, found.application_id, request.POST.get("back", ""))


def back_to(request: DeskRequest, application_pk: int, back: str) -> HttpResponse:
    """Where the form stood: a share's last step, a submission's page, or the application."""
    kind, _dash, number = back.partition("-")
    if kind in {"publish", "submission"} and number.isascii() and number.isdecimal() and len(number) < 19:
        return redirect("backoffice:share_publish" if kind == "publish" else "backoffice:submission_edit", int(number))
    return redirect("backoffice:application", application_pk)
