"""The candidate's own documents."""

from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portico.agencies.gate import CandidateRequest, candidate
from portico.candidate_portal.forms.papers import HandInForm
from portico.candidate_portal.reading.papers import read_paper
from portico.candidate_portal.views.pages import own_record, start
from portico.candidates.papers import hand_in, shown_to
from portico.kit.pages import page, refuse, say
from portico.records.files import serve, serve_page
from portico.records.models import Document


def own_document(request: CandidateRequest, pk: int) -> Document:
    """One of those they may see."""
    return get_object_or_404(shown_to(own_record(request), request.member), pk=pk)


@candidate()
@require_POST
def document_add(request: CandidateRequest) -> HttpResponse:
    """Hand in a résumé."""
    form = HandInForm(request.POST, request.FILES)
    found = own_record(request)
    if not form.does(lambda upload: hand_in(found, upload, by=request.member)):
        return refuse(request, start, form=form)
    say(request, _("Thank you. Your recruiter has it now."))
    return HttpResponseRedirect(reverse("candidate_portal:start") + "#documents")


@candidate()
@require_safe
def document(request: CandidateRequest, pk: int) -> HttpResponse:
    """A document, page by page."""
    return page(request, "candidate_portal/document.html", it=read_paper(own_document(request, pk), request.member))


@candidate()
@require_safe
def document_sheet(request: CandidateRequest, pk: int, n: int) -> HttpResponseBase:
    """One page as a picture."""
    return serve_page(get_object_or_404(own_document(request, pk).pages, number=n))


@candidate()
@require_safe
def document_file(request: CandidateRequest, pk: int) -> HttpResponseBase:
    """The file itself, under the name that the list has for it."""
    found = own_document(request, pk)
    shown = read_paper(found, request.member).paper
    return serve(found, download=True, title="" if shown.mine else shown.kind, request=request)
