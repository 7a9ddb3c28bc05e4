"""The documents of a submission, as pictures of their pages."""

from dataclasses import dataclass

from portico.client_portal.reading.eyes import Eyes
from portico.pipeline.models import Submission
from portico.records.models import Document


@dataclass(frozen=True, slots=True)
class Paper:
    """A document that may be read, and perhaps downloaded."""

    id: int
    name: str
    kind: str
    state: str
    sheets: list[dict[str, object]]
    download: str


def read_papers(eyes: Eyes, submission: Submission) -> list[Paper]:
    """What was chosen to be shown, in its order."""
    chosen = eyes.documents.filter(submission=submission.pk).select_related("document").defer("document__text")
    return [
        Paper(
            id=shown.pk,
            name=shown.document.name,
            kind=shown.document.get_document_kind_display(),
            state=shown.document.preview,
            sheets=[
                {
                    "src": eyes.address("sheet", shown.pk, page.number, view=""),
                    "width": page.width,
                    "height": page.height,
                }
                for page in shown.document.pages.all()
            ]
            if shown.document.preview == Document.Preview.READY
            else [],
            download=eyes.address("document", shown.pk, view="")
            if submission.share.may_download and not eyes.preview
            else "",
        )
        for shown in chosen.prefetch_related("document__pages")
    ]
