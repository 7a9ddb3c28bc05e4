"""Notes on any record."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portico.agencies.gate import DeskRequest, staff
from portico.agencies.roles import May
from portico.backoffice.forms.notes import NoteForm
from portico.backoffice.parts import refuse_at
from portico.backoffice.things import page_of, row_of
from portico.kit.pages import say
from portico.kit.rules import RuleBroken
from portico.records.models import Note
from portico.records.noting import delete_note, write_note


@staff(May.WORK_DESK)
@require_POST
def note_add(request: DeskRequest, slug: str, pk: int) -> HttpResponse:
    """Jot something down on a record."""
    row = row_of(request, slug, pk)
    form = NoteForm(request.POST, prefix="note")
    if not form.does(write_note, row=row, by=request.member):
        return refuse_at(request, row, form, "note")
    say(request, _("Noted."))
    return page_of(row)


@staff(May.WORK_DESK)
@require_POST
def note_delete(request: DeskRequest, pk: int) -> HttpResponse:
    """Take back one's own note."""
    note = get_object_or_404(Note.objects.visible_to(request.member), pk=pk)
    row = note.subject()
    if row is None:
        raise RuleBroken(_("The record of this note is gone."))
    delete_note(note, by=request.member)
    say(request, _("The note is deleted."))
    return page_of(row)
