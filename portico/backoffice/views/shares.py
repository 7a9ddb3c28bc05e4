"""A share that exists: who sees it and what, pause, resume, stop, and what the client is shown of each candidate."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from portico.agencies.gate import DeskRequest, staff
from portico.agencies.roles import May
from portico.backoffice.forms.jobs import NoWords
from portico.backoffice.forms.notes import DocumentForm
from portico.backoffice.forms.sharing import SubmissionForm
from portico.backoffice.forms.showing import NotifyForm, NotRevealedForm, OverrideForm, PermissionForm
from portico.backoffice.reading.job import people_of, sharing_of
from portico.backoffice.reading.sharing import preview_address, read_submissions
from portico.backoffice.reading.showing import read_placed
from portico.backoffice.reading.talk import read_guests, read_judges
from portico.backoffice.views.sharing import saves, share_of
from portico.kit.pages import bound, page, refuse, say
from portico.pipeline.models import Submission
from portico.pipeline.submitting import notify_clients
from portico.portals.fields import FIELDS
from portico.portals.models import JobShare


@staff()
@require_safe
def share(request: DeskRequest, pk: int) -> HttpResponse:
    """State, people, candidates of a share; ?as=<member> chooses through whose eyes the previews look."""
    found = share_of(request, pk)
    inside, _waiting = people_of(found.portal, request.member, share=found)
    chosen = next(
        (one for one in inside if str(one.member_pk) == request.GET.get("as", "")), inside[0] if inside else None
    )
    rows = read_submissions(found, request.member, chosen)
    sharing = sharing_of(found, request.member)
    return page(
        request,
        "backoffice/share.html",
        share=found,
        job=found.job,
        sharing=sharing,
        people=sharing.people,
        waiting=sharing.waiting,
        fields=[str(FIELDS[name]) for name in found.chosen_fields],
        chosen=chosen,
        preview_job=preview_address("job", chosen, pk),
        judges=read_judges(found),
        decider=found.decider_id,
        guests=read_guests(request.member, submission__share=found),
        show_candidate=True,
        rows=[row for row in rows if row.status != Submission.Status.WITHDRAWN],
        taken_back=[row for row in rows if row.status == Submission.Status.WITHDRAWN],
    )


def deed(request: DeskRequest, pk: int, verb: Callable[..., Any], said: str) -> HttpResponse:
    """Do one thing with a share that needs no further words."""
    found = share_of(request, pk)
    form = NoWords(request.POST)
    if not form.does(partial(verb, found), by=request.member):
        return refuse(request, share, pk, form=form)
    say(request, said % {"job": found.job.title, "organization": found.portal.organization.name})
    if request.GET.get("back") == "portal":
        return redirect("backoffice:portal", found.portal_id)
    if request.GET.get("back") == "job":
        return redirect("backoffice:job", found.job_id)
    return redirect("backoffice:share", pk)


@staff(May.SHARE)
@require_POST
def share_pause(request: DeskRequest, pk: int) -> HttpResponse:
    """Hide it for a while."""
    return deed(request, pk, JobShare.pause, _("%(job)s is hidden from %(organization)s for now."))


@staff(May.SHARE)
@require_POST
def share_resume(request: DeskRequest, pk: int) -> HttpResponse:
    """Show it again."""
    return deed(request, pk, JobShare.resume, _("%(organization)s sees %(job)s again."))


@staff(May.SHARE)
@require_POST
def share_end(request: DeskRequest, pk: int) -> HttpResponse:
    """Stop sharing: it takes effect with the client's next click."""
    return deed(request, pk, JobShare.end, _("%(organization)s no longer sees %(job)s."))


@staff(May.SHARE)
@require_POST
def share_notify(request: DeskRequest, pk: int) -> HttpResponse:
    """Notify Clients: mail everybody who sees it that there is something to look at."""
    found = share_of(request, pk)
    form = NoWords(request.POST)
    waiting = Submission.objects.visible_to(request.member).filter(share=found).shown()
    unanswered = list(waiting.filter(decision=Submission.Decision.NEW).select_related("application"))
    if not form.does(notify_clients, share=found, submissions=unanswered, by=request.member):
        return refuse(request, share, pk, form=form)
    say(request, ngettext("%d person is told by mail.", "%d people are told by mail.", form.result) % form.result)
    return redirect("backoffice:share", pk)


def submission_of(request: DeskRequest, pk: int) -> Submission:
    """The submission, if the reader sees its job."""
    rows = Submission.objects.visible_to(request.member)
    rows = rows.select_related(
        "application__candidate", "application__job", "share__portal__organization", "share__job"
    )
    return get_object_or_404(rows, pk=pk)


@staff(May.SHARE)
def submission_edit(request: DeskRequest, pk: int) -> HttpResponse:
    """Change what the client sees of a candidate; published ones change at once."""
    submission = submission_of(request, pk)
    posted = request.POST if request.method == "POST" else None
    form = SubmissionForm(posted, submission=submission, by=request.member)
    if posted is not None and saves(form, request):
        say(
            request,
            _("Saved. %s is not told by mail unless you notify them.") % submission.share.portal.organization.name,
        )
        return redirect("backoffice:submission_edit", pk)
    return page(
        request,
        "backoffice/submission_form.html",
        status=form.status if form.errors else None,
        form=form,
        submission=submission,
        share=submission.share,
        candidate=submission.application.candidate,
        is_shown=submission.status not in {Submission.Status.PROPOSED, Submission.Status.WITHDRAWN},
        one=read_placed(request.member, Submission.objects.visible_to(request.member).filter(pk=pk))[0],
        back=f"submission-{pk}",
        ask_form=bound(request, PermissionForm, key=pk, by=request.member, job=submission.share.job),
        override_form=bound(request, OverrideForm, key=pk),
        not_revealed_form=bound(request, NotRevealedForm, key=pk),
        notify_form=bound(request, NotifyForm, key=pk),
        document_form=bound(request, DocumentForm, key=f"document-{pk}", prefix="document"),
    )


@staff(May.SHARE)
@require_POST
def submission_withdraw(request: DeskRequest, pk: int) -> HttpResponse:
    """Take a candidate back from the client, or drop one who is only prepared."""
    submission = submission_of(request, pk)
    prepared = submission.status == Submission.Status.PROPOSED
    form = NoWords(request.POST)
    if not form.does(submission.discard if prepared else submission.withdraw, by=request.member):
        return refuse(request, share, submission.share_id, form=form)
    words = _("%s is no longer prepared.") if prepared else _("%s is taken back. The client no longer sees them.")
    say(request, words % submission.application.candidate.name)
    return redirect("backoffice:share", submission.share_id)
