"""What waits for somebody at the desk: answers and moves of clients, new applications, silence on either side."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portico.agencies.models import Member
from portico.agencies.roles import May, Side
from portico.candidates.naming import called
from portico.jobs.models import Job
from portico.jobs.stages import Stage
from portico.kit.addresses import address
from portico.kit.prepared import prepared
from portico.kit.times import now
from portico.kit.workdays import working_days_after
from portico.pipeline.clocks import Run, clocks_of_runs, is_stuck
from portico.pipeline.models import Application, ApplicationQuerySet, Arrival, Interview, Move, Submission
from portico.portals.models import JobShare, PortalDefaults, settle

LONG = timedelta(days=14)
EACH = 20
MANY = 500
"""Whoever looks after more jobs than that is asked about in another way."""


@dataclass(slots=True)
class Waiting:
    """One thing to do: what it is, about whom, since when, where, and the word on the button."""

    kind: str
    what: str
    who: str
    since: datetime
    url: str
    deed: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Reach:
    """The jobs that somebody looks after. Of somebody who looks after very many, it is only known that there are."""

    jobs: list[int]
    few: bool


def waiting_for(member: Member) -> list[Waiting]:
    """What waits for this member, the most urgent kind first, within a kind the oldest first."""
    if not member.may(May.WORK_DESK):
        return []
    reach, found = reach_of(member), list[Waiting]()
    for part in (client_answers, client_moves, interviews_asked, untouched, silent_clients, stuck):
        found += part(member, reach)
    return found


def jobs_of(member: Member) -> QuerySet[Job]:
    """The active jobs they own or whose team they are on, and for most roles those that nobody owns."""
    team = Job.objects.visible_to(member).filter(team=member).values("pk")
    mine = Q(owner=member) | Q(pk__in=team)
    return (
        Job.objects.visible_to(member).active().filter(mine if member.own_desk_only else mine | Q(owner__isnull=True))
    )


@prepared
def some_jobs(member: Member) -> QuerySet[Any]:
    """The numbers of the first of these jobs."""
    return jobs_of(member).order_by("pk").values_list("pk", flat=True)[: MANY + 1]


def reach_of(member: Member) -> Reach:
    """What this person looks after: of few jobs all is found, of very many the oldest are found sooner by age."""
    found = some_jobs(member)
    return Reach(found, few=True) if len(found) <= MANY else Reach([], few=False)


def on_jobs(member: Member, jobs: list[int], *, few: bool) -> Any:
    """The jobs, to be looked for."""
    return jobs if few else jobs_of(member)


def oldest_of[Q_: QuerySet[Any]](rows: Q_, field: str, *, few: bool, most: int = EACH) -> Q_:
    """The longest waiting. Found by few jobs, they are sorted: the database is kept from walking all of them by age."""
    return rows.order_by(Coalesce(field, field) if few else field, "pk")[:most]


def page_of(application_pk: int) -> str:
    """Where one sees and does it."""
    return address("backoffice:application", application_pk)


def said_of(path: str = "") -> list[str]:
    """What a line says of an application."""
    names = ("pk", "candidate__first_name", "candidate__last_name", "candidate__email", "job__title", "stage__name")
    return [f"{path}{name}" for name in names]


def about(run: Sequence[Any], kind: str, words: str, since: datetime, deed: str) -> Waiting:
    """One waiting thing about an application."""
    pk, first, last, email, job, stage = run
    who = called(first, last, email)
    return Waiting(kind, words % {"who": who, "job": job, "stage": stage}, who, since, page_of(pk), deed)


@prepared
def answers_to_note(member: Member, jobs: list[int], *, few: bool) -> QuerySet[Any]:
    """Answers of clients that nobody has taken note of, the oldest first."""
    rows = Submission.objects.visible_to(member).filter(status=Submission.Status.DECIDED, answer_seen__isnull=True)
    rows = oldest_of(rows.filter(application__job__in=on_jobs(member, jobs, few=few)), "decided", few=few)
    return rows.values_list("decision", "decided", "status_since", *said_of("application__"))


def client_answers(member: Member, reach: Reach) -> Iterator[Waiting]:
    """What a client decided, and nobody has taken note of."""
    said = {
        Submission.Decision.APPROVED: _("The client approved %(who)s for %(job)s"),
        Submission.Decision.DECLINED: _("The client declined %(who)s for %(job)s"),
        Submission.Decision.KEPT_IN_VIEW: _("The client keeps %(who)s in view for %(job)s"),
    }
    otherwise = _("The client answered on %(who)s for %(job)s")
    for decision, decided, since, *run in answers_to_note(member, reach.jobs, few=reach.few):
        words = said.get(Submission.Decision(decision), otherwise)
        yield about(run, "answer", words, decided or since, _("See the answer"))


@prepared
def moves_to_note(member: Member, jobs: list[int], *, few: bool) -> QuerySet[Any]:
    """The last moves of open applications, where a client made them and nobody has noted them, the oldest first."""
    clients = Member.objects.visible_to(member).filter(side=Side.CLIENT, pk=OuterRef("by"))
    this: Any = OuterRef("application")
    later = Move.objects.visible_to(member).filter(application=this)
    later = later.filter(Q(at__gt=OuterRef("at")) | Q(at=OuterRef("at"), pk__gt=OuterRef("pk")))
    noted: Any = Submission.objects.visible_to(member).filter(application=this)
    noted = noted.order_by(F("answer_seen").desc(nulls_last=True)).values("answer_seen")[:1]
    rows: Any = Move.objects.visible_to(member).filter(Exists(clients))
    rows = rows.filter(application__status=Application.Status.OPEN)
    rows = rows.filter(application__job__in=on_jobs(member, jobs, few=few))
    rows = rows.filter(~Exists(later)).annotate(noted=Subquery(noted))
    rows = oldest_of(rows.filter(Q(noted__isnull=True) | Q(noted__lt=F("at"))), "at", few=few)
    found: QuerySet[Any] = rows.values_list("at", *said_of("application__"))
    return found


def client_moves(member: Member, reach: Reach) -> Iterator[Waiting]:
    """Whom a client moved last, with nobody at the agency having noted or moved them since."""
    for at, *run in moves_to_note(member, reach.jobs, few=reach.few):
        words = _("The client moved %(who)s to %(stage)s for %(job)s")
        yield about(run, "move", words, at, _("Have a look"))


@prepared
def interviews_to_arrange(member: Member, jobs: list[int], *, few: bool) -> QuerySet[Any]:
    """Interviews that need a time, the longest waiting first."""
    rows = Interview.objects.visible_to(member).filter(application__status=Application.Status.OPEN)
    rows = rows.filter(application__job__in=on_jobs(member, jobs, few=few))
    rows = rows.filter(status__in=[Interview.Status.REQUESTED, Interview.Status.RESCHEDULING])
    return rows.order_by("status_since", "pk")[:EACH].values_list("status_since", *said_of("application__"))


def interviews_asked(member: Member, reach: Reach) -> Iterator[Waiting]:
    """Interviews whose times wait to be handed on, or that need a time at all."""
    for since, *run in interviews_to_arrange(member, reach.jobs, few=reach.few):
        words = _("An interview with %(who)s for %(job)s needs a time")
        yield about(run, "interview", words, since, _("Arrange it"))


def open_on(member: Member, jobs: list[int], *, few: bool) -> ApplicationQuerySet:
    """Open applications on these jobs."""
    return Application.objects.visible_to(member).open().filter(job__in=on_jobs(member, jobs, few=few))


@prepared
def untouched_runs(member: Member, jobs: list[int], *, few: bool) -> QuerySet[Any]:
    """Who applied, and nobody has picked up, the longest waiting first."""
    applied = Stage.objects.visible_to(member).filter(kind=Stage.Kind.APPLIED).values("pk")
    fresh = Arrival.objects.visible_to(member).fresh().filter(application=OuterRef("pk"))
    rows = open_on(member, jobs, few=few).filter(Q(stage__in=applied) | Q(Exists(fresh)))
    return oldest_of(rows, "stage_since", few=few).values_list("pk", flat=True)


def untouched(member: Member, reach: Reach) -> Iterator[Waiting]:
    """Who applied, and nobody has picked up."""
    for standing, *run in in_order(member, untouched_runs(member, reach.jobs, few=reach.few)):
        yield about(run, "applied", _("%(who)s applied for %(job)s"), standing.stage_since, _("Look at it"))


@prepared
def shares_looked_after(member: Member, jobs: list[int], *, few: bool) -> QuerySet[Any]:
    """The shares on this person's jobs on which clients are asked."""
    rows = JobShare.objects.visible_to(member).with_pipeline().filter(job__in=on_jobs(member, jobs, few=few))
    waiting = Submission.objects.visible_to(member).filter(share=OuterRef("pk")).shown().waiting()
    rows = rows.filter(Exists(waiting)).order_by("pk")
    return rows.select_related("job", "portal__organization")


@prepared
def unanswered_on(member: Member, shares: list[int]) -> QuerySet[Any]:
    """What waits for clients on these shares, since when."""
    rows = Submission.objects.visible_to(member).filter(share__in=shares).shown().waiting()
    return rows.order_by().values_list("share", "submitted")


def silent_clients(member: Member, reach: Reach) -> Iterator[Waiting]:
    """Shares on which the client has let the time for a first answer pass."""
    shares = shares_looked_after(member, reach.jobs, few=reach.few)
    if not shares:
        return
    settle([share.portal for share in shares], PortalDefaults.of(member.agency_id))
    waiting: dict[int, list[datetime]] = {}
    for pk, submitted in unanswered_on(member, [share.pk for share in shares]):
        waiting.setdefault(pk, []).append(submitted)
    for share in shares:
        before = working_days_after(now(), -share.settings.answer_days, member.agency.zone)
        asks = share.settings.judging and share.settings.answer_days
        quiet = [at for at in waiting.get(share.pk, []) if asks and at < before]
        if quiet:
            words = ngettext(
                "%(who)s has not answered on a candidate for %(job)s",
                "%(who)s has not answered on %(count)d candidates for %(job)s",
                len(quiet),
            )
            names: dict[str, Any] = {"who": share.portal.organization.name, "count": len(quiet), "job": share.job.title}
            url = address("backoffice:share", share.pk)
            yield Waiting("silent", words % names, names["who"], min(quiet), url, _("Remind them"), "warn")


@prepared
def aged_runs(member: Member, jobs: list[int], *, few: bool) -> QuerySet[Any]:
    """Who has stood in a stage for a while, the longest first."""
    targets = Stage.objects.visible_to(member).filter(target_days__gt=0).values("pk")
    # Of few jobs nobody is looked for by age: an agency has many more who stand for long than these jobs have people.
    stood = Coalesce("stage_since", "stage_since") if few else F("stage_since")
    rows = open_on(member, jobs, few=few).alias(stood=stood)
    aged = Q(stood__lt=now() - LONG) | Q(stage__in=targets, stood__lt=now() - timedelta(days=1))
    rows = oldest_of(rows.filter(aged), "stage_since", few=few, most=EACH * 5)
    return rows.values_list("pk", flat=True)


def stuck(member: Member, reach: Reach) -> Iterator[Waiting]:
    """Whom the agency has let stand beyond the target of their stage; without a target, for more than two weeks."""
    found = in_order(member, aged_runs(member, reach.jobs, few=reach.few))
    clocks = clocks_of_runs([one for one, *_run in found], member)
    late = [one for one in found if is_stuck(one[0], clocks[one[0].pk], now() - LONG)]
    for standing, *run in late[:EACH]:
        words = _("%(who)s has been in %(stage)s for long, for %(job)s")
        yield about(run, "stuck", words, standing.stage_since, _("Move on"))


@prepared
def runs_at(member: Member, numbers: list[int]) -> QuerySet[Any]:
    """These applications with what a line says of each, and what its clock is told from."""
    rows = Application.objects.visible_to(member).filter(pk__in=numbers).order_by()
    more = ("stage_since", "stage__kind", "stage__target_days", "job__owner__user__name", "job__owner__user__email")
    return rows.values_list(*said_of(), *more)


def in_order(member: Member, numbers: list[int]) -> list[tuple[Any, ...]]:
    """These applications, in this order: each as what its clock is told from and what a line says of it.

    Who they are is found in an index first, so that no other table is walked.
    """
    found: dict[int, tuple[Any, ...]] = {}
    for *said, since, kind, days, owner, mail in runs_at(member, numbers) if numbers else ():
        pk, first, last, email = said[:4]
        found[pk] = (Run(pk, since, kind, days, owner or mail or "", called(first, last, email)), *said)
    return [found[number] for number in numbers if number in found]
