"""What a document looks like: its pages as pictures, which is what clients see of it; and its words for the search."""

from django.db import transaction

from portico.kit.storing import forget
from portico.records import files, search
from portico.records.filetypes import DOCX, PDF, TEXT
from portico.records.models import Document, PageImage
from portico.records.reading import Read, Unreadable, read

MOST_PAGES = 30
DPI = 110
READ_AS = {PDF.content_type: "pdf", DOCX.content_type: "docx", TEXT.content_type: "txt"}
LONGEST_SIDE = 2200
"""Pixels; a poster is drawn smaller than its size says."""


def prepare(document_id: int) -> None:
    """Make a document's page images and take down its words. Done again, it changes nothing."""
    document = Document.objects.filter(pk=document_id).first()
    if document is None or document.is_infected or document.preview == Document.Preview.READY:
        return
    known = READ_AS.get(document.content_type, "picture")
    try:
        found = read("pages", files.stored(document.key), type=known, most=MOST_PAGES, dpi=DPI, longest=LONGEST_SIDE)
    except (Unreadable, FileNotFoundError):
        waiting = Document.objects.filter(pk=document_id, preview=Document.Preview.WAITING)
        waiting.update(preview=Document.Preview.FAILED)
        return
    keys = [files.store(picture, f"pages/{document.agency_id}", "webp") for picture in found.pictures]
    try:
        kept = keep(document, found, keys)
    except BaseException:
        forget(keys)
        raise
    if not kept:
        forget(keys)


@transaction.atomic
def keep(document: Document, found: Read, keys: list[str]) -> bool:
    """Write down what was read, unless another worker already did."""
    still = Document.objects.select_for_update().filter(pk=document.pk).exclude(preview=Document.Preview.READY).first()
    if still is None or still.is_infected:
        return False
    still.text = found.result["text"]
    still.preview = Document.Preview.READY if keys else Document.Preview.FAILED
    still.page_count = found.result["count"]
    still.save(update_fields=["text", "preview", "page_count"])
    PageImage.objects.bulk_create(
        PageImage(agency_id=still.agency_id, document=still, number=number, key=key, width=width, height=height)
        for number, (key, (width, height)) in enumerate(zip(keys, found.result["pages"], strict=True), start=1)
    )
    search.documents_changed(still.kind, still.object_id)
    return True
