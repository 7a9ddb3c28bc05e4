"""What a candidate's page shows beside the person's own facts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from portico.agencies.models import Member
from portico.backoffice.reading.showing import Placed, placed_at
from portico.backoffice.tones import TONES
from portico.candidates.consents import Consent
from portico.candidates.models import Candidate, ProfileChange, Skill, UpdateRequest
from portico.clients.models import Contact
from portico.jobs.models import Job
from portico.kit.prepared import prepared
from portico.messaging.models import Unreachable
from portico.pipeline.models import Application, CandidateMessage, Submission
from portico.records.models import Tag

RUNS = 100
PORTALS = 50
COULD = 20
TWINS = 5


@dataclass(frozen=True, slots=True)
class Run:
    """One job a candidate is or was on."""

    pk: int
    job_pk: int
    job: str
    organization: str
    job_status: str
    status: str
    stage: str
    kind: str
    since: datetime

    @property
    def label(self) -> str:
        """How it ended, in words."""
        return str(Application.Status(self.status).label)

    @property
    def tone(self) -> str:
        """How that is to be taken."""
        return TONES[self.status]


@prepared
def one_candidate(member: Member, pk: int) -> QuerySet[Any]:
    """A person with who looks after them, their place in the portal, and which of the rarer things they have at all."""
    rows = Candidate.objects.visible_to(member).filter(pk=pk).select_related("owner__user", "member__user")
    return rows.annotate(**{name: Exists(there) for name, there in rarer_things(member).items()})


def rarer_things(member: Member) -> dict[str, QuerySet[Any]]:
    """What most people have none of: asked about in one query, and only read where there is some."""

    def of[M: Any](model: M, **at: str) -> QuerySet[Any]:
        rows: QuerySet[Any] = model.objects.visible_to(member)
        return rows.filter(**{name: OuterRef(there) for name, there in (at or {"candidate": "pk"}).items()})

    return {
        "has_tags": of(Tag, candidates="pk"),
        "has_contact": of(Contact),
        "has_talked": of(CandidateMessage),
        "was_shown": of(Submission, application__candidate="pk"),
        "was_asked": of(UpdateRequest),
        "has_changes": of(ProfileChange),
        "has_answered": of(Consent),
        "unreached": of(Unreachable, email_key="email_key").dead(),  # type: ignore[attr-defined]
    }


@prepared
def skills_on(member: Member, pk: int) -> QuerySet[Any]:
    """What somebody can do."""
    return Skill.objects.visible_to(member).filter(candidates=pk).order_by("name", "pk")


@prepared
def tags_on(member: Member, pk: int) -> QuerySet[Any]:
    """What somebody is tagged with."""
    return Tag.objects.visible_to(member).filter(candidates=pk).order_by("key", "pk")


@prepared
def contacts_of(member: Member, pk: int) -> QuerySet[Any]:
    """The same person on a client's side."""
    return Contact.objects.visible_to(member).filter(candidate=pk).order_by("pk")


@prepared
def runs_of(member: Member, pk: int) -> QuerySet[Any]:
    """The jobs somebody is or was on, the latest first."""
    rows = Application.objects.visible_to(member).filter(candidate=pk).order_by("-stage_since", "-pk")[:RUNS]
    return rows.values_list(
        "pk", "job", "job__title", "job__organization__name", "job__status", "status", "stage__name", "stage__kind",
        "stage_since",
    )  # fmt: skip


@prepared
def shown_of(member: Member, pk: int) -> QuerySet[Any]:
    """Which submissions of somebody there are, the latest first."""
    rows = Submission.objects.visible_to(member).filter(application__candidate=pk).order_by("-submitted", "-pk")
    return rows[:PORTALS].values_list("pk", flat=True)


@prepared
def twins_of(member: Member, pk: int, email: str, name: str, phone: str, **by: bool) -> QuerySet[Any]:
    """Who may be the same person: by the mailbox, by name and phone number, or by both."""
    rows = Candidate.objects.visible_to(member).like_keys(
        email=email if by["by_email"] else "", name=name, phone=phone if by["by_phone"] else "", but=pk
    )
    return rows.order_by("pk").only("first_name", "last_name", "email")[:TWINS]


def read_runs(member: Member, candidate: Candidate) -> list[Run]:
    """The jobs they are or were on."""
    return [Run(*one) for one in runs_of(member, candidate.pk)]


def read_portals(member: Member, candidate: Any) -> list[Placed]:
    """Every portal they are on."""
    return placed_at(member, shown_of(member, candidate.pk)) if candidate.was_shown else []


def read_twins(member: Member, candidate: Candidate) -> list[Candidate]:
    """Who may be the same person, unless this one is archived."""
    by_email, by_phone = bool(candidate.email_key), bool(candidate.phone_key and candidate.name_key)
    if candidate.archived or not (by_email or by_phone):
        return []
    keys = (candidate.email_key, candidate.name_key, candidate.phone_key)
    return twins_of(member, candidate.pk, *keys, by_email=by_email, by_phone=by_phone)


def could_show(runs: list[Run], placed: list[Placed]) -> list[Run]:
    """The runs that are in process and not on a portal yet."""
    there = {one.application_pk for one in placed if one.is_shown or one.is_proposed}
    rows = [one for one in runs if one.status == "open" and one.job_status in Job.ACTIVE and one.pk not in there]
    return rows[:COULD]
