"""Through whose eyes a page is read: a client contact's own, or a recruiter's who previews what that contact sees."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, cast
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse

from portico.agencies.models import Member
from portico.agencies.roles import May
from portico.jobs.stages import Stage
from portico.kit.addresses import address
from portico.kit.prepared import prepared
from portico.pipeline.models import Move, MoveQuerySet, Submission, SubmissionDocument
from portico.pipeline.submissions import SubmissionQuerySet
from portico.portals.models import JobShare, JobShareQuerySet, Portal
from portico.portals.settings import PortalSettings, narrowed


@prepared
def stages_in_use(member: Member) -> QuerySet[Stage]:
    """The stages they see."""
    return Stage.objects.visible_to(member).active()


@dataclass(frozen=True, slots=True)
class Sight:
    """The rows somebody sees; each made when it is asked for."""

    shares: Callable[[], JobShareQuerySet]
    submissions: Callable[[], SubmissionQuerySet]
    documents: Callable[[], QuerySet[SubmissionDocument]]
    moves: Callable[[], MoveQuerySet]


@dataclass(frozen=True, slots=True)
class Judging:
    """All that a compiled query may know of a portal's settings."""

    judging: bool


@dataclass(frozen=True, slots=True)
class Eyes:
    """The rows somebody sees, whether they may answer, and where their links lead."""

    member: Member
    sight: Sight
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

    own: bool = False
    """Somebody's own eyes, through which pages are read by compiled queries (kit.prepared)."""

    def shape(self) -> Any:
        """What decides the form of their queries."""
        return (self.member.shape(), self.settings.judging) if self.own else NotImplemented

    def values(self) -> tuple[int, int, int]:
        """Whose eyes they are."""
        return self.member.values()

    def stand_in(self, values: tuple[int, int, int]) -> "Eyes":
        """Somebody else's who sees alike."""
        member, settings = self.member.stand_in(values), cast(PortalSettings, Judging(self.settings.judging))
        return Eyes(member=member, sight=sight_of(member), may_judge=self.may_judge, settings=settings, own=True)

    @property
    def shares(self) -> JobShareQuerySet:
        """Jobs."""
        return self.sight.shares()

    @property
    def submissions(self) -> SubmissionQuerySet:
        """Candidates."""
        return self.sight.submissions()

    @property
    def documents(self) -> QuerySet[SubmissionDocument]:
        """Papers."""
        return self.sight.documents()

    @property
    def moves(self) -> MoveQuerySet:
        """Steps."""
        return self.sight.moves()

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
        path = address(name, *([self.member.pk, *args] if self.preview else args))
        if not (self.view or self.asked or query):
            return path
        kept = {"view": self.view, **dict(self.asked), **query}
        return path + query_of(tuple(kept.items()))

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
        found: list[Stage] = stages_in_use(self.member)
        for stage in found:
            stage.name = self.stage_name(stage)
        return self.settings.in_order(found)

    def stage_name(self, stage: Stage) -> str:
        """What they read instead of the agency's own name of a stage."""
        return self.settings.stage_name(stage.pk, stage.name)


@lru_cache(maxsize=500)
def query_of(pairs: tuple[tuple[str, str], ...]) -> str:
    """What stands behind a path; hundreds of links of a page have the same."""
    kept = [(key, value) for key, value in pairs if value]
    return f"?{urlencode(kept)}" if kept else ""


def sight_of(member: Member) -> Sight:
    """What a client contact sees."""
    return Sight(
        shares=lambda: JobShare.objects.visible_to(member),
        submissions=lambda: Submission.objects.visible_to(member),
        documents=lambda: SubmissionDocument.objects.visible_to(member),
        moves=lambda: Move.objects.visible_to(member),
    )


def own_eyes(member: Member, view: str = "") -> Eyes:
    """A client contact's."""
    settings = Portal.settings_for(member)
    return Eyes(
        member=member,
        sight=sight_of(member),
        may_judge=member.may(May.JUDGE),
        settings=settings,
        view=view,
        own=True,
    )


def preview_eyes(staff: Member, contact: Member, view: str = "") -> Eyes:
    """A recruiter's who looks as this contact would once all that is prepared is published and they have joined."""
    submissions = Submission.objects.visible_to(staff).previewed_for(contact)
    documents = SubmissionDocument.objects.visible_to(staff).filter(submission__in=submissions)
    sight = Sight(
        shares=lambda: JobShare.objects.visible_to(staff).previewed_for(contact),
        submissions=submissions.all,
        documents=documents.handed_out,
        moves=lambda: Move.objects.visible_to(staff).told_to(contact),
    )
    return Eyes(
        member=contact.as_joined(),
        sight=sight,
        may_judge=False,
        settings=Portal.settings_for(contact),
        sees_money=staff.may(May.SEE_MONEY),
        preview=True,
        view=view,
    )


def guest_eyes(sender: Member, submission: int, email: str) -> Eyes:
    """A guest's: the one submission, as long as who forwarded it sees it, and nothing else."""
    theirs = own_eyes(sender)
    sight = Sight(
        shares=theirs.shares.none,
        submissions=lambda: theirs.submissions.filter(pk=submission),
        documents=lambda: theirs.documents.filter(submission=submission),
        moves=theirs.moves.none,
    )
    return replace(
        theirs,
        sight=sight,
        own=False,
        may_judge=False,
        guest=email,
    )
