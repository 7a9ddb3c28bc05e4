"""What every record's page shows beside its own facts: notes, documents, the timeline."""

from typing import Any

from django.http import HttpResponse
from django.urls import resolve, reverse

from portico.agencies.gate import DeskRequest
from portico.backoffice.forms.notes import DocumentForm, NoteForm
from portico.backoffice.reading.unreachable import unreachable_at
from portico.backoffice.things import OF_KIND, slug_of
from portico.kit.pages import AnyForm, bound, refuse
from portico.kit.times import now
from portico.records.models import Document, Note
from portico.records.timeline import timeline

SHOWN = 30


def parts_of(request: DeskRequest, row: Any) -> dict[str, Any]:
    """Notes, documents and timeline of a record, with the forms to add to them."""
    notes = Note.objects.visible_to(request.member).on(row).order_by("-written", "-pk")
    documents = Document.objects.visible_to(request.member).on(row).filter(archived__isnull=True).order_by("-added")
    return {
        "slug": slug_of(row),
        "row": row,
        "me_pk": request.member.pk,
        "notes": list(notes[:SHOWN]),
        "note_form": bound(request, NoteForm, key=f"note-{row.pk}", prefix="note"),
        "documents": list(documents),
        "document_form": bound(request, DocumentForm, key=f"document-{row.pk}", prefix="document"),
        "timeline": timeline(row, request.member, limit=SHOWN),
        "today": now(),
        "unreachable": unreachable_at(request.member, row),
    }


def refuse_at(request: DeskRequest, row: Any, form: AnyForm, key: str) -> HttpResponse:
    """Draw the record's page again with the refused form on it."""
    form.key = f"{key}-{row.pk}"
    there = resolve(reverse(OF_KIND[row._meta.label_lower].page, args=[row.pk]))
    return refuse(request, there.func, *there.args, form=form, **there.kwargs)
