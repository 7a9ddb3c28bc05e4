"""Settings of privacy: rules, wordings, who falls due, and the counted equal-opportunity answers."""

import re
from dataclasses import asdict

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portico.access.fresh import fresh_sign_in
from portico.agencies.gate import DeskRequest, staff
from portico.agencies.roles import May
from portico.backoffice.forms.privacy import RulesForm, WordingForm
from portico.backoffice.reading import privacy as reading
from portico.candidates import equal, wordings
from portico.candidates.consents import ConsentText, Purpose
from portico.candidates.settings import change_settings, settings_of
from portico.jobs.models import Job
from portico.kit.forms import Form
from portico.kit.pages import bound, page, refuse, say
from portico.kit.times import now


@staff(May.MANAGE_SETTINGS)
@fresh_sign_in
def settings_privacy(request: DeskRequest) -> HttpResponse:
    """What is asked, how long people are kept, and the wordings."""
    rules = settings_of(request.agency)
    if request.method != "POST":
        form = bound(request, RulesForm, initial=asdict(rules))
        return rules_page(request, form)
    form = RulesForm(request.POST, initial=asdict(rules))
    if not form.does(lambda **words: change_settings(request.agency, by=request.member, **words)):
        return rules_page(request, form)
    say(request, _("Saved."))
    return redirect("backoffice:settings_privacy")


def rules_page(request: DeskRequest, form: RulesForm) -> HttpResponse:
    """The page with its form."""
    rules = settings_of(request.agency)
    return page(
        request,
        "backoffice/settings_privacy.html",
        status=form.status if form.errors else None,
        form=form,
        wordings=reading.wordings_of(request.member, rules.asked_purposes),
        retention_on=rules.retention,
        equal_on=rules.equal_opportunity,
    )


@staff(May.MANAGE_SETTINGS)
def settings_wording(request: DeskRequest, purpose: str) -> HttpResponse:
    """One purpose: its published versions, and the next one while it is written."""
    if purpose not in Purpose.values:
        raise Http404
    draft = wordings.draft_of(request.agency, purpose)
    rows = ConsentText.objects.visible_to(request.member).filter(purpose=purpose, published__isnull=False)
    versions = list(rows.order_by("-version"))
    source = draft or (versions[0] if versions else None)
    initial = {"text": source.text, "months": source.months} if source is not None else {}
    if request.method == "POST":
        form = WordingForm(request.POST, initial=initial)
        if form.does(lambda **words: wordings.write_draft(request.agency, purpose, by=request.member, **words)):
            say(request, _("Saved as a draft. Nobody is asked by it before you publish it."))
            return redirect("backoffice:settings_wording", purpose)
    else:
        form = bound(request, WordingForm, initial=initial)
    return page(
        request,
        "backoffice/settings_wording.html",
        status=form.status if form.errors else None,
        form=form,
        draft=draft,
        versions=versions,
        purpose=purpose,
        label=str(Purpose(purpose).label),
    )


@staff(May.MANAGE_SETTINGS)
@require_POST
def wording_publish(request: DeskRequest, pk: int) -> HttpResponse:
    """From now on people are asked in these words."""
    text = get_object_or_404(ConsentText.objects.visible_to(request.member).select_related("agency"), pk=pk)
    form = Form(request.POST)
    if not form.does(lambda: wordings.publish(text, by=request.member)):
        return refuse(request, settings_wording, text.purpose, form=form)
    say(request, _("Published. People are asked in these words from now on."))
    return redirect("backoffice:settings_wording", text.purpose)


@staff(May.MANAGE_SETTINGS)
@require_POST
def wording_drop(request: DeskRequest, pk: int) -> HttpResponse:
    """Throw the draft away."""
    text = get_object_or_404(ConsentText.objects.visible_to(request.member).select_related("agency"), pk=pk)
    form = Form(request.POST)
    if not form.does(lambda: wordings.drop_draft(text, by=request.member)):
        return refuse(request, settings_wording, text.purpose, form=form)
    say(request, _("The draft is gone."))
    return redirect("backoffice:settings_wording", text.purpose)


@staff(May.MANAGE_SETTINGS)
@require_safe
def privacy_due(request: DeskRequest) -> HttpResponse:
    """Who falls due by the rules, and why; nothing is done by looking."""
    rows, total = reading.due_rows(request.agency)
    rules = settings_of(request.agency)
    return page(
        request, "backoffice/privacy_due.html", rows=rows, total=total, more=total != str(len(rows)), rules=rules
    )


@staff(May.MANAGE_SETTINGS)
@require_safe
def equal_report(request: DeskRequest) -> HttpResponse:
    """The counted answers of a year, or of a job; small numbers are hidden."""
    year = request.GET.get("year", "")
    year = year if re.fullmatch(r"20[0-9]{2}", year) else f"{now():%Y}"
    job = request.GET.get("job", "")
    chosen = None
    if re.fullmatch(r"[0-9]{1,18}", job):
        chosen = get_object_or_404(Job.objects.visible_to(request.member), pk=int(job))
    tables = equal.report(request.agency, year="" if chosen else year, job_id=chosen.pk if chosen else None)
    return page(request, "backoffice/equal_report.html", tables=tables, year=year, job=chosen)
