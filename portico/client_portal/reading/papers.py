"""The documents of a submission, as pictures of their pages."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from portico.client_portal.reading.eyes import Eyes
from portico.kit.prepared import prepared
from portico.kit.words import label_of
from portico.pipeline.models import Submission
from portico.pipeline.profile_drawing import current, is_shown
from portico.pipeline.tasks import draw_profile
from portico.records.models import Document


@dataclass(frozen=True, slots=True)
class Paper:
    """A document that may be read, and perhaps downloaded."""

    id: str
    name: str
    kind: str
    state: str
    sheets: list[dict[str, object]]
    download: str


def read_papers(eyes: Eyes, submission: Submission) -> list[Paper]:
    """The profile, where one is shown, and what was chosen to be shown, in its order; of a blind profile only that."""
    profile = [profile_paper(eyes, submission)] if is_shown(submission) else []
    if submission.is_blind:
        return profile
    taken = submission.share.may_download and not (eyes.preview or eyes.guest)
    papers: dict[int, Paper] = {}
    for pk, name, kind, state, number, width, height in papers_of(eyes, submission.pk):
        if pk not in papers:
            download = eyes.address("document", pk, view="") if taken else ""
            papers[pk] = Paper(str(pk), name, label_of(Document.Kind, kind), state, [], download)
        if number is not None and state == Document.Preview.READY:
            source = eyes.address("sheet", pk, number, view="")
            papers[pk].sheets.append({"src": source, "width": width, "height": height})
    return profile + list(papers.values())


@prepared
def papers_of(eyes: Eyes, submission: int) -> QuerySet[Any]:
    """What was chosen to be shown, a line for each of its pages."""
    rows = eyes.documents.filter(submission=submission).order_by("position", "pk", "document__pages__number")
    names = ["name", "document_kind", "preview", "pages__number", "pages__width", "pages__height"]
    return rows.values_list("pk", *(f"document__{name}" for name in names))


def profile_paper(eyes: Eyes, submission: Submission) -> Paper:
    """The agency's profile as it must look now; where it is still to be drawn, that is asked for."""
    found = current(submission)
    if found is None:
        draw_profile.enqueue(submission.pk)
    sheets: list[dict[str, object]] = [
        {
            "src": eyes.address("profile_sheet", submission.pk, number, view=""),
            "width": page["width"],
            "height": page["height"],
        }
        for number, page in enumerate(found.pages if found else [], start=1)
    ]
    taken = found is not None and submission.share.may_download and not (eyes.preview or eyes.guest)
    return Paper(
        id="profile",
        name=_("Profile"),
        kind=eyes.member.agency.name,
        state="ready" if sheets else "waiting",
        sheets=sheets,
        download=eyes.address("profile", submission.pk, view="") if taken else "",
    )
