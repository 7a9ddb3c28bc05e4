"""Files on any record, and the desk's way to open them."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portico.agencies.gate import DeskRequest, staff
from portico.agencies.roles import May
from portico.backoffice.forms.notes import DocumentForm
from portico.backoffice.parts import refuse_at
from portico.backoffice.things import OF_KIND, page_of, row_of
from portico.kit.pages import page, say
from portico.kit.rules import RuleBroken
from portico.records.files import serve, serve_page, take_in
from portico.records.models import Document, PageImage


@staff(May.WORK_DESK)
@require_POST
def document_add(request: DeskRequest, slug: str, pk: int) -> HttpResponse:
    """Keep a file on a record."""
    row = row_of(request, slug, pk)
    form = DocumentForm(request.POST, request.FILES, prefix="document")
    if not form.does(lambda file, kind: take_in(file, on=row, by=request.member, kind=kind)):
        return refuse_at(request, row, form, "document")
    say(request, _("The file is kept."))
    return page_of(row)


@staff()
@require_safe
def document(request: DeskRequest, pk: int) -> HttpResponse:
    """A file with its pages as pictures."""
    found = document_of(request, pk)
    row = found.subject()
    back = OF_KIND[found.kind] if found.kind in OF_KIND and row is not None else None
    pages = PageImage.objects.visible_to(request.member).filter(document=found).order_by("number")
    sheets = [
        {"src": reverse("backoffice:document_page", args=[pk, one.number]), "width": one.width, "height": one.height}
        for one in pages
    ]
    return page(request, "backoffice/document.html", document=found, pages=sheets, row=row, back=back)


@staff()
@require_safe
def document_file(request: DeskRequest, pk: int) -> HttpResponseBase:
    """The file itself: ?download=1 saves it, and what was not scanned yet can only be saved."""
    return serve(document_of(request, pk), download="download" in request.GET, request=request, unscanned=True)


@staff()
@require_safe
def document_page(request: DeskRequest, pk: int, number: int) -> HttpResponseBase:
    """One page as a picture."""
    found = document_of(request, pk)
    return serve_page(get_object_or_404(PageImage.objects.visible_to(request.member), document=found, number=number))


@staff(May.WORK_DESK)
@require_POST
def document_archive(request: DeskRequest, pk: int) -> HttpResponse:
    """Take a file off its record; clients no longer see it."""
    found = document_of(request, pk)
    row = found.subject()
    if row is None:
        raise RuleBroken(_("The record of this file is gone."))
    found.archive(by=request.member)
    say(request, _("%s is taken off the record.") % found.name)
    return page_of(row)


def document_of(request: DeskRequest, pk: int) -> Document:
    """The document, if its record is one the reader sees."""
    found = get_object_or_404(Document.objects.visible_to(request.member), pk=pk)
    thing = OF_KIND.get(found.kind)
    if thing is not None:
        get_object_or_404(thing.model.objects.visible_to(request.member), pk=found.object_id)
    return found
