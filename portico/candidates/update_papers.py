"""A newer résumé, handed in while answering an update request."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from portico.agencies.models import Member
from portico.candidates.update_requests import UpdateRequest
from portico.kit.rules import RuleBroken
from portico.records.files import take_in
from portico.records.models import Document

AT_MOST = 3


def handed_in(request: UpdateRequest) -> list[str]:
    """The names of the files that came with the answer so far."""
    mine = Document.objects.on(request.candidate).filter(agency=request.agency_id, archived__isnull=True)
    rows = mine.filter(pk__in=request.draft.get("papers", [])).values_list("name", flat=True)
    return list(rows)


def hand_in(request: UpdateRequest, upload: "UploadedFile[Any]", *, by: Member | None) -> Document:
    """Keep a résumé on the candidate's record. It counts as begun; what was typed is kept beside it."""
    request.check_open()
    papers = list(request.draft.get("papers", []))
    if len(papers) >= AT_MOST:
        raise RuleBroken(_("You have handed in several files already. Send your answer first."))
    if not (upload.name or "").lower().endswith((".pdf", ".docx")):
        raise RuleBroken(_("Please choose a PDF or Word file (.pdf or .docx)."))
    document = take_in(upload, on=request.candidate, by=by or request.candidate.member, kind=Document.Kind.RESUME)
    if document.pk not in papers:
        request.keep_for_later({**request.draft, "papers": [*papers, document.pk]}, by=by)
    return document
