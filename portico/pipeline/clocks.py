"""Clocks: on whom an open application waits, since when, and until when an answer is due."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from portico.agencies.models import Member
from portico.agencies.roles import Side
from portico.jobs.stages import Stage
from portico.kit.times import now
from portico.kit.workdays import working_days_after
from portico.pipeline.interviews import Interview
from portico.pipeline.models import Application, Move, Offer, Permission, Submission
from portico.portals.models import PortalDefaults, settle

type On = Literal["client", "agency", "candidate"]


@dataclass(frozen=True, slots=True)
class Clock:
    """Who owes the next step of an application, and since when; `due` is None where no rule says."""

    on: On
    who: str
    since: datetime
    due: datetime | None = None

    @property
    def overdue(self) -> bool:
        """Whether they have had more time than the rules give."""
        return self.due is not None and self.due < now()

    @property
    def words(self) -> str:
        """Like: Waiting on Northwind Logistics."""
        return _("Waiting on %s") % self.who


def clocks_of(applications: Iterable[Application], member: Member) -> dict[int, Clock]:
    """The clock of each of these open applications, as this member of the staff may know it; few queries for all."""
    rows = [one for one in applications if one.status == Application.Status.OPEN]
    found = {one.pk: at_the_agency(one, member) for one in rows}
    found |= answered(rows, member)
    found |= with_clients(rows, member)
    found |= interviews(rows, member)
    found |= asked_candidates(rows, member)
    found |= offered(rows, member)
    return found


def at_the_agency(application: Application, member: Member) -> Clock:
    """Nobody else is asked: the agency has the next step, in the time its stage gives."""
    stage, job = application.stage, application.job
    zone = member.agency.zone
    due = working_days_after(application.stage_since, stage.target_days, zone) if stage.target_days else None
    return Clock("agency", job.owner.name if job.owner else _("the team"), application.stage_since, due)


def with_clients(rows: list[Application], member: Member) -> dict[int, Clock]:
    """Shown to a client who has not answered: the oldest such submission counts."""
    submissions = Submission.objects.visible_to(member).filter(application__in=rows).shown().waiting()
    related = submissions.select_related("share__portal__organization", "share__portal__agency")
    found: dict[int, Clock] = {}
    waiting = list(related.order_by("-submitted", "-pk"))
    settle([one.share.portal for one in waiting], PortalDefaults.of(member.agency_id))
    for one in waiting:
        if not one.share.settings.judging:
            continue  # only for looking: nobody there is asked
        days = one.share.settings.answer_days
        due = working_days_after(one.submitted, days, member.agency.zone) if days else None
        found[one.application_id] = Clock("client", one.share.portal.organization.name, one.submitted, due)
    return found


def answered(rows: list[Application], member: Member) -> dict[int, Clock]:
    """The client answered or moved somebody, and nobody at the agency has taken note: it waits for them since then."""
    last = Move.objects.visible_to(member).filter(application=OuterRef("pk")).order_by("-at", "-pk")
    theirs = Submission.objects.visible_to(member).filter(application=OuterRef("pk"))
    fresh = theirs.filter(status=Submission.Status.DECIDED, answer_seen__isnull=True).order_by("decided")
    noted = theirs.order_by(F("answer_seen").desc(nulls_last=True))
    asked: Any = Application.objects.visible_to(member).filter(pk__in=[one.pk for one in rows])
    asked = asked.annotate(
        told=Subquery(fresh.values("decided")[:1]),
        moved=Subquery(last.values("at")[:1]),
        side=Subquery(last.values("by__side")[:1]),
        noted=Subquery(noted.values("answer_seen")[:1]),
    ).filter(Q(told__isnull=False) | Q(side=Side.CLIENT))
    owners = {one.pk: one.job.owner for one in rows}
    found: dict[int, Clock] = {}
    for pk, told, moved, side, seen in asked.values_list("pk", "told", "moved", "side", "noted"):
        after = moved if side == Side.CLIENT and (seen is None or seen < moved) else None
        since = min((at for at in (told, after) if at is not None), default=None)
        owner = owners[pk]
        if since is not None:
            due = working_days_after(since, 1, member.agency.zone)
            found[pk] = Clock("agency", owner.name if owner else _("the team"), since, due)
    return found


def asked_candidates(rows: list[Application], member: Member) -> dict[int, Clock]:
    """Asked for permission to be put forward: it waits on the candidate."""
    names = {one.pk: one.candidate.name for one in rows}
    open_questions = Permission.objects.visible_to(member).waiting().filter(application__in=names)
    asked = open_questions.values_list("application", "asked", "due")
    return {pk: Clock("candidate", names[pk], since, due) for pk, since, due in asked}


def offered(rows: list[Application], member: Member) -> dict[int, Clock]:
    """An offer waits for the candidate; one they accepted, for the agency to place them."""
    by_pk = {one.pk: one for one in rows}
    offers = Offer.objects.visible_to(member).filter(application__in=by_pk)
    found: dict[int, Clock] = {}
    for offer in offers.filter(status__in=[*Offer.ASKED, Offer.Status.ACCEPTED]).order_by("made", "pk"):
        row = by_pk[offer.application_id]
        if offer.status == Offer.Status.ACCEPTED:
            owner = row.job.owner.name if row.job.owner else _("the team")
            found[row.pk] = Clock("agency", owner, offer.answered or offer.status_since)
        else:
            end = datetime.combine(offer.until + timedelta(days=1), time(), ZoneInfo(member.agency.zone))
            found[row.pk] = Clock("candidate", row.candidate.name, offer.sent or offer.made, end)
    return found


def interviews(rows: list[Application], member: Member) -> dict[int, Clock]:
    """The latest round that is not over: who must offer, pick or judge, or that it is yet to come."""
    by_pk = {one.pk: one for one in rows}
    found: dict[int, Clock] = {}
    rounds = Interview.objects.visible_to(member).filter(
        application__in=by_pk, status__in=(*Interview.OPEN, *Interview.FIXED, Interview.Status.DONE)
    )
    related = ("submission__share__portal__organization", "application__job__organization")
    for one in rounds.select_related(*related).order_by("number"):
        application = by_pk[one.application_id]
        if one.status == Interview.Status.DONE and application.stage_since > (one.end or one.status_since):
            continue  # somebody decided without the feedback
        found[application.pk] = of_interview(one, application)
    return found


def of_interview(interview: Interview, application: Application) -> Clock:
    """On whom this round waits."""
    submission, status = interview.submission, Interview.Status
    owner = application.job.owner.name if application.job.owner else _("the team")
    client = (submission.share.portal.organization if submission else interview.application.job.organization).name
    if interview.status == status.OFFERED:
        if interview.picker == Interview.Picker.CLIENT:
            return Clock("client", client, interview.status_since, interview.offer_until)
        return Clock("candidate", application.candidate.name, interview.status_since, interview.offer_until)
    if interview.status == status.DONE and submission is not None:
        return Clock("client", client, interview.end or interview.status_since)
    return Clock("agency", owner, interview.status_since, interview.end)


def is_stuck(application: Application, clock: Clock, longest: datetime) -> bool:
    """Whether the agency has let somebody stand for longer than the stage gives, or than anybody should."""
    if clock.on != "agency" or application.stage.kind == Stage.Kind.APPLIED:
        return False
    return clock.overdue if clock.due else clock.since < longest
