"""Submit Candidate → Online Candidate List: sharing a job and submitting candidates, step by step."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from portico.agencies.gate import DeskRequest, staff
from portico.agencies.models import Member
from portico.agencies.roles import May
from portico.backoffice.forms.sharing import ChooseForm, PublishForm, ShareForm, SubmissionForm, share_words
from portico.backoffice.reading.job import people_of, read_sharing
from portico.backoffice.reading.portal_settings import source_words
from portico.backoffice.reading.sharing import preview_address, read_choices, read_prepared
from portico.backoffice.reading.showing import Placed, read_placed
from portico.jobs.models import Job
from portico.kit.pages import page, say
from portico.pipeline.models import Submission
from portico.pipeline.submitting import change_submission, choose, publish
from portico.portals.models import JobShare, Portal
from portico.portals.sharing import prepare_share


def steps(now: str, job: Job, share: JobShare | None) -> list[dict[str, str]]:
    """The stepper: what is done can be opened again."""
    addresses = {"job": reverse("backoffice:job_share", args=[job.pk])}
    if share is not None:
        addresses |= {
            name: reverse(f"backoffice:share_{name}", args=[share.pk])
            for name in ("candidates", "summaries", "publish")
        }
    labels = {
        "job": _("What they see"),
        "candidates": _("Candidates"),
        "summaries": _("Summaries"),
        "publish": _("Publish"),
    }
    names = list(labels)
    at = names.index(now)
    states = ["done" if place < at else "now" if place == at else "later" for place in range(len(names))]
    return [
        {"label": labels[name], "url": addresses.get(name, ""), "state": state}
        for name, state in zip(names, states, strict=True)
    ]


def share_of(request: DeskRequest, pk: int) -> JobShare:
    """The share, if the reader sees its job."""
    rows = JobShare.objects.visible_to(request.member).select_related("job__organization", "portal__organization")
    return get_object_or_404(rows, pk=pk)


def job_of(request: DeskRequest, pk: int) -> Job:
    """The job, if the reader sees it."""
    rows = Job.objects.visible_to(request.member).select_related("organization", "primary_contact__organization")
    return get_object_or_404(rows, pk=pk)


@staff(May.SHARE)
@require_safe
def job_submit(request: DeskRequest, pk: int) -> HttpResponse:
    """“Online Candidate List”: to the step where this job stands."""
    job = job_of(request, pk)
    sharing = read_sharing(job, request.member)
    if sharing.missing or sharing.state not in JobShare.SHARED:
        return redirect("backoffice:job_share", pk)
    return redirect("backoffice:share_candidates", sharing.share_pk)


@staff(May.SHARE)
def job_share(request: DeskRequest, pk: int) -> HttpResponse:
    """First step: what is missing, each with a way to mend it; else what the client will see."""
    job = job_of(request, pk)
    share = (
        JobShare.objects.visible_to(request.member).filter(job=job, portal__organization=job.organization_id).first()
    )
    sharing = read_sharing(job, request.member)
    words: dict[str, Any] = {"job": job, "by": request.member, "share": share}
    form = (
        ShareForm(request.POST, **words) if request.method == "POST" else ShareForm(**words, initial=share_words(share))
    )
    if request.method == "POST" and form.is_valid():
        settings = form.settings()
        if form.does(lambda **_cleaned: prepare_share(job, by=request.member, **settings)):
            return redirect("backoffice:share_candidates", form.result.pk)
    portal = Portal.objects.visible_to(request.member).filter(organization=job.organization_id).first()
    inside, waiting = people_of(portal, request.member, share=share) if portal else ([], [])
    return page(
        request,
        "backoffice/share_job.html",
        status=form.status if form.errors else 200,
        job=job,
        form=form,
        sharing=sharing,
        people=inside,
        waiting=waiting,
        steps=steps("job", job, share),
        levels={level: source_words(level, at="share") for level in ("built_in", "agency", "portal", "share")},
    )


@staff(May.SHARE)
def share_candidates(request: DeskRequest, pk: int) -> HttpResponse:
    """Second step: who of the job's candidates; none is fine."""
    share = share_of(request, pk)
    choices = read_choices(share, request.member)
    bound = request.POST if request.method == "POST" else None
    form = ChooseForm(bound, share=share, by=request.member)
    if bound is not None and form.does(lambda applications: choose(share, applications, by=request.member)):
        following = "share_summaries" if form.result else "share_publish"
        return redirect(f"backoffice:{following}", pk)
    picked = (
        set(request.POST.getlist("applications"))
        if bound is not None
        else {str(one.pk) for one in choices if one.picked}
    )
    return page(
        request,
        "backoffice/share_candidates.html",
        status=form.status if form.errors else 200,
        share=share,
        job=share.job,
        form=form,
        choices=choices,
        picked=picked,
        steps=steps("candidates", share.job, share),
    )


@staff(May.SHARE)
def share_summaries(request: DeskRequest, pk: int) -> HttpResponse:
    """Third step: words, papers and fields for each."""
    share = share_of(request, pk)
    rows = Submission.objects.visible_to(request.member).filter(share=share).proposed().order_by("pk")
    prepared = list(rows.select_related("application__candidate", "application__job", "share__portal__organization"))
    if not prepared:
        return redirect("backoffice:share_publish", pk)
    bound = request.POST if request.method == "POST" else None
    forms = [SubmissionForm(bound, submission=one, by=request.member) for one in prepared]
    saved = [saves(form, request) for form in forms] if bound is not None else [False]
    if all(saved):
        return redirect("backoffice:share_publish", pk)
    status = max((form.status for form in forms if form.errors), default=200)
    return page(
        request,
        "backoffice/share_summaries.html",
        status=status,
        share=share,
        job=share.job,
        forms=forms,
        steps=steps("summaries", share.job, share),
    )


def saves(form: SubmissionForm, request: DeskRequest) -> bool:
    """Save one candidate's words; a conflict shows the present state at the form and keeps what was typed."""
    if not form.is_valid():
        return False
    words = form.words()
    if form.does(lambda **_cleaned: change_submission(form.submission, by=request.member, **words)):
        return True
    if form.conflict:
        form.show_present()
    return False


@staff(May.SHARE)
def share_publish(request: DeskRequest, pk: int) -> HttpResponse:
    """Last step: preview as a chosen contact, then publish, with or without a mail."""
    share = share_of(request, pk)
    form = PublishForm(request.POST) if request.method == "POST" else PublishForm()
    if request.method == "POST" and form.does(
        lambda notify: publish(
            share, by=request.member, notify=notify != "no", how="digest" if notify == "digest" else "now"
        )
    ):
        left = Submission.objects.visible_to(request.member).filter(share=share).proposed().count()
        words = [published_words(form.result, form.cleaned_data["notify"], was_live=share.is_live)]
        if left:
            words.append(ngettext("%d waits for permission.", "%d wait for permission.", left) % left)
        say(request, " ".join(words), tone="warn" if left else "ok")
        return redirect("backoffice:share", pk)
    inside, waiting = people_of(share.portal, request.member, share=share)
    chosen = next(
        (one for one in inside if str(one.member_pk) == request.GET.get("as", "")), inside[0] if inside else None
    )
    return page(
        request,
        "backoffice/share_publish.html",
        status=form.status if form.errors else 200,
        share=share,
        job=share.job,
        form=form,
        people=inside,
        waiting=waiting,
        chosen=chosen,
        preview_job=preview_address("job", chosen, share.pk),
        prepared=read_prepared(share, request.member, chosen),
        placed={one.pk: one for one in placed_on(share, request.member)},
        steps=steps("publish", share.job, share),
    )


def placed_on(share: JobShare, member: Member) -> list[Placed]:
    """Those who are prepared, with what was asked of them."""
    return read_placed(member, Submission.objects.visible_to(member).filter(share=share).proposed())


def published_words(submissions: list[Submission], notify: str, *, was_live: bool) -> str:
    """What publishing did."""
    count = len(submissions)
    if was_live and not count:
        return _("Everything was published already. No mail was sent.")
    done = (
        ngettext("%d candidate submitted.", "%d candidates submitted.", count) % count
        if count
        else _("The job is shared.")
    )
    told = {"yes": _("The client is told by mail."), "digest": _("The client is told tomorrow morning.")}
    return f"{done} {told.get(notify) or _('No mail was sent.')}"
