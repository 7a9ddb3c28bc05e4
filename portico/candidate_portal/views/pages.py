"""The candidate's start page."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from portico.agencies.gate import CandidateRequest, candidate
from portico.candidate_portal.forms.papers import HandInForm
from portico.candidate_portal.forms.permissions import PermissionForm
from portico.candidate_portal.reading.interviews import read_lines
from portico.candidate_portal.reading.start import read_start
from portico.candidates.models import Candidate
from portico.candidates.profile_reading import needs_for, progress_of
from portico.kit.pages import bound, page


def own_record(request: CandidateRequest) -> Candidate:
    """The candidate whom the reader is."""
    rows = Candidate.objects.visible_to(request.member).select_related("owner__user", "agency", "layout")
    return get_object_or_404(rows)


@candidate()
@require_safe
def start(request: CandidateRequest) -> HttpResponse:
    """Applications, documents, contact facts."""
    found = own_record(request)
    it = read_start(request.member, found, read_lines(request.member))
    return page(
        request,
        "candidate_portal/start.html",
        it=it,
        profile=progress_of(found, needs_for(found)),
        form=bound(request, HandInForm),
        asked=bound(request, PermissionForm),
    )
