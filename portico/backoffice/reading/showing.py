"""A candidate's places on client portals: where, who looks, what was asked of whom; the same for job and candidate."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter
from typing import Any

from django.db.models import QuerySet

from portico.agencies.models import Member
from portico.agencies.roles import May
from portico.backoffice.reading.pipeline import Shown, shown_of
from portico.kit.prepared import prepared
from portico.kit.together import only_what_there_is
from portico.pipeline.models import (
    Application,
    Permission,
    RevealRequest,
    Submission,
    SubmissionDocument,
    SubmissionView,
)
from portico.pipeline.representing import permissions_of, questions_on, why_not
from portico.portals.defaults import kept_for
from portico.portals.models import JobShare, PortalDefaults, Seat, settle

TONES = {"requested": "info", "granted": "ok", "refused": "danger", "withdrawn": "danger"}


@dataclass(slots=True)
class Reader:
    """A contact who sees the candidate, and when they last did."""

    name: str
    contact_pk: int
    role: str
    looked: datetime | None
    is_in: bool


@dataclass(slots=True)
class Asked:
    """The question to the candidate, and what became of it."""

    pk: int
    state: str
    label: str
    tone: str
    client: str
    words: str
    asked: datetime
    asked_by: str
    due: datetime
    answered: datetime | None
    note: str
    until: datetime | None
    proof: str
    opened: datetime | None


@dataclass(slots=True)
class Placed:
    """One candidate on one portal."""

    pk: int
    application_pk: int
    candidate: str
    candidate_pk: int
    job: str
    job_pk: int
    share_pk: int
    share_live: bool
    organization: str
    portal_pk: int
    state: Shown
    is_proposed: bool
    is_shown: bool
    summary: str
    documents: list[str]
    blind: bool
    reference: str
    revealed: datetime | None
    lacking: str
    override: str
    overridden: datetime | None
    overridden_by: str
    needs_permission: bool
    who_asks: str = ""
    who_words: str = ""
    who_when: datetime | None = None
    readers: list[Reader] = field(default_factory=list)
    permission: Asked | None = None


def read_placed(member: Member, rows: QuerySet[Submission]) -> list[Placed]:
    """These submissions with everything one decides by: as many queries for many as for one."""
    return placed_at(member, list(rows.values_list("pk", flat=True)))


def placed_at(member: Member, numbers: list[int]) -> list[Placed]:
    """The submissions with these numbers, in this order."""
    there = {row.pk: row for row in submissions_at(member, numbers)} if numbers else {}
    found = [there[number] for number in numbers if number in there]
    if not found:
        return []
    runs, portals = ([*dict.fromkeys(one)] for one in zip(*map(PLACE, found), strict=True))
    with only_what_there_is(
        (kept_for, member.agency_id),
        (questions_on, runs),
        (names_asked, member, numbers),
        (shares_chosen, member, portals),
    ):
        settle([row.share.portal for row in found], PortalDefaults.of(member.agency_id))
        asked, papers = permissions_of(runs), defaultdict(list)
        for pk, name in papers_of(member, numbers):
            papers[pk].append(name)
        placed = {row.pk: placed_of(row, asked.get(row.application_id), papers[row.pk], member) for row in found}
        for one in names_asked(member, numbers):
            where = placed[one.submission_id]
            where.who_asks = one.asked_by.name if one.asked_by else where.organization
            where.who_words, where.who_when = one.words, one.asked
        add_readers(member, found, placed, portals)
    return list(placed.values())


PLACE = attrgetter("application_id", "share.portal_id")
"""For which application somebody is on which portal."""
OWN = ["agency", "application", "share", "status", "status_since", "decision", "answer_seen", "submitted", "summary"]
OWN += ["fields", "blind", "hidden_words", "revealed", "without_permission", "overridden", "overridden_by"]
BESIDE = {
    "application": "agency job candidate status",
    "application__candidate": "agency first_name last_name email owner",
    "application__job": "agency title status owner",
    "share": "agency portal job status expires values",
    "share__portal": "agency organization active custom values",
    "share__portal__organization": "agency name",
    "share__job": "agency title status archived",
    "overridden_by": "agency user side status",
    "overridden_by__user": "name email",
}
"""What a place on a portal says, and its neighbors: all of their columns are two hundred."""


@prepared
def submissions_at(member: Member, numbers: list[int]) -> QuerySet[Any]:
    """These submissions with whom and what they are about, and where."""
    rows = Submission.objects.visible_to(member).filter(pk__in=numbers).order_by().select_related(*BESIDE)
    return rows.only(*OWN, *(f"{where}__{name}" for where, names in BESIDE.items() for name in names.split()))


@prepared
def papers_of(member: Member, numbers: list[int]) -> QuerySet[Any]:
    """The names of the documents that are shown with these submissions."""
    rows = SubmissionDocument.objects.visible_to(member).filter(submission__in=numbers)
    rows = rows.filter(document__archived__isnull=True)
    return rows.order_by("position", "pk").values_list("submission", "document__name")


@prepared
def names_asked(member: Member, numbers: list[int]) -> QuerySet[Any]:
    """Who asks to see whose name."""
    rows = RevealRequest.objects.visible_to(member).waiting().filter(submission__in=numbers)
    return rows.order_by("pk").select_related("asked_by__user")


@prepared
def looks_at(member: Member, numbers: list[int]) -> QuerySet[Any]:
    """Who looked at these submissions last when."""
    rows = SubmissionView.objects.visible_to(member).filter(submission__in=numbers)
    return rows.order_by().values_list("submission", "member", "last")


@prepared
def seats_at(member: Member, portals: list[int]) -> QuerySet[Any]:
    """Who has access to these portals, or is invited."""
    places = [Member.Status.ACTIVE, Member.Status.INVITED]
    seats = Seat.objects.visible_to(member).filter(portal__in=portals, member__status__in=places)
    return seats.order_by("contact__name_key", "pk").select_related("contact", "member__user", "member__staff_role")


@prepared
def shares_chosen(member: Member, portals: list[int]) -> QuerySet[Any]:
    """Which jobs of these portals are open to whom, where not all are."""
    rows = JobShare.objects.visible_to(member).filter(portal__in=portals, seats__isnull=False)
    return rows.order_by().values_list("seats", "pk")


def placed_of(row: Submission, permission: Permission | None, papers: list[str], member: Member) -> Placed:
    """One submission."""
    candidate = row.application.candidate
    return Placed(
        pk=row.pk,
        application_pk=row.application_id,
        candidate=candidate.name,
        candidate_pk=candidate.pk,
        job=row.share.job.title,
        job_pk=row.share.job_id,
        share_pk=row.share_id,
        share_live=row.share.is_live,
        organization=row.share.portal.organization.name,
        portal_pk=row.share.portal_id,
        state=shown_of(row),
        is_proposed=row.status == Submission.Status.PROPOSED,
        is_shown=row.status not in {Submission.Status.PROPOSED, Submission.Status.WITHDRAWN},
        summary=row.summary,
        documents=papers,
        blind=row.is_blind,
        reference=row.reference,
        revealed=row.revealed,
        lacking=why_not(row, permission),
        override=row.without_permission,
        overridden=row.overridden,
        overridden_by=row.overridden_by.name if row.overridden_by else "",
        needs_permission=row.share.settings.permission,
        permission=asked_of(permission, member) if permission is not None else None,
    )


def asked_of(permission: Permission, member: Member) -> Asked:
    """The question; with pay in it, word for word only for those who see money."""
    proof = " · ".join(part for part in (permission.ip, permission.agent) if part)
    sees_words = member.may(May.SEE_MONEY) or not permission.pay
    return Asked(
        pk=permission.pk,
        state=permission.state,
        label=permission.state_words,
        tone=TONES.get(permission.state, "neutral"),
        client=permission.client,
        words=permission.words if sees_words else "",
        asked=permission.asked,
        asked_by=permission.asked_by.name if permission.asked_by else "",
        due=permission.due,
        answered=permission.answered,
        note=permission.note,
        until=permission.until,
        proof=proof,
        opened=permission.opened,
    )


def add_readers(member: Member, found: list[Submission], placed: dict[int, Placed], portals: list[int]) -> None:
    """Who has access to each, and when they looked."""
    looks = {(pk, who): last for pk, who, last in looks_at(member, list(placed))}
    chosen = set(shares_chosen(member, portals))
    for seat in seats_at(member, portals):
        for row in found:
            if row.share.portal_id == seat.portal_id and (seat.all_jobs or (seat.pk, row.share_id) in chosen):
                looked = looks.get((row.pk, seat.member_id))
                reader = Reader(seat.contact.name, seat.contact_id, seat.member.role_name, looked, seat.member.is_in)
                placed[row.pk].readers.append(reader)


@dataclass(frozen=True, slots=True)
class OnlyAsked:
    """A question about an application, whether it is on a portal or not."""

    permission: Asked | None


def latest_permission(application: Application, member: Member) -> OnlyAsked:
    """What was asked last about this job."""
    row = Permission.objects.visible_to(member).filter(application=application).select_related("asked_by__user").first()
    return OnlyAsked(asked_of(row, member) if row is not None else None)
