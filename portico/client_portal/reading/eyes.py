"""Through whose eyes a page is read: a client contact's own, or a recruiter's who previews what that contact sees."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse

from portico.agencies.models import Member
from portico.agencies.roles import May
from portico.jobs.stages import Stage
from portico.pipeline.models import Move, MoveQuerySet, Submission, SubmissionDocument
from portico.pipeline.submissions import SubmissionQuerySet
from portico.portals.models import JobShare, JobShareQuerySet, Portal
from portico.portals.settings import PortalSettings, narrowed


@dataclass(frozen=True, slots=True)
class Eyes:
    """The rows somebody sees, whether they may answer, and where their links lead."""

    member: Member
    shares: JobShareQuerySet
    submissions: SubmissionQuerySet
    documents: QuerySet[SubmissionDocument]
    moves: MoveQuerySet
    may_judge: bool
    settings: PortalSettings
    """What holds on their portal; a share may take away from it (`settings_of`)."""
    sees_money: bool = True
    """Contacts see the pay they were shown; who previews, only what their own role allows."""
    preview: bool = False
    view: str = ""
    """How they look at pipelines, which their links keep: "list", or nothing for the board."""
    asked: tuple[tuple[str, str], ...] = ()
    """What else their links keep: whom a preview stands in for."""

    guest: str = ""
    """The mail address of a guest, who reads one submission through the eyes of who forwarded it."""

    @property
    def reader(self) -> str:
        """Whose address stands over marked pages."""
        return self.guest or self.member.email

    def address(self, page: str, *args: int, **query: str) -> str:
        """Where a page is for these eyes."""
        if self.guest:
            sheets = {"sheet", "profile_sheet"}
            return (
                reverse(f"client_portal:guest_{page}", args=args) if page in sheets else reverse("client_portal:guest")
            )
        name = f"client_portal:{'preview_' if self.preview else ''}{page}"
        path = reverse(name, args=[self.member.pk, *args] if self.preview else args)
        kept = {key: value for key, value in {"view": self.view, **dict(self.asked), **query}.items() if value}
        return f"{path}?{urlencode(kept)}" if kept else path

    def settings_of(self, share: JobShare) -> PortalSettings:
        """What holds for one share on their portal."""
        return narrowed(self.settings, share.values)

    def waiting(self) -> SubmissionQuerySet:
        """Who waits for an answer of their side; nobody where the portal is only for looking."""
        if not self.settings.judging:
            return self.submissions.none()
        return self.submissions.waiting().asked()

    def fields_of(self, submission: Submission) -> list[str]:
        """What of the chosen fields they may see: never more than the portal ever shows."""
        return [name for name in submission.fields if name in self.settings.fields]

    def stages(self) -> list[Stage]:
        """The stages that clients see, in the order and by the names of their portal."""
        found = list(Stage.objects.visible_to(self.member).active())
        for stage in found:
            stage.name = self.stage_name(stage)
        return self.settings.in_order(found)

    def stage_name(self, stage: Stage) -> str:
        """What they read instead of the agency's own name of a stage."""
        return self.settings.stage_name(stage.pk, stage.name)


def own_eyes(member: Member, view: str = "") -> Eyes:
    """A client contact's."""
    return Eyes(
        member=member,
        shares=JobShare.objects.visible_to(member),
        submissions=Submission.objects.visible_to(member),
        documents=SubmissionDocument.objects.visible_to(member),
        moves=Move.objects.visible_to(member),
        may_judge=member.may(May.JUDGE),
        settings=Portal.settings_for(member),
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
        documents=documents.handed_out(),
        moves=Move.objects.visible_to(staff).told_to(contact),
        may_judge=False,
        settings=Portal.settings_for(contact),
        sees_money=staff.may(May.SEE_MONEY),
        preview=True,
        view=view,
    )


def guest_eyes(sender: Member, submission: int, email: str) -> Eyes:
    """A guest's: the one submission, as long as who forwarded it sees it, and nothing else."""
    theirs = own_eyes(sender)
    return replace(
        theirs,
        shares=theirs.shares.none(),
        submissions=theirs.submissions.filter(pk=submission),
        documents=theirs.documents.filter(submission=submission),
        moves=theirs.moves.none(),
        may_judge=False,
        guest=email,
    )
