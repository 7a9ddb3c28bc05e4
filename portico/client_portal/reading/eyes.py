"""Through whose eyes a page is read: a client contact's own, or a recruiter's who previews what that contact sees."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse

from portico.agencies.models import Member
from portico.agencies.roles import May
from portico.pipeline.models import Move, MoveQuerySet, Submission, SubmissionDocument
from portico.pipeline.submissions import SubmissionQuerySet
from portico.portals.models import JobShare, JobShareQuerySet


@dataclass(frozen=True, slots=True)
class Eyes:
    """The rows somebody sees, whether they may answer, and where their links lead."""

    member: Member
    shares: JobShareQuerySet
    submissions: SubmissionQuerySet
    documents: QuerySet[SubmissionDocument]
    moves: MoveQuerySet
    may_judge: bool
    sees_money: bool = True
    """Contacts see the pay they were shown; who previews, only what their own role allows."""
    preview: bool = False
    view: str = ""
    """How they look at pipelines, which their links keep: "list", or nothing for the board."""

    def address(self, page: str, *args: int, **query: str) -> str:
        """Where a page is for these eyes."""
        name = f"client_portal:{'preview_' if self.preview else ''}{page}"
        path = reverse(name, args=[self.member.pk, *args] if self.preview else args)
        kept = {key: value for key, value in {"view": self.view, **query}.items() if value}
        return f"{path}?{urlencode(kept)}" if kept else path


def own_eyes(member: Member, view: str = "") -> Eyes:
    """A client contact's."""
    return Eyes(
        member=member,
        shares=JobShare.objects.visible_to(member),
        submissions=Submission.objects.visible_to(member),
        documents=SubmissionDocument.objects.visible_to(member),
        moves=Move.objects.visible_to(member),
        may_judge=member.may(May.JUDGE),
        view=view,
    )


def preview_eyes(staff: Member, contact: Member, view: str = "") -> Eyes:
    """A recruiter's who looks as this contact would once all that is prepared is published and they have joined."""
    submissions = Submission.objects.visible_to(staff).previewed_for(contact)
    documents = SubmissionDocument.objects.visible_to(staff).filter(submission__in=submissions)
    return Eyes(
        member=contact.as_joined(),
        shares=JobShare.objects.visible_to(staff).previewed_for(contact),
        submissions=submissions,
        documents=documents.filter(document__archived__isnull=True),
        moves=Move.objects.visible_to(staff).told_to(contact),
        may_judge=False,
        sees_money=staff.may(May.SEE_MONEY),
        preview=True,
        view=view,
    )
