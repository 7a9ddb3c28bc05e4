"""What every record's page shows beside its own facts: notes, documents, the timeline."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import resolve, reverse

from portico.agencies.gate import DeskRequest
from portico.agencies.models import Member
from portico.backoffice.forms.notes import DocumentForm, NoteForm
from portico.backoffice.reading.unreachable import unreachable_at
from portico.backoffice.things import OF_KIND, slug_of
from portico.kit.pages import AnyForm, bound, page, refuse
from portico.kit.prepared import prepared
from portico.kit.times import now
from portico.records.models import Document, Note
from portico.records.subjects import kind_of
from portico.records.timeline import timeline

SHOWN = 30


def parts_of(request: DeskRequest, row: Any, *, later: bool = False) -> dict[str, Any]:
    """Notes, documents and timeline of a record, with the forms to add to them.

    `later`: the timeline stands far down, and is brought when somebody comes to it; without scripts, by a link to it.
    """
    waits = later and request.GET.get("timeline") != "all"
    member, kind = request.member, kind_of(row)
    return {
        "slug": slug_of(row),
        "row": row,
        "me_pk": member.pk,
        "notes": notes_on(member, kind, row.pk),
        "note_form": bound(request, NoteForm, key=f"note-{row.pk}", prefix="note"),
        "documents": documents_on(member, kind, row.pk),
        "document_form": bound(request, DocumentForm, key=f"document-{row.pk}", prefix="document"),
        "timeline": None if waits else timeline(row, member, limit=SHOWN),
        "today": now(),
        "unreachable": unreachable_at(member, row),
    }


def timeline_alone(request: DeskRequest, template: str, row: Any) -> HttpResponse:
    """The timeline, for a page that is there already."""
    return page(request, template, timeline=timeline(row, request.member, limit=SHOWN))


@prepared
def notes_on(member: Member, kind: str, number: int) -> QuerySet[Any]:
    """What was jotted down on a record, the latest first."""
    rows = Note.objects.visible_to(member).filter(kind=kind, object_id=number).order_by("-written", "-pk")
    return rows.only("author", "author_name", "imported", "written", "text")[:SHOWN]


@prepared
def documents_on(member: Member, kind: str, number: int) -> QuerySet[Any]:
    """A record's files, the latest first; their words and places stay where they are."""
    rows = Document.objects.visible_to(member).filter(kind=kind, object_id=number, archived__isnull=True)
    return rows.order_by("-added", "-pk").only("document_kind", "name", "added", "scan", "preview")


def refuse_at(request: DeskRequest, row: Any, form: AnyForm, key: str) -> HttpResponse:
    """Draw the record's page again with the refused form on it."""
    form.key = f"{key}-{row.pk}"
    there = resolve(reverse(OF_KIND[row._meta.label_lower].page, args=[row.pk]))
    return refuse(request, there.func, *there.args, form=form, **there.kwargs)
