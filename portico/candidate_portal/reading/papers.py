"""The candidate's documents, listed and one by one."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from portico.agencies.models import Member
from portico.candidates.models import Candidate
from portico.candidates.papers import shown_to
from portico.records.models import Document


@dataclass(frozen=True, slots=True)
class Paper:
    """A document in the list. What the agency added carries its kind, not the file name somebody gave it inside."""

    id: int
    name: str
    kind: str
    mine: bool
    added: datetime
    url: str
    is_resume: bool = False
    scan: str = ""
    """Why the file itself cannot be had: not scanned yet, or removed."""


@dataclass(frozen=True, slots=True)
class PaperPage:
    """One document, as pictures of its pages."""

    paper: Paper
    state: str
    sheets: list[dict[str, object]]
    download: str


def paper(document: Document, member: Member) -> Paper:
    """One line of the list."""
    mine = document.added_by_id == member.pk
    kind = document.get_document_kind_display()
    url = reverse("candidate_portal:document", args=[document.pk])
    name = document.name if mine else kind
    is_resume = document.document_kind == Document.Kind.RESUME
    scan = "" if document.is_safe else str(document.get_scan_display())
    return Paper(document.pk, name, kind, mine, document.added, url, is_resume, scan)


def read_papers(candidate: Candidate, member: Member) -> list[Paper]:
    """Newest first."""
    return [paper(document, member) for document in shown_to(candidate, member).defer("text")]


def read_paper(document: Document, member: Member) -> PaperPage:
    """One of them."""
    ready = document.preview == Document.Preview.READY
    sheet = "candidate_portal:document_sheet"
    sheets: list[dict[str, object]] = [
        {"src": reverse(sheet, args=[document.pk, page.number]), "width": page.width, "height": page.height}
        for page in (document.pages.all() if ready else [])
    ]
    download = reverse("candidate_portal:document_file", args=[document.pk]) if document.is_safe else ""
    return PaperPage(paper(document, member), document.preview, sheets, download)
