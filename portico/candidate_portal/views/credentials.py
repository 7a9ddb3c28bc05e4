"""The candidate's credentials, absences and papers."""

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portico.agencies.gate import CandidateRequest, candidate
from portico.candidate_portal.forms.profile import PaperForm
from portico.candidate_portal.views.documents import own_document
from portico.candidate_portal.views.pages import own_record
from portico.candidate_portal.views.profile import profile
from portico.candidates.credential_forms import AbsenceForm, CredentialForm
from portico.candidates.credentials import (
    TELLS_OF,
    add_absence,
    add_credential,
    archive,
    change_credential,
    remove_absence,
)
from portico.candidates.models import Absence, Credential
from portico.candidates.papers import hand_in, put_away
from portico.kit.pages import page, refuse, say
from portico.records.models import Document


def to_profile(anchor: str) -> HttpResponse:
    """Back to the profile, where this stands."""
    return HttpResponseRedirect(f"{reverse('candidate_portal:profile')}#{anchor}")


def own_credential(request: CandidateRequest, pk: int) -> Credential:
    """One of theirs that was not removed."""
    return get_object_or_404(Credential.objects.visible_to(request.member).filter(archived=None), pk=pk)


@candidate()
def credential_add(request: CandidateRequest) -> HttpResponse:
    """One more license, certificate or permit."""
    found = own_record(request)
    if request.method != "POST":
        return credential_page(request, CredentialForm())
    form = CredentialForm(request.POST, request.FILES)

    def add(upload: Any = None, **_facts: Any) -> None:
        add_credential(found, form.facts(), by=request.member, upload=upload)

    if not form.does(add):
        return credential_page(request, form)
    say(request, _("Thank you. Your recruiter checks it."))
    return to_profile("credentials")


@candidate()
def credential_edit(request: CandidateRequest, pk: int) -> HttpResponse:
    """Another date, another file: it is checked again."""
    row = own_credential(request, pk)
    initial = {name: getattr(row, name) for name in TELLS_OF}
    if request.method != "POST":
        return credential_page(request, CredentialForm(initial=initial), row)
    form = CredentialForm(request.POST, request.FILES, initial=initial)

    def change(upload: Any = None, **_facts: Any) -> None:
        change_credential(row, form.facts(), by=request.member, upload=upload)

    if not form.does(change):
        return credential_page(request, form, row)
    say(request, _("Saved. Your recruiter checks it."))
    return to_profile("credentials")


def credential_page(request: CandidateRequest, form: CredentialForm, row: Credential | None = None) -> HttpResponse:
    """The form."""
    status = form.status if form.errors else 200
    name, file = (row.name, bool(row.document_id)) if row else ("", False)
    return page(request, "candidate_portal/credential_form.html", status=status, form=form, name=name, file=file)


@candidate()
@require_POST
def credential_remove(request: CandidateRequest, pk: int) -> HttpResponse:
    """It is no longer shown."""
    archive(own_credential(request, pk), by=request.member)
    say(request, _("Removed."))
    return to_profile("credentials")


@candidate()
@require_POST
def absence_add(request: CandidateRequest) -> HttpResponse:
    """Days on which they cannot work."""
    found = own_record(request)
    form = AbsenceForm(request.POST)
    if not form.does(lambda first, last, note: add_absence(found, first, last, by=request.member, note=note)):
        return refuse(request, profile, form=form)
    say(request, _("Noted. Your recruiter sees it."))
    return to_profile("availability")


@candidate()
@require_POST
def absence_remove(request: CandidateRequest, pk: int) -> HttpResponse:
    """They can work on these days after all."""
    row = get_object_or_404(Absence.objects.visible_to(request.member).select_related("candidate"), pk=pk)
    remove_absence(row, by=request.member)
    say(request, _("Removed."))
    return to_profile("availability")


@candidate()
@require_POST
def paper_add(request: CandidateRequest) -> HttpResponse:
    """Hand in a document; a résumé may fill the profile."""
    form = PaperForm(request.POST, request.FILES)
    found = own_record(request)
    if not form.does(lambda kind, upload: hand_in(found, upload, by=request.member, kind=kind)):
        return refuse(request, profile, form=form)
    if form.result.document_kind == Document.Kind.RESUME:
        return HttpResponseRedirect(reverse("candidate_portal:resume", args=[form.result.pk]))
    say(request, _("Thank you. Your recruiter has it now."))
    return to_profile("documents")


@candidate()
@require_POST
def paper_remove(request: CandidateRequest, pk: int) -> HttpResponse:
    """Take back what they handed in themselves."""
    put_away(own_document(request, pk), by=request.member)
    say(request, _("Removed."))
    return to_profile("documents")
