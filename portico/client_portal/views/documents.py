"""Documents of candidates: pictures of their pages, and the file itself where the share allows it."""

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from portico.agencies.gate import ClientRequest, client
from portico.client_portal.reading.eyes import Eyes, own_eyes
from portico.client_portal.watermark import marked
from portico.pipeline.models import Profile, Submission
from portico.pipeline.pace import looked
from portico.pipeline.profile_drawing import current, is_shown
from portico.pipeline.submissions import SubmissionDocument
from portico.records.files import respond, serve, stored

RELATED = ["document", "submission__share__portal__organization", "submission__application__candidate"]


def document_of(eyes: Eyes, pk: int) -> SubmissionDocument:
    """A document that these eyes see; of a blind profile none, whatever was chosen for it."""
    shown = get_object_or_404(eyes.documents.select_related(*RELATED), pk=pk)
    if shown.submission.is_blind:
        raise Http404
    return shown


def profile_of(eyes: Eyes, pk: int) -> tuple[Submission, Profile]:
    """The agency's profile of a candidate as it must look now."""
    related = ["share__portal", "share__job", "application__candidate", "agency"]
    submission = get_object_or_404(eyes.submissions.select_related(*related), pk=pk)
    found = current(submission) if is_shown(submission) else None
    if found is None:
        raise Http404
    return submission, found


def picture(eyes: Eyes, submission: Submission, key: str) -> HttpResponse:
    """A page, with the reader's address and the time over it where the portal wants that."""
    try:
        data = stored(key)
    except OSError:
        raise Http404 from None
    if eyes.settings_of(submission.share).watermark:
        data = marked(data, eyes.reader)
    return respond(data, "image/webp", name="page.webp", attachment=False)


def answer_sheet(eyes: Eyes, pk: int, n: int) -> HttpResponse:
    """One page of a document that these eyes see."""
    shown = document_of(eyes, pk)
    return picture(eyes, shown.submission, get_object_or_404(shown.document.pages, number=n).key)


def answer_profile_sheet(eyes: Eyes, pk: int, n: int) -> HttpResponse:
    """One page of a profile that these eyes see."""
    submission, found = profile_of(eyes, pk)
    if not 1 <= n <= len(found.pages):
        raise Http404
    return picture(eyes, submission, found.pages[n - 1]["key"])


@client()
@require_safe
def sheet(request: ClientRequest, pk: int, n: int) -> HttpResponse:
    """A page as a picture."""
    eyes = own_eyes(request.member)
    looked(document_of(eyes, pk).submission, by=request.member)
    return answer_sheet(eyes, pk, n)


@client()
@require_safe
def document(request: ClientRequest, pk: int) -> HttpResponseBase:
    """The file itself, only where the agency allowed downloads; it is written down."""
    shown = document_of(own_eyes(request.member), pk)
    if not shown.submission.share.may_download:
        raise Http404
    looked(shown.submission, by=request.member)
    shown.was_downloaded(by=request.member)
    return serve(shown.document, download=True, request=request)


@client()
@require_safe
def profile_sheet(request: ClientRequest, pk: int, n: int) -> HttpResponse:
    """A page of the agency's profile as a picture."""
    eyes = own_eyes(request.member)
    looked(profile_of(eyes, pk)[0], by=request.member)
    return answer_profile_sheet(eyes, pk, n)


@client()
@require_safe
def profile(request: ClientRequest, pk: int) -> HttpResponse:
    """The profile as PDF, only where the agency allowed downloads; it is written down."""
    submission, found = profile_of(own_eyes(request.member), pk)
    if not submission.share.may_download:
        raise Http404
    looked(submission, by=request.member)
    submission.was_downloaded(by=request.member, document="PDF")
    try:
        data = stored(found.key)
    except OSError:
        raise Http404 from None
    return respond(data, "application/pdf", name=f"{submission.shown_name}.pdf", attachment=True, request=request)
