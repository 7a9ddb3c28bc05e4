"""A candidate's own documents: what they see of what the agency keeps on them, and handing in another one."""

from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from portico.agencies.models import Member
from portico.candidates.models import Candidate
from portico.kit.rules import RuleBroken
from portico.kit.times import now
from portico.records.files import take_in
from portico.records.models import Document

THEIRS = (Document.Kind.RESUME, Document.Kind.COVER_LETTER, Document.Kind.CERTIFICATE)
HANDED_IN_AT_MOST = 20
A_DAY_AT_MOST = 40
"""Files that one candidate may hand in within a day, also those they take back."""


def shown_to(candidate: Candidate, member: Member) -> QuerySet[Document]:
    """What they handed in, and the résumés, letters and certificates the agency has of them; no other papers."""
    documents = Document.objects.on(candidate).filter(agency=candidate.agency_id, archived__isnull=True)
    return documents.filter(Q(added_by=member) | Q(document_kind__in=THEIRS)).order_by("-added", "-pk")


KINDS = (*THEIRS, Document.Kind.REFERENCE, Document.Kind.WORK_SAMPLE, Document.Kind.OTHER)
"""What candidates may hand in."""


def hand_in(
    candidate: Candidate, upload: "UploadedFile[Any]", *, by: Member, kind: str = Document.Kind.RESUME
) -> Document:
    """They add a newer résumé, or another paper; their recruiter sees it on the timeline."""
    if kind not in KINDS:
        raise RuleBroken(_("Say what it is."))
    mine = Document.objects.on(candidate).filter(added_by=by, archived__isnull=True)
    if mine.count() >= HANDED_IN_AT_MOST:
        raise RuleBroken(_("You have handed in many documents already. Ask your recruiter to tidy up first."))
    check_daily(by)
    if kind == Document.Kind.RESUME and not (upload.name or "").lower().endswith((".pdf", ".docx")):
        raise RuleBroken(_("Please choose a PDF or Word file (.pdf or .docx)."))
    return take_in(upload, on=candidate, by=by, kind=kind)


def check_daily(by: Member) -> None:
    """Nobody outside the agency fills its disk: what they take back is kept too."""
    mine = Document.objects.filter(agency=by.agency_id, added_by=by, added__gt=now() - timedelta(days=1))
    if not by.is_staff and mine.count() >= A_DAY_AT_MOST:
        raise RuleBroken(_("That are many files for one day. Please go on tomorrow, or ask your recruiter."))


def put_away(document: Document, *, by: Member) -> None:
    """They take a paper back that they handed in themselves; the agency can still bring it back."""
    if document.added_by_id != by.pk:
        raise RuleBroken(_("Only what you handed in yourself can be removed."))
    document.archive(by=by)
