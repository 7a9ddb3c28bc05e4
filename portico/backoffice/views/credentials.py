"""Credentials and absences of a candidate at the desk: checking, refusing, entering."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portico.agencies.gate import DeskRequest, staff
from portico.agencies.roles import May
from portico.backoffice.views.candidate_profile import candidate_of, candidate_profile, to_profile
from portico.candidates.credential_forms import AbsenceForm, CredentialForm, RejectCredentialForm
from portico.candidates.credentials import (
    TELLS_OF,
    add_absence,
    add_credential,
    archive,
    change_credential,
    reject,
    remove_absence,
    verify,
)
from portico.candidates.models import Absence, Credential
from portico.kit.pages import page, refuse, say


def credential_of(request: DeskRequest, pk: int) -> Credential:
    """One that was not removed."""
    rows = Credential.objects.visible_to(request.member).filter(archived=None)
    return get_object_or_404(rows.select_related("candidate__agency", "candidate__member__user"), pk=pk)


@staff(May.WORK_DESK)
def candidate_credential_add(request: DeskRequest, pk: int) -> HttpResponse:
    """One more license, certificate or permit, which counts as checked."""
    found = candidate_of(request, pk)
    form = CredentialForm(request.POST, request.FILES) if request.method == "POST" else CredentialForm()

    def add(upload: Any = None, **_facts: Any) -> None:
        add_credential(found, form.facts(), by=request.member, upload=upload)

    if request.method == "POST" and form.does(add):
        say(request, _("Saved."))
        return to_profile(pk, "credentials")
    return credential_page(request, form, found, _("License or certificate"))


@staff(May.WORK_DESK)
def credential_edit(request: DeskRequest, pk: int) -> HttpResponse:
    """Another date, another file."""
    row = credential_of(request, pk)
    initial = {name: getattr(row, name) for name in TELLS_OF}
    posted = request.method == "POST"
    form = CredentialForm(*((request.POST, request.FILES) if posted else ()), initial=initial)

    def change(upload: Any = None, **_facts: Any) -> None:
        change_credential(row, form.facts(), by=request.member, upload=upload)

    if posted and form.does(change):
        say(request, _("Saved."))
        return to_profile(row.candidate_id, "credentials")
    return credential_page(request, form, row.candidate, row.name)


def credential_page(request: DeskRequest, form: CredentialForm, found: Any, label: str) -> HttpResponse:
    """The form."""
    status = form.status if form.errors else 200
    words = {"candidate": found, "form": form, "label": label, "anchor": "credentials"}
    return page(request, "backoffice/candidate_profile_form.html", status=status, **words)


@staff(May.WORK_DESK)
@require_POST
def credential_verify(request: DeskRequest, pk: int) -> HttpResponse:
    """It was seen and is right."""
    row = credential_of(request, pk)
    verify(row, by=request.member)
    say(request, _("%s is checked.") % row.name)
    return to_profile(row.candidate_id, "credentials")


@staff(May.WORK_DESK)
@require_POST
def credential_reject(request: DeskRequest, pk: int) -> HttpResponse:
    """It cannot be accepted, and why."""
    row = credential_of(request, pk)
    form = RejectCredentialForm(request.POST)
    form.key = row.pk
    if not form.does(lambda reason: reject(row, by=request.member, reason=reason)):
        return refuse(request, candidate_profile, row.candidate_id, form=form)
    say(request, _("%s is not accepted. The candidate is told.") % row.name)
    return to_profile(row.candidate_id, "credentials")


@staff(May.WORK_DESK)
@require_POST
def credential_remove(request: DeskRequest, pk: int) -> HttpResponse:
    """It is no longer shown."""
    row = credential_of(request, pk)
    archive(row, by=request.member)
    say(request, _("Removed."))
    return to_profile(row.candidate_id, "credentials")


@staff(May.WORK_DESK)
@require_POST
def candidate_absence_add(request: DeskRequest, pk: int) -> HttpResponse:
    """Days on which the candidate cannot work."""
    found = candidate_of(request, pk)
    form = AbsenceForm(request.POST)
    if not form.does(lambda first, last, note: add_absence(found, first, last, by=request.member, note=note)):
        return refuse(request, candidate_profile, pk, form=form)
    say(request, _("Noted."))
    return to_profile(pk, "availability")


@staff(May.WORK_DESK)
@require_POST
def absence_remove(request: DeskRequest, pk: int) -> HttpResponse:
    """The candidate can work on these days after all."""
    row = get_object_or_404(Absence.objects.visible_to(request.member).select_related("candidate"), pk=pk)
    found = row.candidate_id
    remove_absence(row, by=request.member)
    say(request, _("Removed."))
    return to_profile(found, "availability")
