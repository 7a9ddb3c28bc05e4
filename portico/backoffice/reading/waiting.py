"""What waits for somebody at the desk: answers and moves of clients, new applications, silence on either side."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portico.agencies.models import Member
from portico.agencies.roles import May, Side
from portico.jobs.models import Job
from portico.jobs.stages import Stage
from portico.kit.addresses import address
from portico.kit.prepared import prepared
from portico.kit.times import now
from portico.kit.workdays import working_days_after
from portico.pipeline.clocks import clocks_of, is_stuck
from portico.pipeline.models import Application, ApplicationQuerySet, Arrival, Interview, Move, Submission
from portico.portals.models import JobShare, PortalDefaults, settle

LONG = timedelta(days=14)
EACH = 20


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


def waiting_for(member: Member) -> list[Waiting]:
    """What waits for this member, the most urgent kind first, within a kind the oldest first."""
    if not member.may(May.WORK_DESK):
        return []
    found: list[Waiting] = []
    for part in (client_answers, client_moves, interviews_asked, untouched, silent_clients, stuck):
        found += part(member)
    return found


def jobs_of(member: Member) -> QuerySet[Job]:
    """The active jobs they own or whose team they are on, and for most roles those that nobody owns."""
    team = Job.objects.visible_to(member).filter(team=member).values("pk")
    mine = Q(owner=member) | Q(pk__in=team)
    return (
        Job.objects.visible_to(member).active().filter(mine if member.own_desk_only else mine | Q(owner__isnull=True))
    )


def page_of(application_pk: int) -> str:
    """Where one sees and does it."""
    return address("backoffice:application", application_pk)


@prepared
def answers_to_note(member: Member) -> QuerySet[Any]:
    """Answers of clients that nobody has taken note of, the oldest first."""
    rows = Submission.objects.visible_to(member).filter(status=Submission.Status.DECIDED, answer_seen__isnull=True)
    rows = rows.filter(application__job__in=jobs_of(member)).order_by("decided", "pk")[:EACH]
    return rows.select_related("application__candidate", "application__job", "application__stage")


def client_answers(member: Member) -> Iterator[Waiting]:
    """What a client decided, and nobody has taken note of."""
    for row in answers_to_note(member):
        words = {
            Submission.Decision.APPROVED: _("The client approved %(who)s for %(job)s"),
            Submission.Decision.DECLINED: _("The client declined %(who)s for %(job)s"),
            Submission.Decision.KEPT_IN_VIEW: _("The client keeps %(who)s in view for %(job)s"),
        }.get(Submission.Decision(row.decision), _("The client answered on %(who)s for %(job)s"))
        yield about(row.application, "answer", words, row.decided or row.status_since, _("See the answer"))


@prepared
def moves_to_note(member: Member) -> QuerySet[Any]:
    """The last moves of open applications, where a client made them and nobody has noted them, the oldest first."""
    clients = Member.objects.visible_to(member).filter(side=Side.CLIENT)
    this: Any = OuterRef("application")
    later = Move.objects.visible_to(member).filter(application=this)
    later = later.filter(Q(at__gt=OuterRef("at")) | Q(at=OuterRef("at"), pk__gt=OuterRef("pk")))
    noted: Any = Submission.objects.visible_to(member).filter(application=this)
    noted = noted.order_by(F("answer_seen").desc(nulls_last=True)).values("answer_seen")[:1]
    rows: Any = Move.objects.visible_to(member).filter(by__in=clients.values("pk"))
    rows = rows.filter(application__status=Application.Status.OPEN, application__job__in=jobs_of(member))
    rows = rows.filter(~Exists(later)).annotate(noted=Subquery(noted))
    rows = rows.filter(Q(noted__isnull=True) | Q(noted__lt=F("at"))).order_by("at", "pk")[:EACH]
    found: QuerySet[Any] = rows.select_related("application__candidate", "application__job", "application__stage")
    return found


def client_moves(member: Member) -> Iterator[Waiting]:
    """Whom a client moved last, with nobody at the agency having noted or moved them since."""
    for row in moves_to_note(member):
        words = _("The client moved %(who)s to %(stage)s for %(job)s")
        yield about(row.application, "move", words, row.at, _("Have a look"))


@prepared
def interviews_to_arrange(member: Member) -> QuerySet[Any]:
    """Interviews that need a time, the longest waiting first."""
    rows = Interview.objects.visible_to(member)
    rows = rows.filter(application__status=Application.Status.OPEN, application__job__in=jobs_of(member))
    rows = rows.filter(status__in=[Interview.Status.REQUESTED, Interview.Status.RESCHEDULING])
    rows = rows.order_by("status_since", "pk")[:EACH]
    return rows.select_related("application__candidate", "application__job", "application__stage")


def interviews_asked(member: Member) -> Iterator[Waiting]:
    """Interviews whose times wait to be handed on, or that need a time at all."""
    for row in interviews_to_arrange(member):
        words = _("An interview with %(who)s for %(job)s needs a time")
        yield about(row.application, "interview", words, row.status_since, _("Arrange it"))


@prepared
def untouched_runs(member: Member) -> QuerySet[Any]:
    """Who applied, and nobody has picked up, the longest waiting first."""
    applied = Stage.objects.visible_to(member).filter(kind=Stage.Kind.APPLIED).values("pk")
    fresh = Arrival.objects.visible_to(member).fresh().filter(application=OuterRef("pk"))
    rows = open_on(member).filter(Q(stage__in=applied) | Q(Exists(fresh))).order_by("stage_since", "pk")
    return rows[:EACH].values_list("pk", flat=True)


def untouched(member: Member) -> Iterator[Waiting]:
    """Who applied, and nobody has picked up."""
    for row in in_order(member, untouched_runs(member)):
        yield about(row, "applied", _("%(who)s applied for %(job)s"), row.stage_since, _("Look at it"))


@prepared
def shares_looked_after(member: Member) -> QuerySet[Any]:
    """The shares on this person's jobs on which clients are asked."""
    rows = JobShare.objects.visible_to(member).with_pipeline().filter(job__in=jobs_of(member))
    waiting = Submission.objects.visible_to(member).filter(share=OuterRef("pk")).shown().waiting()
    rows = rows.filter(Exists(waiting)).order_by("pk")
    return rows.select_related("job", "portal__organization")


@prepared
def unanswered_on(member: Member, shares: list[int]) -> QuerySet[Any]:
    """What waits for clients on these shares, since when."""
    rows = Submission.objects.visible_to(member).filter(share__in=shares).shown().waiting()
    return rows.order_by().values_list("share", "submitted")


def silent_clients(member: Member) -> Iterator[Waiting]:
    """Shares on which the client has let the time for a first answer pass."""
    shares = shares_looked_after(member)
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
def aged_runs(member: Member) -> QuerySet[Any]:
    """Who has stood in a stage for a while, the longest first."""
    targets = Stage.objects.visible_to(member).filter(target_days__gt=0).values("pk")
    aged = Q(stage_since__lt=now() - LONG) | Q(stage__in=targets, stage_since__lt=now() - timedelta(days=1))
    rows = open_on(member).filter(aged).order_by("stage_since", "pk")
    return rows[: EACH * 5].values_list("pk", flat=True)


def stuck(member: Member) -> Iterator[Waiting]:
    """Whom the agency has let stand beyond the target of their stage; without a target, for more than two weeks."""
    rows = in_order(member, aged_runs(member))
    clocks = clocks_of(rows, member)
    for row in [one for one in rows if is_stuck(one, clocks[one.pk], now() - LONG)][:EACH]:
        yield about(
            row, "stuck", _("%(who)s has been in %(stage)s for long, for %(job)s"), row.stage_since, _("Move on")
        )


@prepared
def runs_at(member: Member, numbers: list[int]) -> QuerySet[Any]:
    """These applications with what a line says of each."""
    rows = Application.objects.visible_to(member).filter(pk__in=numbers)
    return rows.select_related("candidate", "job__owner__user", "stage")


def in_order(member: Member, numbers: list[int]) -> list[Application]:
    """These applications, in this order. Who they are is found in an index first, so that no other table is walked."""
    found = {row.pk: row for row in runs_at(member, numbers)} if numbers else {}
    return [found[number] for number in numbers if number in found]


def open_on(member: Member) -> ApplicationQuerySet:
    """Open applications on the jobs this person looks after."""
    return Application.objects.visible_to(member).open().filter(job__in=jobs_of(member))


def about(application: Application, kind: str, words: str, since: datetime, deed: str) -> Waiting:
    """One waiting thing about an application."""
    who = application.candidate.name
    what = words % {"who": who, "job": application.job.title, "stage": application.stage.name}
    return Waiting(kind, what, who, since, page_of(application.pk), deed)
