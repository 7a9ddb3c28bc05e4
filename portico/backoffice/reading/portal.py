"""What the pages of one client portal show: through whose eyes to look, and everybody who is on it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from portico.agencies.models import Member
from portico.agencies.roles import CLIENT_ROLES, Role
from portico.backoffice.reading.pipeline import Shown, shown_of
from portico.candidates.models import Candidate
from portico.pipeline.models import Submission, SubmissionView
from portico.pipeline.submissions import SubmissionQuerySet
from portico.portals.models import JobShare, Portal, Seat

NOBODY = 0
"""The number under which previews stand in for somebody who is not invited yet."""


@dataclass(slots=True)
class Looker:
    """Somebody through whose eyes the portal can be looked at."""

    key: str
    label: str
    start: str
    jobs: dict[int, str] = field(default_factory=dict)
    """Where each share is for these eyes."""


def lookers_of(portal: Portal, member: Member, shares: Sequence[JobShare] = ()) -> list[Looker]:
    """The portal's people, then somebody new in each role."""
    seats = Seat.objects.visible_to(member).filter(portal=portal).select_related("member__user", "contact")
    inside = seats.filter(member__status__in=[Member.Status.ACTIVE, Member.Status.INVITED])
    found = [
        looker(str(seat.member_id), seat.contact.name, seat.member_id, "", shares)
        for seat in inside.order_by("contact__name_key")[:50]
    ]
    for role in CLIENT_ROLES:
        asked = "?" + urlencode({"portal": portal.pk, "role": role.value})
        label = _("Somebody new (%s)") % Role(role).label
        found.append(looker(role.value, label, NOBODY, asked, shares))
    return found


def looker(key: str, label: str, pk: int, asked: str, shares: Sequence[JobShare]) -> Looker:
    """One of them, with the addresses of the portal as they see it."""
    start = reverse("client_portal:preview_start", args=[pk]) + asked
    jobs = {one.pk: reverse("client_portal:preview_job", args=[pk, one.pk]) + asked for one in shares}
    return Looker(key, label, start, jobs)


def chosen_looker(lookers: list[Looker], asked: str) -> Looker:
    """The one asked for; else the first."""
    return next((one for one in lookers if one.key == asked), lookers[0])


@dataclass(slots=True)
class Look:
    """Who looked, and when last."""

    name: str
    at: datetime


@dataclass(slots=True)
class Run:
    """A candidate on one of the portal's jobs."""

    pk: int
    application_pk: int
    job: str
    stage: str
    kind: str
    state: Shown
    summary: str
    documents: list[str]
    looks: list[Look]


@dataclass(slots=True)
class Person:
    """A candidate with everything the client sees of them."""

    pk: int
    name: str
    line: str
    runs: list[Run]


def on_portal(portal: Portal, member: Member) -> SubmissionQuerySet:
    """Every candidate shown or prepared on the portal's jobs, as far as the reader sees them."""
    return (
        Submission.objects.visible_to(member)
        .filter(share__portal=portal)
        .exclude(status=Submission.Status.WITHDRAWN)
        .exclude(share__status=JobShare.Status.ENDED)
    )


def candidates_on(portal: Portal, member: Member, words: str) -> QuerySet[Candidate]:
    """The people behind those submissions, each once."""
    theirs = on_portal(portal, member).filter(application__candidate=OuterRef("pk"))
    rows = Candidate.objects.visible_to(member).filter(Exists(theirs.order_by()))
    for word in words.lower().split()[:5]:
        rows = rows.filter(name_key__icontains=word)
    return rows


def read_people(portal: Portal, member: Member, candidates: Sequence[Candidate]) -> list[Person]:
    """These candidates with their runs: a fixed number of queries, however many."""
    looks = SubmissionView.objects.visible_to(member).select_related("member__user").order_by("-last")
    rows = on_portal(portal, member).filter(application__candidate__in=[one.pk for one in candidates])
    rows = rows.select_related("application__stage", "share__job").prefetch_related(
        "documents", Prefetch("views", queryset=looks)
    )
    runs: dict[int, list[Run]] = {}
    for row in rows.order_by("-submitted", "-pk"):
        runs.setdefault(row.application.candidate_id, []).append(run_of(row))
    return [Person(one.pk, one.name, one.position, runs.get(one.pk, [])) for one in candidates]


def run_of(row: Submission) -> Run:
    """One submission."""
    return Run(
        pk=row.pk,
        application_pk=row.application_id,
        job=row.share.job.title,
        stage=row.application.stage.name,
        kind=row.application.stage.kind,
        state=shown_of(row),
        summary=row.summary,
        documents=[paper.name for paper in row.documents.all()],
        looks=[Look(look.member.name, look.last) for look in row.views.all()],
    )
