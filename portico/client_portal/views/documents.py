"""Documents of candidates: pictures of their pages, and the file itself where the share allows it."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from portico.agencies.gate import ClientRequest, client
from portico.client_portal.reading.eyes import Eyes, own_eyes
from portico.records.files import serve, serve_page


def answer_sheet(eyes: Eyes, pk: int, n: int) -> HttpResponse:
    """One page of a document that these eyes see."""
    shown = get_object_or_404(eyes.documents.select_related("document"), pk=pk)
    return serve_page(get_object_or_404(shown.document.pages, number=n))


@client()
@require_safe
def sheet(request: ClientRequest, pk: int, n: int) -> HttpResponse:
    """A page as a picture."""
    return answer_sheet(own_eyes(request.member), pk, n)


@client()
@require_safe
def document(request: ClientRequest, pk: int) -> HttpResponse:
    """The file itself, only where the agency allowed downloads; it is written down."""
    related = ["document", "submission__share__portal__organization", "submission__application__candidate"]
    shown = get_object_or_404(own_eyes(request.member).documents.select_related(*related), pk=pk)
    if not shown.submission.share.may_download:
        raise Http404
    shown.was_downloaded(by=request.member)
    return serve(shown.document, download=True)
