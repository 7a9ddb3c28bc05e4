"""What a job's page says about sharing it with the client."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from portico.agencies.models import Member
from portico.agencies.roles import Role
from portico.jobs.models import Job
from portico.kit.addresses import address
from portico.kit.prepared import figures, prepared
from portico.pipeline.models import Submission
from portico.portals.models import JobShare, Portal, Seat
from portico.portals.sharing import Missing, missing


@dataclass(slots=True)
class Person:
    """A contact on the client's side, and the role there."""

    pk: int
    member_pk: int
    name: str
    role: str
    seat_pk: int = 0
    last_seen: datetime | None = None


@dataclass(slots=True)
class Mend:
    """A precondition of sharing that is missing, and the page to mend it."""

    said: str
    url: str
    label: str


@dataclass(slots=True)
class Sharing:
    """Whether and to whom a job is shown."""

    share_pk: int = 0
    portal_pk: int = 0
    view: str = ""
    """The job as somebody there sees it: the first of its people, else somebody new."""
    state: str = ""
    label: str = ""
    tone: str = "neutral"
    since: datetime | None = None
    expires: datetime | None = None
    downloads: bool = False
    show_pay: bool = False
    people: list[Person] = field(default_factory=list)
    waiting: list[Person] = field(default_factory=list)
    """Invited, not yet in."""
    elsewhere: list[str] = field(default_factory=list)
    """Other organizations that see the job: it was shared before its client changed."""
    shown: int = 0
    prepared: int = 0
    missing: list[Mend] = field(default_factory=list)

    @property
    def is_shared(self) -> bool:
        """Open to the client now."""
        return self.state == JobShare.Status.LIVE


def read_sharing(job: Job, member: Member) -> Sharing:
    """How the job stands with the portal of its organization."""
    by_portal = {share.portal.organization_id: share for share in shares_of(member, job.pk)}
    share = by_portal.pop(job.organization_id, None)
    found = sharing_of(share, member) if share is not None else Sharing()
    found.missing = [mend(job, one) for one in missing(job)]
    found.elsewhere = [
        other.portal.organization.name for other in by_portal.values() if other.status in JobShare.SHARED
    ]
    return found


@prepared
def shares_of(member: Member, job: int) -> QuerySet[Any]:
    """The shares of a job."""
    return JobShare.objects.visible_to(member).filter(job=job).select_related("portal__organization").order_by("pk")


@prepared
def shown_figures(member: Member, share: int) -> QuerySet[Any]:
    """How many candidates a share shows, and how many are prepared for it."""
    shown = ~Q(status__in=[Submission.Status.PROPOSED, Submission.Status.WITHDRAWN])
    rows = Submission.objects.visible_to(member).filter(share=share)
    prepared_ones = Q(status=Submission.Status.PROPOSED)
    return figures(rows, shown=Count("pk", filter=shown), prepared=Count("pk", filter=prepared_ones))


@prepared
def seats_of(member: Member, portal: int) -> QuerySet[Any]:
    """Who has access to a portal."""
    seats = Seat.objects.visible_to(member).filter(portal=portal).select_related("contact", "member__user")
    return seats.order_by("contact__name_key", "pk")


@prepared
def seats_chosen(member: Member, share: int) -> QuerySet[Any]:
    """To whom a share was opened by name."""
    return Seat.objects.visible_to(member).filter(shares=share).values_list("pk", flat=True)


def sharing_of(share: JobShare, member: Member) -> Sharing:
    """One share with who sees it."""
    tones = {JobShare.Status.LIVE: "ok", JobShare.Status.PAUSED: "warn"}
    over = share.is_over and share.status == JobShare.Status.LIVE
    inside, waiting = people_of(share.portal, member, share=share)
    shown, prepared_ones = shown_figures.first(member, share.pk) or (0, 0)
    return Sharing(
        share_pk=share.pk,
        portal_pk=share.portal_id,
        view=view_of(share, inside),
        state="over" if over else share.status,
        label=_("Ended on its own") if over else str(share.get_status_display()),
        tone="neutral" if over else tones.get(JobShare.Status(share.status), "neutral"),
        since=share.status_since,
        expires=share.expires,
        downloads=share.may_download,
        show_pay=share.show_pay,
        people=inside,
        waiting=waiting,
        shown=shown,
        prepared=prepared_ones,
    )


def view_of(share: JobShare, inside: list[Person]) -> str:
    """The preview of a share through somebody's eyes."""
    pk, asked = (inside[0].member_pk, "") if inside else (0, f"?portal={share.portal_id}&role={Role.REVIEWER}")
    return address("client_portal:preview_job", pk, share.pk) + asked


def people_of(portal: Portal, member: Member, *, share: JobShare | None = None) -> tuple[list[Person], list[Person]]:
    """The contacts of a portal who are in and see the share, and those who are invited and will see it."""
    seats = seats_of(member, portal.pk)
    some = share is not None and not all(seat.all_jobs for seat in seats)
    chosen = set(seats_chosen(member, share.pk)) if share is not None and some else set()
    inside, waiting = [], []
    for seat in seats:
        if not seat.all_jobs and seat.pk not in chosen:
            continue
        if seat.member.is_in and portal.active:
            inside.append(person_of(seat))
        elif seat.member.status == Member.Status.INVITED:
            waiting.append(person_of(seat))
    return inside, waiting


def person_of(seat: Seat) -> Person:
    """A seat's person."""
    return Person(
        pk=seat.contact_id,
        member_pk=seat.member_id,
        name=seat.contact.name,
        role=seat.member.role_name,
        seat_pk=seat.pk,
        last_seen=seat.member.last_seen,
    )


def mend(job: Job, one: Missing) -> Mend:
    """Where the recruiter puts right what is missing."""
    contact = job.primary_contact
    edit = f"{address('backoffice:job_edit', job.pk)}#id_primary_contact"
    organization = address("backoffice:organization", job.organization_id)
    match one.code:
        case "job_inactive":
            return Mend(one.said, address("backoffice:job", job.pk), _("Open the job"))
        case "no_contact":
            return Mend(one.said, edit, _("Choose the primary contact"))
        case "contact_homeless" if contact is not None:
            return Mend(one.said, address("backoffice:contact_edit", contact.pk), _("Edit the contact"))
        case "contact_elsewhere":
            return Mend(one.said, edit, _("Correct the job"))
        case "portal_off":
            return Mend(one.said, organization, _("Switch the portal on"))
        case "nobody_active" if contact is not None and contact.organization_id == job.organization_id:
            return Mend(one.said, address("backoffice:contact", contact.pk), _("Invite %s") % contact.name)
    return Mend(one.said, organization, _("Open the organization"))
