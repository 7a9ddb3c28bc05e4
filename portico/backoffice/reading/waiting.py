"""What waits for somebody at the desk: answers and moves of clients, new applications, silence on either side."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portico.agencies.models import Member
from portico.agencies.roles import May, Side
from portico.jobs.models import Job
from portico.jobs.stages import Stage
from portico.kit.times import now
from portico.kit.workdays import working_days_after
from portico.pipeline.clocks import clocks_of, is_stuck
from portico.pipeline.models import Application, Interview, Move, Submission
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
    jobs = jobs_of(member)
    found: list[Waiting] = []
    for part in (client_answers, client_moves, interviews_asked, untouched, silent_clients, stuck):
        found += part(member, jobs)
    return found


def jobs_of(member: Member) -> QuerySet[Job]:
    """The active jobs they own or whose team they are on, and for most roles those that nobody owns."""
    mine = Q(owner=member) | Q(team=member)
    return (
        Job.objects.visible_to(member).active().filter(mine if member.own_desk_only else mine | Q(owner__isnull=True))
    )


def page_of(application_pk: int) -> str:
    """Where one sees and does it."""
    return reverse("backoffice:application", args=[application_pk])


def client_answers(member: Member, jobs: QuerySet[Job]) -> Iterator[Waiting]:
    """What a client decided, and nobody has taken note of."""
    rows = Submission.objects.visible_to(member).filter(application__job__in=jobs, answer_seen__isnull=True)
    rows = rows.filter(status=Submission.Status.DECIDED).select_related("application__candidate", "application__job")
    for row in rows.order_by("decided", "pk")[:EACH]:
        words = {
            Submission.Decision.APPROVED: _("The client approved %(who)s for %(job)s"),
            Submission.Decision.DECLINED: _("The client declined %(who)s for %(job)s"),
            Submission.Decision.KEPT_IN_VIEW: _("The client keeps %(who)s in view for %(job)s"),
        }.get(Submission.Decision(row.decision), _("The client answered on %(who)s for %(job)s"))
        yield about(row.application, "answer", words, row.decided or row.status_since, _("See the answer"))


def client_moves(member: Member, jobs: QuerySet[Job]) -> Iterator[Waiting]:
    """Whom a client moved last, with nobody at the agency having noted or moved them since."""
    last = Move.objects.visible_to(member).filter(application=OuterRef("pk")).order_by("-at", "-pk")
    noted = Submission.objects.visible_to(member).filter(application=OuterRef("pk"))
    noted = noted.order_by(F("answer_seen").desc(nulls_last=True))
    rows = open_on(member, jobs).annotate(
        moved=Subquery(last.values("at")[:1]),
        side=Subquery(last.values("by__side")[:1]),
        noted=Subquery(noted.values("answer_seen")[:1]),
    )
    rows = rows.filter(Q(noted__isnull=True) | Q(noted__lt=F("moved")), side=Side.CLIENT)
    for row in rows.order_by("moved", "pk")[:EACH]:
        words = _("The client moved %(who)s to %(stage)s for %(job)s")
        yield about(row, "move", words, row.moved, _("Have a look"))


def interviews_asked(member: Member, jobs: QuerySet[Job]) -> Iterator[Waiting]:
    """Interviews whose times wait to be handed on, or that need a time at all."""
    rows = Interview.objects.visible_to(member).filter(application__job__in=jobs, application__status="open")
    rows = rows.filter(status__in=[Interview.Status.REQUESTED, Interview.Status.RESCHEDULING])
    for row in rows.select_related("application__candidate", "application__job").order_by("status_since", "pk")[:EACH]:
        words = _("An interview with %(who)s for %(job)s needs a time")
        yield about(row.application, "interview", words, row.status_since, _("Arrange it"))


def untouched(member: Member, jobs: QuerySet[Job]) -> Iterator[Waiting]:
    """Who applied, and nobody has picked up."""
    rows = open_on(member, jobs).filter(Q(stage__kind=Stage.Kind.APPLIED) | Q(arrival__looked=None, arrival__pk__gt=0))
    for row in rows.order_by("stage_since", "pk")[:EACH]:
        yield about(row, "applied", _("%(who)s applied for %(job)s"), row.stage_since, _("Look at it"))


def silent_clients(member: Member, jobs: QuerySet[Job]) -> Iterator[Waiting]:
    """Shares on which the client has let the time for a first answer pass."""
    rows = JobShare.objects.visible_to(member).with_pipeline().filter(job__in=jobs)
    shares = list(rows.select_related("job", "portal__organization"))
    settle([share.portal for share in shares], PortalDefaults.of(member.agency_id))
    waiting: dict[int, list[datetime]] = {}
    shown = Submission.objects.visible_to(member).filter(share__in=shares).shown().waiting()
    for pk, submitted in shown.values_list("share", "submitted"):
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
            url = reverse("backoffice:share", args=[share.pk])
            yield Waiting("silent", words % names, names["who"], min(quiet), url, _("Remind them"), "warn")


def stuck(member: Member, jobs: QuerySet[Job]) -> Iterator[Waiting]:
    """Whom the agency has let stand beyond the target of their stage; without a target, for more than two weeks."""
    aged = Q(stage_since__lt=now() - LONG) | Q(stage__target_days__gt=0, stage_since__lt=now() - timedelta(days=1))
    rows = list(open_on(member, jobs).filter(aged).order_by("stage_since", "pk")[: EACH * 5])
    clocks = clocks_of(rows, member)
    for row in [one for one in rows if is_stuck(one, clocks[one.pk], now() - LONG)][:EACH]:
        yield about(
            row, "stuck", _("%(who)s has been in %(stage)s for long, for %(job)s"), row.stage_since, _("Move on")
        )


def open_on(member: Member, jobs: QuerySet[Job]) -> QuerySet[Any]:
    """Open applications on these jobs."""
    rows = Application.objects.visible_to(member).open().filter(job__in=jobs)
    return rows.select_related("candidate", "job__owner__user", "stage")


def about(application: Application, kind: str, words: str, since: datetime, deed: str) -> Waiting:
    """One waiting thing about an application."""
    who = application.candidate.name
    what = words % {"who": who, "job": application.job.title, "stage": application.stage.name}
    return Waiting(kind, what, who, since, page_of(application.pk), deed)
